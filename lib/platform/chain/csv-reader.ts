import { type CsvError, type InfoRecord, parse, type Parser } from "csv-parse";
import type { Decoded, Hasher } from "@/lib/core/bitcoin/columns";
import { CSV_COLUMNS, type CsvColumn, type CsvRow, readCsvTx, REQUIRED_CSV_COLUMNS } from "@/lib/core/bitcoin/csv-tx";
import { FieldError } from "@/lib/core/bitcoin/fields";
import type { NetworkGuess } from "@/lib/core/bitcoin/network-guess";
import { TxBatch } from "@/lib/core/bitcoin/tx-batch";
import type { ByteWindow } from "@/lib/platform/chain/byte-window";

export interface CsvContext {
  readonly file: string;
  readonly hasher: Hasher;
  readonly network: NetworkGuess;
  readonly startAt: number;
}

/** The longest script is 4 MB, which is 8 MB in hex. */
const MOST_ROW = 9_000_000;
/** A transaction with more inputs and outputs does not fit into a block. */
const MOST_ROWS = 200_000;
const STRIDE = 1 << 20;

/** A row as parsed, or why it could not be; in the order of the file. */
interface Row {
  readonly cells: readonly string[];
  readonly line: number;
  readonly next: number;
  readonly problem: string | null;
}

/** Reads transactions from CSV (see CSV_COLUMNS). A bad row costs its whole transaction, because its other rows would be a wrong one. */
export async function* readCsv(window: ByteWindow, context: CsvContext): AsyncGenerator<Decoded> {
  const batch = new TxBatch(context.file, context.hasher, context.startAt);
  const assembly = new Assembly(batch, context);
  const rows: Row[] = [];
  const parser = makeParser(rows);
  try {
    while ((await window.fill(1)) > 0) {
      await window.fill(STRIDE);
      const chunk = Buffer.from(window.view());
      window.skip(chunk.length);
      await write(parser, chunk);
      for (const row of rows.splice(0)) {
        if (!assembly.take(row)) return yield* batch.flush();
        if (batch.isFull) yield* batch.flush();
      }
    }
    await finish(parser);
    for (const row of rows) if (!assembly.take(row)) break;
    assembly.end();
    yield* batch.flush();
  } finally {
    parser.destroy();
  }
}

function makeParser(rows: Row[]): Parser {
  return parse({
    bom: true,
    trim: true,
    skip_empty_lines: true,
    relax_column_count: true,
    max_record_size: MOST_ROW,
    skip_records_with_error: true,
    // Rows are taken here and not from the stream, so that they stay in order with those that cannot be parsed.
    on_record: (cells: string[], { lines, bytes }: InfoRecord) => {
      rows.push({ cells, line: lines, next: bytes, problem: null });
      return null;
    },
    on_skip: (error: CsvError | undefined) => {
      const place = error as (CsvError & { readonly lines?: number; readonly bytes?: number }) | undefined;
      rows.push({ cells: [], line: place?.lines ?? 0, next: place?.bytes ?? 0, problem: `it is not CSV: ${(error?.message ?? "").slice(0, 160)}` });
      return undefined;
    },
  });
}

const write = (parser: Parser, chunk: Buffer): Promise<void> =>
  new Promise((resolve, reject) => {
    parser.write(chunk, (error) => {
      if (error) reject(error);
      else resolve();
    });
  });

const finish = (parser: Parser): Promise<void> =>
  new Promise((resolve, reject) => {
    parser.once("error", reject);
    parser.resume();
    parser.end(resolve);
  });

/** Collects the rows of one transaction after the other. */
class Assembly {
  #columns: ReadonlyMap<CsvColumn, number> | null = null;
  #width = 0;
  #txid = "";
  #rows: CsvRow[] = [];
  #next = 0;
  /** Why the transaction being collected cannot be used. */
  #problem: { readonly line: number; readonly reason: string } | null = null;
  readonly #batch: TxBatch;
  readonly #context: CsvContext;

  constructor(batch: TxBatch, context: CsvContext) {
    this.#batch = batch;
    this.#context = context;
  }

  /** @returns false when the file cannot be read on: its first row does not name the columns. */
  take(row: Row): boolean {
    if (this.#columns === null) return this.#takeHeader(row);
    if (row.problem === null && row.next <= this.#context.startAt) return true;
    const reason = this.#problemOf(row);
    const txid = this.#cell(row, "txid").toLowerCase();
    if (txid !== this.#txid && !(reason !== null && txid === "")) {
      this.end();
      this.#txid = txid;
    }
    this.#next = row.next;
    if (reason === null) this.#rows.push({ line: row.line, cell: (column) => this.#cell(row, column) });
    else this.#problem ??= { line: row.line, reason };
    return true;
  }

  #problemOf(row: Row): string | null {
    if (row.problem !== null) return row.problem;
    if (row.cells.length !== this.#width) return `it has ${row.cells.length} cells, the first row has ${this.#width}`;
    return this.#rows.length >= MOST_ROWS ? `the transaction has more than ${MOST_ROWS} rows` : null;
  }

  #cell(row: Row, column: CsvColumn): string {
    return row.cells[this.#columns?.get(column) ?? -1] ?? "";
  }

  #takeHeader({ cells, problem }: Row): boolean {
    const names = cells.map((cell) => cell.toLowerCase());
    const columns = new Map(CSV_COLUMNS.filter((column) => names.includes(column)).map((column) => [column, names.indexOf(column)]));
    const missing = REQUIRED_CSV_COLUMNS.filter((column) => !columns.has(column));
    if (missing.length > 0) {
      this.#batch.reject("line 1", problem ?? `the first row must name the columns, and ${missing.join(", ")} ${missing.length > 1 ? "are" : "is"} missing`);
      return false;
    }
    this.#columns = columns;
    this.#width = cells.length;
    return true;
  }

  /** The transaction's rows are all there. */
  end(): void {
    const [first] = this.#rows;
    const rows = this.#rows;
    const problem = this.#problem;
    this.#rows = [];
    this.#problem = null;
    if (first === undefined && problem === null) return;
    const { hasher, network } = this.#context;
    this.#batch.add({ position: `line ${problem?.line ?? first?.line ?? 0}`, next: this.#next }, network, (trial) => {
      if (problem !== null) throw new FieldError("", problem.reason);
      return readCsvTx(rows, { hasher, network: trial });
    });
  }
}
