import type { NamedScript } from "@/lib/core/bitcoin/script-ref";
import type { ScriptType } from "@/lib/core/bitcoin/script-type";
import type { NetworkName } from "@/lib/core/network";
import type { CursorKey } from "@/lib/core/page";
import type { SubjectClaims } from "@/lib/features/claims/claims-read.ports";

/** The analysis a request reads, taken once: all its queries name this generation, so that they agree with each other. */
export interface Reading {
  /** 0 before the first analysis. */
  readonly generation: number;
  /** The analysis saw all that the ledger holds. */
  readonly upToDate: boolean;
  readonly ledgerVersion: bigint;
}

/**
 * Sums in sats, times in Unix seconds. Of an address: all that came and went, change to itself included. Of a wallet: its
 * flows, so that change is neither received nor sent (lib/core/analysis/wallets.ts). The balance is the difference in both.
 */
export interface Totals {
  readonly txCount: number;
  readonly received: bigint;
  readonly sent: bigint;
  readonly firstTime: bigint | null;
  readonly lastTime: bigint | null;
}

export interface StoredScript {
  readonly id: bigint;
  readonly scriptHash: Uint8Array;
  readonly address: string | null;
  readonly type: ScriptType;
}

export interface ScriptSummary extends Totals {
  readonly addressId: bigint;
  readonly walletId: bigint;
}

/** `ref`, `address` and `scriptHash` are those of its oldest address; the parties leave out fees and unspendable outputs. */
export interface StoredWallet extends Totals {
  readonly id: bigint;
  readonly network: NetworkName;
  readonly ref: string;
  readonly address: string | null;
  readonly scriptHash: Uint8Array;
  readonly addressCount: number;
  readonly inParties: number;
  readonly outParties: number;
  readonly synthetic: boolean;
}

/**
 * One transaction of a history; `txid` as people write it. For a wallet, what came back to it as change is left out of both
 * sums, unless the transaction is a CoinJoin, where nobody can tell.
 */
export interface HistoryRow {
  readonly ord: bigint;
  readonly txId: bigint;
  readonly txid: string;
  readonly height: number | null;
  readonly time: bigint | null;
  readonly received: bigint;
  readonly sent: bigint;
  readonly coinbase: boolean;
  readonly coinjoin: string | null;
}

export interface MemberRow extends StoredScript, Totals {
  readonly ref: string;
}

/** Whose history: the scripts of an address, or a wallet. */
export type HistorySubject = { readonly kind: "address"; readonly ids: readonly bigint[] } | { readonly kind: "wallet"; readonly id: bigint };

export interface RowsRequest {
  readonly generation: number;
  /** Rows after this one; null for the first page. */
  readonly after: CursorKey | null;
  readonly limit: number;
}

export interface WalletStore {
  reading(): Promise<Reading>;
  /** The scripts that each reference names: an address may name a P2PKH script and a P2PK script of the same key. */
  scripts(named: readonly NamedScript[]): Promise<readonly (readonly StoredScript[])[]>;
  /** By address id; addresses without counting transactions are missing. */
  summaries(generation: number, addressIds: readonly bigint[]): Promise<ReadonlyMap<bigint, ScriptSummary>>;
  wallets(generation: number, ids: readonly bigint[]): Promise<ReadonlyMap<bigint, StoredWallet>>;
  /** In how many transactions both addresses take part. */
  sharedTransactions(generation: number, pair: readonly [bigint, bigint]): Promise<number>;
  /** Newest first. */
  history(subject: HistorySubject, request: RowsRequest): Promise<readonly HistoryRow[]>;
  /** Oldest address first. */
  members(walletId: bigint, request: RowsRequest): Promise<readonly MemberRow[]>;
}

/** Whether the store holds whole histories; nothing here depends on claims. */
export interface CompletenessStore {
  /** Networks of which the store has every block from 0 to the highest it knows. */
  wholeNetworks(): Promise<ReadonlySet<NetworkName>>;
  /** Which of these scripts had their whole history fetched from a source. */
  coveredScripts(scripts: readonly { readonly network: NetworkName; readonly scriptHash: Uint8Array }[]): Promise<readonly boolean[]>;
  /** Those of the wallets in which every address had its whole history fetched. */
  coveredWallets(generation: number, ids: readonly bigint[]): Promise<ReadonlySet<bigint>>;
}

interface SubjectView {
  readonly network: NetworkName;
  readonly ref: string;
  readonly address: string | null;
  /** The store has seen it. */
  readonly known: boolean;
  /** Null while unknown or not analysed. */
  readonly totals: Totals | null;
  /** Whether the totals cover its whole history; null when it is not known. */
  readonly complete: boolean | null;
  readonly synthetic: boolean;
  readonly claims: SubjectClaims;
}

export interface AddressView extends SubjectView {
  readonly type: ScriptType | null;
  readonly wallet: { readonly id: bigint; readonly ref: string; readonly addressCount: number } | null;
}

export interface WalletView extends SubjectView {
  readonly id: bigint | null;
  readonly addressCount: number | null;
}
