import type { AnalysisRows } from "@/lib/core/analysis/analysis";
import type { LedgerColumns } from "@/lib/core/analysis/columns";

/** What an analysis came to. Counts of things that no analysis computes yet are null. */
export interface AnalysisStats {
  readonly transactions: number;
  readonly addresses: number;
  readonly wallets: number;
  readonly multiAddressWallets: number;
  readonly coinjoins: number;
  readonly poolBlocks: number | null;
  readonly payouts: number | null;
  readonly flows: number;
}

/** Which analysis readers see, and what it saw. */
export interface AnalysisState {
  /** 0 before the first. */
  readonly generation: number;
  /** The version of the ledger it was computed from. */
  readonly ledgerVersion: bigint;
  readonly method: string;
  /** Null before the first. */
  readonly stats: AnalysisStats | null;
  /** The version of the ledger now. */
  readonly currentVersion: bigint;
}

/** The right to write the next generation. Only one holds it; it is kept up while the process lives, and runs out when it dies. */
export interface AnalysisLease {
  /** A number nobody else writes under. */
  readonly generation: number;
  /** Whose lease it is. */
  readonly owner: string;
  /** Fires when the lease was lost: what was written will never be shown. */
  readonly lost: AbortSignal;
  /**
   * Makes the generation the one that readers see.
   * @throws AppError conflict when the lease was lost.
   */
  publish(analysis: Pick<AnalysisState, "ledgerVersion" | "method"> & { readonly stats: AnalysisStats; readonly reach: LedgerReach }): Promise<void>;
  release(): Promise<void>;
}

export interface AnalysisLeases {
  state(): Promise<AnalysisState>;
  /** Null while somebody else holds it. */
  acquire(): Promise<AnalysisLease | null>;
}

/** Rows read or written so far; the total is null while nobody knows it. */
export interface RowStep {
  readonly done: number;
  readonly total: number | null;
}

/** Up to where a ledger was read: what is new has a larger transaction id, and stands after the last place of its network. */
export interface LedgerReach {
  readonly lastTx: number;
  /** By id of the network, the order of its last transaction; all that nobody places share one. */
  readonly places: Readonly<Record<string, string>>;
}

export interface LedgerSnapshot {
  readonly ledgerVersion: bigint;
  readonly reach: LedgerReach;
  readonly ledger: LedgerColumns;
}

export interface LedgerReader {
  /**
   * Everything that counts, as of one moment, however long the reading takes and whoever writes meanwhile.
   * @throws AppError cancelled when the signal fired.
   */
  read(signal: AbortSignal, onStep: (step: RowStep) => void): Promise<LedgerSnapshot>;
}

export interface GrowthStore {
  /**
   * Where the ledger has only grown at its end since the current analysis: adds what is new to the current generation, all at
   * once. The rows are then those that a new generation would have. @returns null where it has not, and nothing was done
   * @throws AppError conflict when the lease was lost.
   */
  add(lease: AnalysisLease): Promise<{ readonly generation: number; readonly stats: AnalysisStats } | null>;
}

export interface GenerationStore {
  /**
   * Writes all rows of a generation. @returns the number of flows.
   * @throws AppError cancelled when the signal fired.
   */
  write(generation: number, rows: AnalysisRows, options: { readonly signal: AbortSignal; readonly onStep: (step: RowStep) => void }): Promise<{ readonly flows: number }>;
  /**
   * Deletes, in bounded pieces, what is older than `generation`, but for the generation that readers see and the one before
   * it: readers who took that one before the switch finish undisturbed. Returns early when the signal fires; the next sweep
   * goes on. For the holder of that generation's lease: whoever wrote an older one and did not publish it has died.
   */
  sweep(generation: number, signal: AbortSignal): Promise<void>;
}
