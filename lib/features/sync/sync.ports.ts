import type { Decoded, Hasher } from "@/lib/core/bitcoin/columns";
import type { JobProgress, JsonObject } from "@/lib/core/jobs/job";
import type { NetworkName } from "@/lib/core/network";
import type { AuditLog } from "@/lib/features/audit/audit.ports";
import type { ChainStore, CoverageStore, ImportJob, ImportOrder, ImportResult } from "@/lib/features/ledger/ledger.ports";

/** A block by its place and hash (wire order). */
export interface BlockRef {
  readonly height: number;
  readonly hash: Uint8Array;
}

export interface NodeState {
  readonly network: NetworkName;
  readonly tip: BlockRef;
  /** Blocks below this height were deleted by a pruned node; 0 when it has all. */
  readonly prunedBelow: number;
}

export interface FetchedBlock {
  readonly ref: BlockRef;
  /** The whole block, verified, or why it could not be had. */
  readonly decoded: Decoded;
}

/** A node of the owner's that serves blocks of its best chain. All throw AppError source_unavailable or cancelled. */
export interface CoreNode {
  readonly name: string;
  state(signal: AbortSignal): Promise<NodeState>;
  /** Hashes of its best chain from a height up; fewer where the chain ends. */
  hashes(from: number, count: number, signal: AbortSignal): Promise<readonly Uint8Array[]>;
  /** In the order wanted, some fetched ahead. */
  blocks(wanted: readonly BlockRef[], signal: AbortSignal): AsyncIterable<FetchedBlock>;
  /** Does the node count this block as part of its best chain? `unknown`: it has never seen it. */
  standing(hash: Uint8Array, signal: AbortSignal): Promise<"best" | "stale" | "unknown">;
  requests(): number;
  close(): Promise<void>;
}

/** Whose history to fetch: an address, or a script that has none. */
export interface HistorySubject {
  /** As Assay writes it: the address, or `script:` and the SHA-256 of the script. */
  readonly ref: string;
  readonly address: string | null;
  readonly scriptHash: Uint8Array;
}

/** Transactions as a server gave them in one reply. */
export interface TransactionPage {
  /** Usual hex, in the order of the reply. Confirmed ones are those that the server does not call unconfirmed. */
  readonly confirmed: readonly string[];
  readonly unconfirmed: readonly string[];
  readonly decoded: readonly Decoded[];
}

/** `reason` continues the sentence "the server …"; it is about this one subject, not about the server. */
export type EsploraReply<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly reason: string };

/** What tells the network where the server itself does not. */
export interface NetworkHint {
  readonly expected: NetworkName | null;
  readonly addresses: readonly string[];
  readonly txid: string | null;
}

/** A server with the Esplora API. All throw AppError source_unavailable or cancelled. */
export interface EsploraServer {
  readonly name: string;
  /** Settles the network of all that follows: by the server's genesis block, else by the hint. Call it first. */
  network(hint: NetworkHint, signal: AbortSignal): Promise<NetworkName>;
  /** Null when the server does not tell. */
  tip(signal: AbortSignal): Promise<number | null>;
  /** How many confirmed transactions the server says a subject has. */
  confirmedCount(subject: HistorySubject, signal: AbortSignal): Promise<EsploraReply<number>>;
  /** The newest transactions: unconfirmed ones, then the first page of confirmed ones. */
  newest(subject: HistorySubject, signal: AbortSignal): Promise<EsploraReply<TransactionPage>>;
  /** Confirmed transactions that are older than one. Empty at the end. */
  older(subject: HistorySubject, than: string, signal: AbortSignal): Promise<EsploraReply<TransactionPage>>;
  transaction(txid: string, signal: AbortSignal): Promise<EsploraReply<TransactionPage>>;
  requests(): number;
  close(): Promise<void>;
}

export interface HeightRange {
  readonly from: number;
  /** Included. */
  readonly to: number;
}

/** A source to fetch from: one that the owner named and switched on, or one whose URL the owner typed just now. */
export type SourceRef = { readonly kind: "named"; readonly name: string } | { readonly kind: "by-hand"; readonly url: string; readonly cookieFile: string | null };

/**
 * Raw blocks are fast and prove themselves. `prevouts`: as JSON with what each input spends, so that a range of blocks can be analysed
 * without those before it; larger and slower, and only newer nodes (Core 23) state it.
 */
export type FetchHow = "raw" | "prevouts";

/** Opens sources. @throws AppError not_found, forbidden (switched off, or of another kind), invalid_input */
export interface SourceOpener {
  core(source: SourceRef, how: FetchHow): Promise<CoreNode>;
  /** With the network that its owner says it has; null when nothing was said. */
  esplora(source: SourceRef): Promise<{ readonly server: EsploraServer; readonly network: NetworkName | null }>;
}

export interface SyncDeps {
  readonly open: SourceOpener;
  /** The importer, which writes records in batches that it may repeat. */
  readonly importRecords: (order: ImportOrder) => Promise<ImportResult>;
  readonly chain: Pick<ChainStore, "hashesAt">;
  readonly coverage: Pick<CoverageStore, "ranges" | "recordFetched">;
  /** That a source is asked at all is told before anything is. */
  readonly audit: AuditLog;
  readonly hasher: Hasher;
  /** A secret number, new for each process. */
  readonly seed: number;
  /** Milliseconds on a clock that only goes forward. */
  readonly now: () => number;
  /** Ends early, without an error, when the signal fires. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
}

export interface SyncRun {
  /** Who asked for it. */
  readonly actorId: string;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: JobProgress) => void;
  /** For people: what is wrong with a source that is waited for. */
  readonly onTrouble: (message: string) => void;
  /** The job that this is, and how it remembers where it was; null for none. */
  readonly job: (ImportJob & { readonly save: (checkpoint: JsonObject) => Promise<void> }) | null;
}
