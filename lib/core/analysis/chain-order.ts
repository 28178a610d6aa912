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
