import { AppError } from "@/lib/core/errors";

/** One page of a list that is read by key, not by offset: `nextCursor` is null on the last. */
export interface Page<Item> {
  readonly items: readonly Item[];
  readonly nextCursor: string | null;
}

export interface PageRequest {
  readonly cursor?: string | undefined;
  readonly limit: number;
}

/** Two numbers that order a list and name the last item of a page. */
export type CursorKey = readonly [bigint, bigint];

const fitsInt8 = (value: bigint): boolean => BigInt.asIntN(64, value) === value;

export const formatCursor = ([first, second]: CursorKey): string => `${first}.${second}`;

/** @throws AppError invalid_input when the text is not a cursor that formatCursor made. */
export function parseCursor(cursor: string): CursorKey {
  const match = /^(-?\d{1,19})\.(-?\d{1,19})$/.exec(cursor);
  const key = [BigInt(match?.[1] ?? 0), BigInt(match?.[2] ?? 0)] as const;
  if (match === null || !key.every(fitsInt8)) throw new AppError("invalid_input", "The cursor does not come from a page of this list. Start from the first page.");
  return key;
}

/** Makes a page of rows read with `limit + 1`: the one too many only says that there is more. */
export function pageOf<Row>(rows: readonly Row[], limit: number, keyOf: (row: Row) => CursorKey): Page<Row> {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, nextCursor: rows.length > limit && last !== undefined ? formatCursor(keyOf(last)) : null };
}
