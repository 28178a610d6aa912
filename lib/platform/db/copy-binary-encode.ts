import type { Column, IntArray, Int8Values, RowColumns } from "@/lib/core/row-columns";

/** Signature, flags, length of the header extension: the format of PostgreSQL's COPY … (FORMAT binary). */
export const HEADER = Buffer.concat([Buffer.from("PGCOPY\n\xff\r\n\0", "latin1"), Buffer.alloc(8)]);
export const TRAILER = Buffer.from([0xff, 0xff]);
/** A chunk ends with the row that fills it. */
const CHUNK_BYTES = 1 << 18;
const CHUNK_ROWS = 4_096;
const TWO_32 = 4_294_967_296;
const LOW_WORD = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1 ? 0 : 1;

/** Rows of a chunk: which ones, and where the next field of each is to be written. */
interface Chunk {
  readonly rows: Uint32Array;
  readonly count: number;
  readonly bytes: Uint8Array;
  readonly view: DataView;
  readonly at: Uint32Array;
}

/**
 * Writes one column of a chunk, length words included. Columns are written one after another, not row by row: each loop stays on one kind of
 * value, which makes encoding some five times as fast.
 */
interface Writer {
  /** Bytes that every row takes at least. */
  readonly least: number;
  /** What single rows take above that; null when all take the same. */
  readonly addSizes: ((rows: Uint32Array, sizes: Uint32Array) => void) | null;
  readonly write: (chunk: Chunk) => void;
}

/** The rows as chunks of about 256 KB, each ending with a whole row. */
export function* encodeRows(rows: RowColumns): Generator<Uint8Array> {
  const writers = rows.columns.map(writerOf);
  const least = writers.reduce((sum, writer) => sum + writer.least, 2);
  for (let from = 0; from < rows.count; ) {
    const picked = pickRows(rows, from, Math.min(rows.count, from + CHUNK_ROWS));
    const sizes = new Uint32Array(picked.length).fill(least);
    for (const writer of writers) writer.addSizes?.(picked, sizes);
    const chunk = layOut(picked, sizes);
    for (let i = 0; i < chunk.count; i += 1) chunk.view.setInt16((chunk.at[i] ?? 0) - 2, writers.length);
    for (const writer of writers) writer.write(chunk);
    from += chunk.count;
    yield chunk.bytes;
  }
}

function pickRows({ order }: RowColumns, from: number, to: number): Uint32Array {
  if (order !== undefined) return order.slice(from, to);
  const rows = new Uint32Array(to - from);
  for (let i = 0; i < rows.length; i += 1) rows[i] = from + i;
  return rows;
}

/** As many of the rows as fill a chunk, at least one. */
function layOut(rows: Uint32Array, sizes: Uint32Array): Chunk {
  const at = new Uint32Array(rows.length);
  let count = 0;
  let total = 0;
  while (count < rows.length && (total < CHUNK_BYTES || count === 0)) {
    at[count] = total + 2;
    total += sizes[count] ?? 0;
    count += 1;
  }
  const bytes = Buffer.allocUnsafeSlow(total);
  return { rows, count, bytes, view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), at };
}

function writerOf(column: Column): Writer {
  switch (column.type) {
    case "int2":
      return fixed(2, column.nulls, (chunk, isNull) => { writeInt2(chunk, isNull, column.values); });
    case "int4":
      return fixed(4, column.nulls, (chunk, isNull) => { writeInt4(chunk, isNull, column.values); });
    case "int8":
      return fixed(8, column.nulls, int8Writer(column.values));
    case "bool":
      return fixed(1, column.nulls, (chunk, isNull) => { writeBool(chunk, isNull, column.values); });
    case "bytea":
      return byteaWriter(column);
    case "text":
      return textWriter(column.values, "");
    case "jsonb":
      return textWriter(column.values.map((value) => (value === null ? null : JSON.stringify(value))), "\u0001");
  }
}

const NO_NULLS = new Uint8Array(0);

function fixed(width: number, nulls: Uint8Array | undefined, write: (chunk: Chunk, isNull: Uint8Array) => void): Writer {
  const isNull = nulls?.includes(1) === true ? nulls : NO_NULLS;
  const addSizes = (rows: Uint32Array, sizes: Uint32Array): void => {
    for (let i = 0; i < rows.length; i += 1) if (isNull[rows[i] ?? 0] !== 1) sizes[i] = (sizes[i] ?? 0) + width;
  };
  return {
    least: isNull === NO_NULLS ? 4 + width : 4,
    addSizes: isNull === NO_NULLS ? null : addSizes,
    write: (chunk) => {
      write(chunk, isNull);
    },
  };
}

// One loop for each width, alike but for the call in the middle: a loop shared by all would call through a pointer for every field.

function writeInt2({ rows, count, view, at }: Chunk, isNull: Uint8Array, values: IntArray | Float64Array): void {
  const nullable = isNull.length > 0;
  for (let i = 0; i < count; i += 1) {
    const row = rows[i] ?? 0;
    const to = at[i] ?? 0;
    const absent = nullable && isNull[row] === 1;
    view.setInt32(to, absent ? -1 : 2);
    if (!absent) view.setInt16(to + 4, values[row] ?? 0);
    at[i] = absent ? to + 4 : to + 6;
  }
}

function writeInt4({ rows, count, view, at }: Chunk, isNull: Uint8Array, values: IntArray | Float64Array): void {
  const nullable = isNull.length > 0;
  for (let i = 0; i < count; i += 1) {
    const row = rows[i] ?? 0;
    const to = at[i] ?? 0;
    const absent = nullable && isNull[row] === 1;
    view.setInt32(to, absent ? -1 : 4);
    if (!absent) view.setInt32(to + 4, values[row] ?? 0);
    at[i] = absent ? to + 4 : to + 8;
  }
}

function writeBool({ rows, count, view, at }: Chunk, isNull: Uint8Array, values: Uint8Array): void {
  const nullable = isNull.length > 0;
  for (let i = 0; i < count; i += 1) {
    const row = rows[i] ?? 0;
    const to = at[i] ?? 0;
    const absent = nullable && isNull[row] === 1;
    view.setInt32(to, absent ? -1 : 1);
    if (!absent) view.setUint8(to + 4, values[row] === 0 ? 0 : 1);
    at[i] = absent ? to + 4 : to + 5;
  }
}

function int8Writer(values: Int8Values): (chunk: Chunk, isNull: Uint8Array) => void {
  if (!(values instanceof BigInt64Array)) return (chunk, isNull) => { writeInt8(chunk, isNull, values); };
  const words = new Int32Array(values.buffer, values.byteOffset, 2 * values.length);
  return (chunk, isNull) => { writeWords(chunk, isNull, words); };
}

function writeInt8({ rows, count, view, at }: Chunk, isNull: Uint8Array, values: Exclude<Int8Values, BigInt64Array>): void {
  const nullable = isNull.length > 0;
  for (let i = 0; i < count; i += 1) {
    const row = rows[i] ?? 0;
    const to = at[i] ?? 0;
    const absent = nullable && isNull[row] === 1;
    view.setInt32(to, absent ? -1 : 8);
    if (!absent) {
      const value = values[row] ?? 0;
      const high = Math.floor(value / TWO_32);
      view.setInt32(to + 4, high);
      view.setUint32(to + 8, value - high * TWO_32);
    }
    at[i] = absent ? to + 4 : to + 12;
  }
}

/** Without a BigInt in between: the two words are copied, which is several times as fast. */
function writeWords({ rows, count, view, at }: Chunk, isNull: Uint8Array, words: Int32Array): void {
  const nullable = isNull.length > 0;
  for (let i = 0; i < count; i += 1) {
    const row = rows[i] ?? 0;
    const to = at[i] ?? 0;
    const absent = nullable && isNull[row] === 1;
    view.setInt32(to, absent ? -1 : 8);
    if (!absent) {
      view.setInt32(to + 4, words[2 * row + 1 - LOW_WORD] ?? 0);
      view.setInt32(to + 8, words[2 * row + LOW_WORD] ?? 0);
    }
    at[i] = absent ? to + 4 : to + 12;
  }
}

function byteaWriter(column: Extract<Column, { type: "bytea" }>): Writer {
  if ("list" in column) {
    const { list } = column;
    return sized((row) => list[row]?.length ?? -1, (to, at, row) => { to.set(list[row] ?? NO_NULLS, at); });
  }
  const { bytes } = column;
  const isNull = column.nulls ?? NO_NULLS;
  if ("width" in column) {
    const { width } = column;
    return sized((row) => (isNull[row] === 1 ? -1 : width), (to, at, row) => {
      const from = row * width;
      for (let k = 0; k < width; k += 1) to[at + k] = bytes[from + k] ?? 0;
    });
  }
  const { start, length } = column;
  return sized((row) => (isNull[row] === 1 ? -1 : (length[row] ?? 0)), (to, at, row) => {
    // Keys and scripts are short: a loop beats the call into set().
    const from = start[row] ?? 0;
    const size = length[row] ?? 0;
    if (size <= 64) for (let k = 0; k < size; k += 1) to[at + k] = bytes[from + k] ?? 0;
    else to.set(bytes.subarray(from, from + size), at);
  });
}

/** A column of varying length; -1 is null. */
function sized(lengthOf: (row: number) => number, put: (to: Uint8Array, at: number, row: number) => void): Writer {
  const lengths = new Int32Array(CHUNK_ROWS);
  return {
    least: 4,
    addSizes: (rows, sizes) => {
      for (let i = 0; i < rows.length; i += 1) {
        const length = lengthOf(rows[i] ?? 0);
        lengths[i] = length;
        if (length > 0) sizes[i] = (sizes[i] ?? 0) + length;
      }
    },
    write: ({ rows, count, bytes, view, at }) => {
      for (let i = 0; i < count; i += 1) {
        const to = at[i] ?? 0;
        const length = lengths[i] ?? -1;
        view.setInt32(to, length);
        if (length > 0) put(bytes, to + 4, rows[i] ?? 0);
        at[i] = length > 0 ? to + 4 + length : to + 4;
      }
    },
  };
}

const UTF8 = new TextEncoder();

function textWriter(texts: readonly (string | null)[], prefix: string): Writer {
  return sized(
    (row) => {
      const text = texts[row] ?? null;
      return text === null ? -1 : prefix.length + utf8Length(text);
    },
    (to, at, row) => {
      const text = texts[row] ?? "";
      if (prefix !== "") to[at] = prefix.charCodeAt(0);
      putText(to, at + prefix.length, text);
    },
  );
}

/** Longer texts go to the engine's own encoder. */
const SHORT_TEXT = 128;

function utf8Length(text: string): number {
  if (text.length > SHORT_TEXT) return Buffer.byteLength(text);
  for (let i = 0; i < text.length; i += 1) if (text.charCodeAt(i) > 0x7f) return Buffer.byteLength(text);
  return text.length;
}

function putText(to: Uint8Array, at: number, text: string): void {
  for (let i = 0; i < text.length && i < SHORT_TEXT; i += 1) {
    const code = text.charCodeAt(i);
    if (code > 0x7f) break;
    to[at + i] = code;
    if (i === text.length - 1) return;
  }
  UTF8.encodeInto(text, to.subarray(at));
}
