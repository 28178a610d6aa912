/**
 * Rows on their way to or from the database, column by column: typed arrays, because millions of rows pass and an object
 * for each would cost more than the query. `nulls[i]` is 1 where row i is null.
 */
export type IntArray = Int8Array | Uint8Array | Int16Array | Uint16Array | Int32Array | Uint32Array;

/** Ids are dense and stay far below 2^53, so Float64Array holds them exactly; amounts are BigInt64Array. */
export type Int8Values = Float64Array | BigInt64Array | Int32Array | Uint32Array;

export type Column =
  | { readonly type: "int2" | "int4"; readonly values: IntArray | Float64Array; readonly nulls?: Uint8Array }
  | { readonly type: "int8"; readonly values: Int8Values; readonly nulls?: Uint8Array }
  | { readonly type: "bool"; readonly values: Uint8Array; readonly nulls?: Uint8Array }
  /** Row i is the `width` bytes at i · width. */
  | { readonly type: "bytea"; readonly bytes: Uint8Array; readonly width: number; readonly nulls?: Uint8Array }
  /** Row i is the `length[i]` bytes at `start[i]`. */
  | { readonly type: "bytea"; readonly bytes: Uint8Array; readonly start: Uint32Array; readonly length: Uint32Array; readonly nulls?: Uint8Array }
  | { readonly type: "bytea"; readonly list: readonly (Uint8Array | null)[] }
  | { readonly type: "text"; readonly values: readonly (string | null)[] }
  /** Null is SQL's null. */
  | { readonly type: "jsonb"; readonly values: readonly unknown[] };

export interface RowColumns {
  readonly count: number;
  readonly columns: readonly Column[];
  /** Rows in the order they are to be written; without it 0, 1, 2, … */
  readonly order?: Uint32Array;
}

/** How a column is wanted: "id" is an int8 known to stay below 2^53, as a Float64Array. */
export type ColumnKind = "int2" | "int4" | "int8" | "id" | "bool" | "bytea" | "text";

/** Slices of one arena: row i is bytes start[i] .. start[i] + length[i]. */
export interface Slices {
  readonly bytes: Uint8Array;
  readonly start: Uint32Array;
  readonly length: Uint32Array;
}

export interface ValuesOf {
  int2: Int16Array;
  int4: Int32Array;
  int8: BigInt64Array;
  id: Float64Array;
  bool: Uint8Array;
  bytea: Slices;
  text: Slices;
}

/** A chunk of rows: `columns[c]` by its kind, `nulls[c][i]` 1 where row i of column c is null (its value is then 0 or empty). */
export interface RowsOut<Kinds extends readonly ColumnKind[]> {
  readonly count: number;
  readonly columns: { readonly [C in keyof Kinds]: ValuesOf[Kinds[C]] };
  readonly nulls: { readonly [C in keyof Kinds]: Uint8Array };
}
