/**
 * Rows on their way to or from the database, column by column: typed arrays, because millions of rows pass and an object
 * for each would cost more than the query. `nulls[i]` is 1 where row i is null.
 */
export type IntArray = Int8Array | Uint8Array | Int16Array | Uint16Array | Int32Array | Uint32Array;

/** Ids are dense and stay far below 2^53, so Float64Array holds them exactly; amounts are BigInt64Array. */
export type Int8Values = Float64Array | BigInt64Array | Int32Array | Uint32Array;

export type Column =
  | { readonly type: "int2" | "int4"; readonly values: IntArray; readonly nulls?: Uint8Array }
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
