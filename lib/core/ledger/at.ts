/** Reading typed arrays inside their bounds, one function a type so that each stays fast. */
export const int = (array: Int32Array, i: number): number => array[i] ?? 0;
export const uint = (array: Uint32Array, i: number): number => array[i] ?? 0;
export const float = (array: Float64Array, i: number): number => array[i] ?? 0;
export const byte = (array: Uint8Array, i: number): number => array[i] ?? 0;
export const big = (array: BigInt64Array, i: number): bigint => array[i] ?? 0n;
