/** Chain order as one number, so that histories page by one key: height · 2^20 + position in the block. */
const POSITIONS = 1n << 20n;
/** Transactions whose height nobody states come after all others, in the order they arrived. */
const UNPLACED = 1n << 61n;

export const chainOrder = (height: number, position: number): bigint => BigInt(height) * POSITIONS + BigInt(position);
export const unplacedOrder = (txId: bigint): bigint => UNPLACED + txId;
export const isUnplaced = (ord: bigint): boolean => ord >= UNPLACED;
export const heightOfOrder = (ord: bigint): number | null => (isUnplaced(ord) ? null : parseInt((ord / POSITIONS).toString(), 10));
