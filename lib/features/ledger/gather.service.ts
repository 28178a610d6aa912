import type { Decoded, Rejection } from "@/lib/core/bitcoin/columns";
import { AppError } from "@/lib/core/errors";
import type { ImportPosition } from "@/lib/core/ledger/import-tally";
import type { ImportFile, ImportOrder, LedgerBatch, SourcedRecord } from "@/lib/features/ledger/ledger.ports";

/** A batch is full at any of these, or at so many transactions: some ten megabytes of memory. */
const MOST_INPUTS_AND_OUTPUTS = 120_000;
const MOST_BYTES = 24 << 20;
const MOST_REJECTED = 10_000;
/** What trickles in from a network is written after this long. */
const LIVE_MS = 500;
/** How long decoding may go on before others of the process have their turn. */
const TURN_MS = 4;

export interface GatheredBatch extends LedgerBatch {
  readonly counts: { readonly files: number; readonly blocks: number; readonly transactions: number; readonly inputs: number; readonly outputs: number };
  readonly said: { readonly rejected: readonly Rejection[]; readonly filesWithoutRecords: readonly string[] };
  /** Where to go on when this batch is stored. */
  readonly position: ImportPosition;
}

/** The order's records from a position on, in batches. A batch may span files, and a file batches. */
export async function* gatherBatches(order: ImportOrder, from: ImportPosition, mostTransactions: number): AsyncGenerator<GatheredBatch> {
  const batch = new Gathering(from, mostTransactions);
  for (let f = from.file; f < order.files.length; f += 1) {
    const file = order.files[f];
    if (file === undefined || isAborted(order.signal)) return;
    const start = f === from.file ? from : { file: f, next: 0, good: 0 };
    batch.enter(start);
    for await (const decoded of recordsOf(file, start, order.signal)) {
      if (isAborted(order.signal)) return;
      if (decoded !== "idle") batch.take(decoded, file);
      if (batch.isFull() || (decoded === "idle" && batch.size > 0)) yield batch.give();
    }
    batch.leave(file);
  }
  if (!isAborted(order.signal)) yield batch.give();
}

const isAborted = (signal: AbortSignal): boolean => signal.aborted;

/** A file's records after the position, and "idle" where a live source has nothing more at the moment. */
async function* recordsOf(file: ImportFile, { next }: ImportPosition, signal: AbortSignal): AsyncGenerator<Decoded | "idle"> {
  try {
    const breathe = breather();
    const records = file.open(next, signal);
    for await (const decoded of file.live === true ? withIdle(records) : records) {
      if (decoded !== "idle" && decoded.kind === "record" && next > 0 && decoded.record.at.next <= next) continue;
      yield decoded;
      await breathe();
    }
  } catch (error) {
    if (signal.aborted) throw new AppError("cancelled", "The import was cancelled. What it has stored stays, and it can be resumed.", { cause: error });
    const reason = unreadable(error);
    if (reason === null) throw error;
    yield { kind: "rejected", rejection: { file: file.name, position: "file", reason } };
  }
}

/** A file that cannot be read does not end the import of the others; a source or database that is away does. */
function unreadable(error: unknown): string | null {
  const aboutTheFile = error instanceof AppError && (error.code === "invalid_input" || error.code === "too_large" || error.code === "not_found");
  return aboutTheFile ? error.message : null;
}

async function* withIdle(records: AsyncIterable<Decoded>): AsyncGenerator<Decoded | "idle"> {
  const iterator = records[Symbol.asyncIterator]();
  try {
    let pending = iterator.next();
    for (;;) {
      const result = await soon(pending);
      if (result === "idle") {
        yield "idle";
        // Nothing is gathered any more, so there is nothing to hurry for.
        await pending;
        continue;
      }
      if (result.done === true) return;
      yield result.value;
      pending = iterator.next();
    }
  } finally {
    await iterator.return?.();
  }
}

function soon<T>(pending: Promise<T>): Promise<T | "idle"> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => { resolve("idle"); }, LIVE_MS);
    pending.then(resolve, reject).finally(() => { clearTimeout(timer); });
  });
}

/** Decoding is synchronous work; the writing of the batch before gets its turn in between. */
function breather(): () => Promise<void> {
  let last = performance.now();
  return async () => {
    if (performance.now() - last < TURN_MS) return;
    await new Promise((resolve) => setImmediate(resolve));
    last = performance.now();
  };
}

class Gathering {
  size = 0;
  #records: SourcedRecord[] = [];
  #rejected: Rejection[] = [];
  #without: string[] = [];
  #counts = { files: 0, blocks: 0, transactions: 0, inputs: 0, outputs: 0 };
  #bytes = 0;
  #position: ImportPosition;

  readonly #mostTransactions: number;

  constructor(position: ImportPosition, mostTransactions: number) {
    this.#position = position;
    this.#mostTransactions = mostTransactions;
  }

  enter(position: ImportPosition): void {
    this.#position = position;
  }

  take(decoded: Decoded, { source }: ImportFile): void {
    this.size += 1;
    if (decoded.kind === "rejected") {
      this.#rejected.push(decoded.rejection);
      return;
    }
    const { record } = decoded;
    const { txCount, inputCount, outputCount, bytes } = record.txs;
    this.#records.push({ record, source });
    this.#counts.blocks += record.block?.complete === true ? 1 : 0;
    this.#counts.transactions += txCount;
    this.#counts.inputs += inputCount;
    this.#counts.outputs += outputCount;
    this.#bytes += bytes.byteLength;
    const { file, next, good } = this.#position;
    this.#position = { file, next: Math.max(next, record.at.next), good: good + 1 };
  }

  /** The file is at its end. */
  leave({ name }: ImportFile): void {
    const { file, good } = this.#position;
    if (good === 0) this.#without.push(name);
    this.#counts.files += 1;
    this.#position = { file: file + 1, next: 0, good: 0 };
  }

  isFull(): boolean {
    const { transactions, inputs, outputs } = this.#counts;
    return transactions >= this.#mostTransactions || inputs + outputs >= MOST_INPUTS_AND_OUTPUTS || this.#bytes >= MOST_BYTES || this.#rejected.length >= MOST_REJECTED;
  }

  give(): GatheredBatch {
    const batch = { records: this.#records, counts: this.#counts, said: { rejected: this.#rejected, filesWithoutRecords: this.#without }, position: this.#position };
    this.size = 0;
    this.#records = [];
    this.#rejected = [];
    this.#without = [];
    this.#counts = { files: 0, blocks: 0, transactions: 0, inputs: 0, outputs: 0 };
    this.#bytes = 0;
    return batch;
  }
}
