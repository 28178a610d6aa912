import type { ColumnKind, RowsOut, Slices, ValuesOf } from "@/lib/core/row-columns";
import { HEADER } from "@/lib/platform/db/copy-binary-encode";

const TWO_32 = 4_294_967_296;
const CHUNK_ROWS = 16_384;
const WIDTHS: Readonly<Record<ColumnKind, number>> = { int2: 2, int4: 4, int8: 8, id: 8, bool: 1, bytea: -1, text: -1 };
const LOW_WORD = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1 ? 0 : 1;

interface Reader {
  readonly width: number;
  readonly nulls: Uint8Array;
  readonly set: (view: DataView, at: number, row: number, length: number) => void;
  readonly values: () => ValuesOf[ColumnKind];
}

/** Text of a row of a "text" column. */
export const textAt = (column: Slices, row: number): string => {
  const start = column.start[row] ?? 0;
  return Buffer.from(column.bytes.buffer, column.bytes.byteOffset + start, column.length[row] ?? 0).toString("utf8");
};

/** Bytes of a row of a "bytea" column, not copied. */
export const bytesAt = (column: Slices, row: number): Uint8Array => {
  const start = column.start[row] ?? 0;
  return column.bytes.subarray(start, start + (column.length[row] ?? 0));
};

/** Turns the bytes of a binary COPY, cut anywhere, into chunks of rows. */
export class BinaryRowDecoder<const Kinds extends readonly ColumnKind[]> {
  total = 0;
  readonly #kinds: Kinds;
  #readers: readonly Reader[];
  #count = 0;
  #rest: Uint8Array = new Uint8Array(0);
  #started = false;
  #ended = false;

  constructor(kinds: Kinds) {
    this.#kinds = kinds;
    this.#readers = kinds.map(readerOf);
  }

  *push(chunk: Uint8Array): Generator<RowsOut<Kinds>> {
    const bytes = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    let at = this.#begin(bytes, view);
    while (at >= 0 && !this.#ended) {
      const next = this.#row(view, at);
      if (next < 0) break;
      at = next;
      if (this.#count === CHUNK_ROWS) yield this.#take();
    }
    this.#rest = at < 0 ? bytes : bytes.slice(at);
  }

  /** The rows not yet given out; null when there are none. */
  finish(): RowsOut<Kinds> | null {
    if (!this.#ended) throw new Error("The copy of rows ended in the middle of a row.");
    return this.#count === 0 ? null : this.#take();
  }

  /** @returns where rows start, or -1 while the header is not whole */
  #begin(bytes: Uint8Array, view: DataView): number {
    if (this.#started) return 0;
    if (bytes.length < HEADER.length) return -1;
    if (HEADER.compare(bytes, 0, 11, 0, 11) !== 0) throw new Error("The server's answer is not a binary COPY.");
    const start = HEADER.length + view.getInt32(15);
    if (bytes.length < start) return -1;
    this.#started = true;
    return start;
  }

  /** @returns the position after the row, or -1 when it is not whole */
  #row(view: DataView, start: number): number {
    const size = view.byteLength;
    if (start + 2 > size) return -1;
    const fields = view.getInt16(start);
    let at = start + 2;
    if (fields === -1) {
      this.#ended = true;
      return at;
    }
    if (fields !== this.#readers.length) throw new Error(`The query gives ${fields} columns where ${this.#readers.length} are read.`);
    for (const reader of this.#readers) {
      if (at + 4 > size) return -1;
      const length = view.getInt32(at);
      at += 4;
      if (length > 0 && at + length > size) return -1;
      this.#field(reader, view, at, length);
      if (length > 0) at += length;
    }
    this.#count += 1;
    this.total += 1;
    return at;
  }

  #field(reader: Reader, view: DataView, at: number, length: number): void {
    const isNull = length === -1;
    reader.nulls[this.#count] = isNull ? 1 : 0;
    if (!isNull && reader.width !== -1 && length !== reader.width) throw new Error(`A column has ${length} bytes where ${reader.width} are read.`);
    reader.set(view, at, this.#count, isNull ? -1 : length);
  }

  #take(): RowsOut<Kinds> {
    const rows = { count: this.#count, columns: this.#readers.map((reader) => reader.values()), nulls: this.#readers.map((reader) => reader.nulls) };
    this.#readers = this.#kinds.map(readerOf);
    this.#count = 0;
    return rows as unknown as RowsOut<Kinds>;
  }
}

function readerOf(kind: ColumnKind): Reader {
  if (kind === "bytea" || kind === "text") return sliceReader();
  const nulls = new Uint8Array(CHUNK_ROWS);
  const width = WIDTHS[kind];
  switch (kind) {
    case "int2": {
      const values = new Int16Array(CHUNK_ROWS);
      return { width, nulls, values: () => values, set: (view, at, row, length) => { values[row] = length < 0 ? 0 : view.getInt16(at); } };
    }
    case "int4": {
      const values = new Int32Array(CHUNK_ROWS);
      return { width, nulls, values: () => values, set: (view, at, row, length) => { values[row] = length < 0 ? 0 : view.getInt32(at); } };
    }
    case "bool": {
      const values = new Uint8Array(CHUNK_ROWS);
      return { width, nulls, values: () => values, set: (view, at, row, length) => { values[row] = length < 0 ? 0 : view.getUint8(at); } };
    }
    case "id": {
      const values = new Float64Array(CHUNK_ROWS);
      return { width, nulls, values: () => values, set: (view, at, row, length) => { values[row] = length < 0 ? 0 : view.getInt32(at) * TWO_32 + view.getUint32(at + 4); } };
    }
    case "int8":
      return int8Reader(nulls);
  }
}

function int8Reader(nulls: Uint8Array): Reader {
  const values = new BigInt64Array(CHUNK_ROWS);
  const words = new Int32Array(values.buffer);
  return {
    width: 8,
    nulls,
    values: () => values,
    set: (view, at, row, length) => {
      words[2 * row + 1 - LOW_WORD] = length < 0 ? 0 : view.getInt32(at);
      words[2 * row + LOW_WORD] = length < 0 ? 0 : view.getInt32(at + 4);
    },
  };
}

function sliceReader(): Reader {
  const nulls = new Uint8Array(CHUNK_ROWS);
  const start = new Uint32Array(CHUNK_ROWS);
  const lengths = new Uint32Array(CHUNK_ROWS);
  let arena = new Uint8Array(CHUNK_ROWS * 8);
  return {
    width: -1,
    nulls,
    values: () => ({ bytes: arena, start, length: lengths }),
    set: (view, at, row, length) => {
      // A row that was not whole is read again, so its place follows from the row before.
      const begin = row === 0 ? 0 : (start[row - 1] ?? 0) + (lengths[row - 1] ?? 0);
      const size = Math.max(0, length);
      if (begin + size > arena.length) {
        const grown = new Uint8Array(Math.max(2 * arena.length, begin + size));
        grown.set(arena);
        arena = grown;
      }
      start[row] = begin;
      lengths[row] = size;
      arena.set(new Uint8Array(view.buffer, view.byteOffset + at, size), begin);
    },
  };
}
