import type { Json, JsonObject } from "@/lib/core/jobs/job";
import type { HistoryBookmark } from "@/lib/core/sync/history-count";
import type { ImportResult } from "@/lib/features/ledger/ledger.ports";
import { NOTHING_IMPORTED } from "@/lib/features/sync/import-sum.service";
import type { SyncRun } from "@/lib/features/sync/sync.ports";

/** How the fetching of one history ended. */
export interface FetchedHistoryRow {
  readonly address: string;
  readonly complete: boolean;
  /** Confirmed transactions that the server gave. */
  readonly transactions: number;
  /** How many it says there are; null where it does not say. */
  readonly stated: number | null;
  /** Why the history is not complete. */
  readonly reason: string | null;
}

/** A checkpoint is small: of long lists it keeps the beginning. */
const MOST_KEPT = 500;
const FORMAT = "esplora 1";

/** What a fetch has done so far: lives in the job's checkpoint, so that a killed one goes on. */
export class EsploraState {
  sum: ImportResult;
  readonly histories: FetchedHistoryRow[];
  #left: { readonly ref: string; readonly bookmark: HistoryBookmark } | null;

  private constructor(sum: ImportResult, histories: readonly FetchedHistoryRow[], left: { ref: string; bookmark: HistoryBookmark } | null) {
    this.sum = sum;
    this.histories = [...histories];
    this.#left = left;
  }

  /** A checkpoint is only ever what `save` wrote. */
  static from(checkpoint: JsonObject | null): EsploraState {
    if (checkpoint?.["format"] !== FORMAT) return new EsploraState(NOTHING_IMPORTED, [], null);
    const { sum, histories, left } = checkpoint as unknown as { sum: ImportResult; histories: FetchedHistoryRow[]; left: { ref: string; bookmark: HistoryBookmark } | null };
    return new EsploraState(sum, histories, left);
  }

  isDone(ref: string): boolean {
    return this.histories.some(({ address }) => address === ref);
  }

  /** Transactions of the histories that are done. */
  get transactions(): number {
    return this.histories.reduce((sum, { transactions }) => sum + transactions, 0);
  }

  bookmarkOf(ref: string): HistoryBookmark | null {
    return this.#left?.ref === ref ? this.#left.bookmark : null;
  }

  async leave(ref: string, bookmark: HistoryBookmark | null, job: SyncRun["job"]): Promise<void> {
    if (bookmark !== null) this.#left = { ref, bookmark };
    await this.#save(job);
  }

  async finish(history: FetchedHistoryRow, job: SyncRun["job"]): Promise<void> {
    this.histories.push(history);
    this.#left = null;
    await this.#save(job);
  }

  async #save(job: SyncRun["job"]): Promise<void> {
    const { rejected, flagged, ...counts } = this.sum;
    const sum = { ...counts, rejected: rejected.slice(0, MOST_KEPT), flagged: flagged.slice(0, MOST_KEPT) };
    await job?.save({ format: FORMAT, sum: sum as unknown as Json, histories: this.histories.map((row) => ({ ...row })), left: this.#left === null ? null : { ref: this.#left.ref, bookmark: { ...this.#left.bookmark } } });
  }
}
