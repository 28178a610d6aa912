import { AppError } from "@/lib/core/errors";
import type { JobProgress } from "@/lib/core/jobs/job";
import { addStep, EMPTY_TALLY, fromCheckpoint, type ImportPosition, type ImportScope, type ImportTally, toCheckpoint } from "@/lib/core/ledger/import-tally";
import { networkByName } from "@/lib/core/network";
import { gatherBatches, type GatheredBatch } from "@/lib/features/ledger/gather.service";
import type { BatchOutcome, ImportOrder, ImportResult, LedgerStore, LedgerWriter } from "@/lib/features/ledger/ledger.ports";

interface Deps {
  readonly store: LedgerStore;
  /** How long to wait for a database that is away before giving up; the import can be resumed then. */
  readonly patienceMs?: number;
  /** How many transactions make a batch full; so that small files have many batches in tests. */
  readonly batchTransactions?: number;
}

const PATIENCE_MS = 10 * 60_000;
/** Some hundred milliseconds of work. */
const BATCH_TRANSACTIONS = 20_000;
const FIRST_WAIT_MS = 100;
const LONGEST_WAIT_MS = 5_000;

export type ImportService = ReturnType<typeof makeImportService>;

/** Imports records of files and nodes into the ledger. */
export function makeImportService({ store, patienceMs = PATIENCE_MS, batchTransactions = BATCH_TRANSACTIONS }: Deps) {
  return {
    /**
     * Imports all files of an order, batch by batch. What is stored stays stored, whatever happens later.
     * @throws AppError cancelled, conflict when the job was taken over, database_unavailable when it stays away, or what a source throws
     */
    run: async (order: ImportOrder): Promise<ImportResult> => {
      const scope = { network: order.network, files: order.files.map(({ name }) => name) };
      const start = fromCheckpoint(order.job?.checkpoint ?? null, scope) ?? EMPTY_TALLY;
      const writer = store.openWriter(networkByName(order.network), order.job === null ? null : { id: order.job.id, worker: order.job.worker });
      const run = new ImportRun({ order, writer, start, scope, patienceMs, batchTransactions });
      await run.all();
      return run.result();
    },
  };
}

const NOTHING: BatchOutcome = { newTransactions: 0, newlySeenAddresses: 0, flagged: [], reorganised: [], read: [] };

interface RunOptions {
  readonly order: ImportOrder;
  readonly writer: LedgerWriter;
  readonly start: ImportTally;
  readonly scope: ImportScope;
  readonly patienceMs: number;
  readonly batchTransactions: number;
}

class ImportRun {
  readonly #options: RunOptions;
  #tally: ImportTally;
  readonly #began = performance.now();
  readonly #sizes: readonly number[];

  constructor(options: RunOptions) {
    this.#options = options;
    this.#tally = options.start;
    this.#sizes = options.order.files.map(({ bytes }) => bytes);
  }

  /** One batch is gathered while the one before it is written. */
  async all(): Promise<void> {
    const { order, writer, batchTransactions } = this.#options;
    let writing = Promise.resolve();
    try {
      for await (const batch of gatherBatches(order, this.#tally.position, batchTransactions)) {
        writer.prepare(batch);
        await writing;
        throwIfAborted(order.signal);
        writing = this.#write(batch);
        // A failure is thrown where the next batch waits for it; until then it must not count as unheard.
        void settled(writing);
      }
    } catch (error) {
      await settled(writing);
      throw error;
    }
    await writing;
    throwIfAborted(order.signal);
  }

  async result(): Promise<ImportResult> {
    const { position: _, resumed, read, addresses, ...tally } = this.#tally;
    const { writer } = this.#options;
    const unresolvedInputs = await this.#patiently(() => writer.countUnresolved(read));
    return { ...tally, addresses: resumed ? await this.#patiently(() => writer.countAddresses(read)) : addresses, unresolvedInputs, seconds: this.#seconds() };
  }

  async #write(batch: GatheredBatch): Promise<void> {
    const { writer, scope } = this.#options;
    const after = (outcome: BatchOutcome): ImportTally => addStep(this.#tally, { ...batch.counts, ...batch.said, ...outcome, position: batch.position, seconds: this.#seconds() });
    const outcome = batch.records.length === 0 ? NOTHING : await this.#patiently(() => writer.write(batch, (done) => toCheckpoint(after(done), scope)));
    this.#tally = after(outcome);
    this.#options.order.onProgress?.(this.#progress());
  }

  /** Waits for a database that is away: a restart of the server must not end an import of hours. */
  async #patiently<T>(work: () => Promise<T>): Promise<T> {
    const { order, patienceMs } = this.#options;
    const deadline = performance.now() + patienceMs;
    for (let wait = FIRST_WAIT_MS; ; wait = Math.min(2 * wait, LONGEST_WAIT_MS)) {
      try {
        return await work();
      } catch (error) {
        const away = error instanceof AppError && error.code === "database_unavailable";
        if (!away || performance.now() + wait > deadline) throw error;
        await pause(wait, order.signal);
        throwIfAborted(order.signal);
      }
    }
  }

  #seconds(): number {
    return this.#options.start.seconds + (performance.now() - this.#began) / 1000;
  }

  #progress(): JobProgress {
    const { start } = this.#options;
    const total = this.#sizes.reduce((sum, size) => sum + size, 0);
    return {
      phase: "reading",
      done: this.#bytesAt(this.#tally.position),
      total: total === 0 ? null : total,
      unit: "bytes",
      from: this.#bytesAt(start.position),
      seconds: this.#seconds() - start.seconds,
      counts: { blocks: this.#tally.blocks, transactions: this.#tally.transactions, newTransactions: this.#tally.newTransactions, rejected: this.#tally.rejectedCount },
    };
  }

  #bytesAt({ file, next }: ImportPosition): number {
    const before = this.#sizes.slice(0, file).reduce((sum, size) => sum + size, 0);
    return before + Math.min(next, this.#sizes[file] ?? 0);
  }
}

const settled = (promise: Promise<void>): Promise<void> => promise.catch(() => undefined);

function throwIfAborted(signal: AbortSignal): void {
  if (signal.aborted) throw new AppError("cancelled", "The import was cancelled. What it has stored stays, and it can be resumed.");
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener("abort", done);
  });
}
