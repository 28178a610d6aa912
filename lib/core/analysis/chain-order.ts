import { intAt } from "@/lib/core/analysis/lists";
import { isUnplaced } from "@/lib/core/graph/order";

/**
 * The positions of `ord` in rising order; equal ones as they stood. Sorting 64-bit integers by a comparator over bigints takes
 * ten times as long as over their halves, and rows that already stand in order (an import from the first block on) need no sort.
 */
export function risingOrder(ord: BigInt64Array): Int32Array {
  const order = new Int32Array(ord.length).map((_, i) => i);
  if (isRising(ord)) return order;
  // Little-endian, as every platform that Node runs on; orders are never negative.
  const halves = new Uint32Array(ord.buffer, ord.byteOffset, 2 * ord.length);
  const low = (i: number): number => halves[2 * i] ?? 0;
  const high = (i: number): number => halves[2 * i + 1] ?? 0;
  return order.sort((a, b) => {
    const byHigh = high(a) - high(b);
    if (byHigh !== 0) return byHigh;
    const byLow = low(a) - low(b);
    return byLow === 0 ? a - b : byLow;
  });
}

function isRising(ord: BigInt64Array): boolean {
  for (let i = 1; i < ord.length; i += 1) if ((ord[i] ?? 0n) < (ord[i - 1] ?? 0n)) return false;
  return true;
}

/**
 * The positions of transactions in chain order, `ord` rising, where those that share a place stand as `unordered` lists them.
 * Transactions that nobody places share one place after all others.
 */
export function linkOrder(ord: BigInt64Array, unordered: Int32Array): Int32Array {
  const order = new Int32Array(ord.length).map((_, t) => t);
  if (unordered.length === 0) return order;
  const rank = new Int32Array(ord.length);
  unordered.forEach((t, i) => {
    rank[t] = i + 1;
  });
  for (let from = 0; from < order.length; ) {
    const to = placeEnd(ord, from);
    if (to > from + 1) order.subarray(from, to).sort((a, b) => intAt(rank, a) - intAt(rank, b));
    from = to;
  }
  return order;
}

function placeEnd(ord: BigInt64Array, from: number): number {
  const place = ord[from] ?? 0n;
  if (isUnplaced(place)) return ord.length;
  let to = from + 1;
  while (to < ord.length && ord[to] === place) to += 1;
  return to;
}
