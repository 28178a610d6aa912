import type { ChainRecord, Decoded, Rejection } from "@/lib/core/bitcoin/columns";
import type { JobProgress, JsonObject } from "@/lib/core/jobs/job";
import type { Network, NetworkName } from "@/lib/core/network";

/** Where records come from: a row of `source`. */
export interface RecordSource {
  readonly kind: "blk" | "block" | "core-json" | "esplora" | "csv" | "core-rpc" | "esplora-http";
  readonly name: string;
  readonly synthetic: boolean;
}

/** One file to import, or one stream of records from a node. */
export interface ImportFile {
  /** As people know it. */
  readonly name: string;
  readonly source: RecordSource;
  /** For the progress bar; 0 when unknown. */
  readonly bytes: number;
  /** Records trickle in, from a network: what has come is written soon, not only when a batch is full. */
  readonly live?: boolean;
  /** The records after offset `from` (that is, whose `at.next` is above it). May give earlier ones too: they are skipped. */
  open(from: number, signal: AbortSignal): AsyncIterable<Decoded>;
}

export interface ImportOrder {
  readonly network: NetworkName;
  readonly files: readonly ImportFile[];
  /** The job whose checkpoint is written with every batch, and from which the import resumes; null for none. */
  readonly job: ImportJob | null;
  readonly signal: AbortSignal;
  readonly onProgress?: (progress: JobProgress) => void;
}

export interface ImportJob {
  readonly id: string;
  /** Holder of the lease: when the job is no longer leased to it, nothing is written. */
  readonly worker: string;
  readonly checkpoint: JsonObject | null;
}

/** Odd but legal data. Exactly one of `txid` and `block` is set. Hashes as people write them. */
export interface FlaggedSubject {
  readonly txid: string | null;
  readonly block: string | null;
  readonly reason: string;
}

/** A height of the best chain whose block became another one. Hashes as people write them. */
export interface ReorganisedHeight {
  readonly height: number;
  readonly from: string;
  readonly to: string;
}

/** What `assay import` prints. Lists hold the first 10,000; their counts count all. */
export interface ImportResult {
  readonly files: number;
  /** Whole blocks read. */
  readonly blocks: number;
  /** Read, and of these new to the store. */
  readonly transactions: number;
  readonly newTransactions: number;
  /** Of the transactions read; those of coinbases do not count as inputs. */
  readonly inputs: number;
  readonly outputs: number;
  /** Inputs of the transactions read whose value is still not known. */
  readonly unresolvedInputs: number;
  /** Distinct scripts that the transactions read pay to or spend from, OP_RETURN not counted. */
  readonly addresses: number;
  readonly rejected: readonly Rejection[];
  readonly rejectedCount: number;
  readonly flagged: readonly FlaggedSubject[];
  readonly flaggedCount: number;
  readonly reorganised: readonly ReorganisedHeight[];
  /** Files without a single good record. */
  readonly filesWithoutRecords: readonly string[];
  readonly seconds: number;
}

/** Records to be written together or not at all. */
export interface LedgerBatch {
  readonly records: readonly SourcedRecord[];
}

export interface SourcedRecord {
  readonly record: ChainRecord;
  readonly source: RecordSource;
}

/** What a batch did. */
export interface BatchOutcome {
  readonly newTransactions: number;
  /** Scripts that no earlier batch of this writer named. */
  readonly newlySeenAddresses: number;
  readonly flagged: readonly FlaggedSubject[];
  readonly reorganised: readonly ReorganisedHeight[];
  /** Ids of the transactions read, as ranges [from, to). */
  readonly read: readonly (readonly [number, number])[];
}

export type IdRanges = readonly (readonly [number, number])[];

/** Writes batches of one import, one after another. It remembers what it has seen, within bounds. */
export interface LedgerWriter {
  /** Begins what can be done before the batch's turn to be written; not needed, but faster. */
  prepare(batch: LedgerBatch): void;
  /**
   * All of the batch and its checkpoint, whose fields are merged into the job's, in one database transaction.
   * After AppError database_unavailable the same batch may be given again: one that was stored after all is not stored twice.
   * @throws AppError database_unavailable, or conflict when the job is leased to somebody else
   */
  write(batch: LedgerBatch, checkpoint: (outcome: BatchOutcome) => JsonObject): Promise<BatchOutcome>;
  countUnresolved(read: IdRanges): Promise<number>;
  countAddresses(read: IdRanges): Promise<number>;
}

export interface LedgerStore {
  openWriter(network: Network, job: Omit<ImportJob, "checkpoint"> | null): LedgerWriter;
}

/** Consecutive heights whose blocks are complete and on the best chain known. */
export interface CoveredRange {
  readonly network: NetworkName;
  readonly from: number;
  readonly to: number;
}

/** `complete`: the store has every transaction of the address, as of `at` (of blocks: as of the last one stored). */
export interface AddressCoverage {
  readonly address: string;
  readonly complete: boolean;
  readonly source: string | null;
  readonly at: Date | null;
}

/** A history that was fetched whole from a source. */
export interface FetchedHistory {
  readonly network: Network;
  readonly scriptHash: Uint8Array;
  readonly text: string;
  readonly source: RecordSource;
  readonly complete: boolean;
  readonly tipHeight: number | null;
}

export interface CoverageStore {
  ranges(): Promise<readonly CoveredRange[]>;
  /** Histories that were fetched by address, newest first. */
  fetched(network: Network, scriptHash: Uint8Array): Promise<readonly { readonly source: string; readonly complete: boolean; readonly at: Date }[]>;
  recordFetched(history: FetchedHistory): Promise<void>;
}

/** The best chain as the store has it, for followers of a node. Hashes in wire order. */
export interface ChainStore {
  tip(network: Network): Promise<{ readonly height: number; readonly hash: Uint8Array } | null>;
  /** Hashes of complete blocks on the best chain at these heights; null where there is none. */
  hashesAt(network: Network, heights: readonly number[]): Promise<readonly (Uint8Array | null)[]>;
}
