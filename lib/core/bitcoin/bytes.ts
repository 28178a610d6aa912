/** The byte at `at`, or -1 beyond the end. */
export const byteAt = (bytes: Uint8Array, at: number): number => bytes[at] ?? -1;

export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i += 1) if (a[i] !== b[i]) return false;
  return true;
}
