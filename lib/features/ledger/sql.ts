import type { ColumnKind, RowColumns, RowsOut } from "@/lib/core/row-columns";

export interface Rows<Row> {
  readonly rows: Row[];
  readonly rowCount: number | null;
}

/** A transaction's connection, as the statements of the importer use it. */
export interface Sql {
  query<Row extends object>(text: string, params?: unknown[]): Promise<Rows<Row>>;
  /** @see copyIn in lib/platform/db/copy-binary */
  copyIn(target: string, rows: RowColumns | Iterable<RowColumns> | AsyncIterable<RowColumns>): Promise<number>;
  copyOut<const Kinds extends readonly ColumnKind[]>(query: string, kinds: Kinds, onChunk: (rows: RowsOut<Kinds>) => void): Promise<number>;
}

interface Joinable {
  readonly length: number;
  join(separator: string): string;
}

/** Numbers as the text of a Postgres array: some ten times as fast as the driver's own way, which quotes each. */
export const list = (numbers: Joinable): string => `{${numbers.join(",")}}`;

export const nullableList = (numbers: readonly (number | bigint | null)[]): string => `{${numbers.map((value) => (value === null ? "NULL" : value.toString())).join(",")}}`;

/**
 * Many 32-byte keys in one binary parameter: "k(i, key)" for use after FROM, where the parameters $1 and $2 are those of
 * `keyParams`. An array of bytea would be sent as hex text and parsed again.
 */
export const KEYS = "(SELECT i, substring($1::bytea FROM 32 * i + 1 FOR 32) AS key FROM generate_series(0, $2::int - 1) AS i) AS k";

/** @param rows which of the keys in `words`, eight words each */
export function keyParams(words: Int32Array, rows: readonly number[] | Uint32Array): [Buffer, number] {
  const picked = new Int32Array(8 * rows.length);
  rows.forEach((row, i) => {
    picked.set(words.subarray(8 * row, 8 * row + 8), 8 * i);
  });
  return [Buffer.from(picked.buffer), rows.length];
}
