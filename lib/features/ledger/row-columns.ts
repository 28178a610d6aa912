import { big, float, int } from "@/lib/core/ledger/at";

/** The rows in the order of their keys, as far as the first four bytes tell: an index takes them in fastest so. */
export function sortedByKey(words: Int32Array, rows: ArrayLike<number>): Uint32Array {
  const keys = new Float64Array(rows.length);
  for (let i = 0; i < rows.length; i += 1) keys[i] = swapped(int(words, 8 * (rows[i] ?? 0))) * 2 ** 21 + i;
  keys.sort();
  const sorted = new Uint32Array(rows.length);
  for (let i = 0; i < rows.length; i += 1) sorted[i] = rows[float(keys, i) % 2 ** 21] ?? 0;
  return sorted;
}

/** Places 0, 1, 2, … in the order of the ids there. */
export function orderOfIds(ids: Float64Array): Uint32Array | undefined {
  if (ids.length > 2 ** 17) return undefined;
  const keys = new Float64Array(ids.length);
  for (let i = 0; i < ids.length; i += 1) keys[i] = float(ids, i) * 2 ** 17 + i;
  keys.sort();
  return Uint32Array.from(keys, (key) => key % 2 ** 17);
}

/** The first four bytes as the number by which Postgres sorts them. */
const swapped = (word: number): number => (((word & 0xff) << 24) | ((word & 0xff00) << 8) | ((word >>> 8) & 0xff00) | (word >>> 24)) >>> 0;

/** A column where -1 stands for what is not known. */
export function known<Values extends Float64Array | Int32Array>(values: Values): { values: Values; nulls: Uint8Array } {
  const nulls = new Uint8Array(values.length);
  for (let i = 0; i < values.length; i += 1) if (values[i] === -1) nulls[i] = 1;
  return { values, nulls };
}

export function knownSats(values: BigInt64Array): { values: BigInt64Array; nulls: Uint8Array } {
  const nulls = new Uint8Array(values.length);
  for (let i = 0; i < values.length; i += 1) if (big(values, i) < 0n) nulls[i] = 1;
  return { values, nulls };
}

export function pick<Values extends Float64Array | Int32Array | Uint8Array>(column: Values, rows: ArrayLike<number>): Values {
  const picked = column.slice(0, rows.length) as Values;
  for (let i = 0; i < rows.length; i += 1) picked[i] = column[rows[i] ?? 0] ?? 0;
  return picked;
}

export function zeroIsNull(values: Float64Array): { values: Float64Array; nulls: Uint8Array } {
  const nulls = new Uint8Array(values.length);
  for (let i = 0; i < values.length; i += 1) if (values[i] === 0) nulls[i] = 1;
  return { values, nulls };
}
