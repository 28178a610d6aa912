import type { TreeLink } from "@/lib/core/clustering/chain";
import type { LinkRule } from "@/lib/core/clustering/links";
import type { TxView } from "@/lib/core/coinjoin/view";
import type { NetworkName } from "@/lib/core/network";

export interface StoredLink extends TreeLink {
  readonly rule: LinkRule;
}

/** A transaction of a chain; `txid` as people write it, time in Unix seconds. */
export interface LinkingTransaction {
  readonly txid: string;
  readonly height: number | null;
  readonly time: bigint | null;
}

/** A CoinJoin in which both wallets signed inputs, and which for that reason joins nothing. */
export interface NotMerged extends LinkingTransaction {
  readonly kind: string;
  readonly confidence: number;
}

export interface LinkStore {
  /** At most so many links from the address towards the oldest one of its wallet, in that order. */
  climb(generation: number, from: bigint, most: number): Promise<readonly StoredLink[]>;
  /** How each address is named in URLs. */
  refs(addressIds: readonly bigint[]): Promise<ReadonlyMap<bigint, string>>;
  transactions(ids: readonly bigint[]): Promise<ReadonlyMap<bigint, LinkingTransaction>>;
  /** What the CoinJoin rules see of those transactions that have so many outputs. */
  views(ids: readonly bigint[], outputs: number): Promise<ReadonlyMap<bigint, TxView>>;
  /** CoinJoins in which both wallets spent, oldest first. */
  sharedCoinjoins(generation: number, pair: readonly [bigint, bigint], most: number): Promise<readonly NotMerged[]>;
}

export interface WhyQuestion {
  readonly network: NetworkName;
  readonly from: string;
  readonly to: string;
}

/** One step of the chain: the addresses by their references, and the transaction that links them, if any. */
export interface WhyStep {
  readonly from: string;
  readonly to: string;
  readonly rule: LinkRule;
  readonly transaction: LinkingTransaction | null;
  /** The transaction may as well be a PayJoin of two people (METHODS 1.7): the link stands, but is weak on its own. */
  readonly payjoinCompatible: boolean;
}

export interface WhyView {
  readonly network: NetworkName;
  readonly from: string;
  readonly to: string;
  /** The store has seen both. */
  readonly known: boolean;
  /** Those of the two that it has never seen. */
  readonly unknown: readonly string[];
  /** The analysis has seen transactions of both. */
  readonly analysed: boolean;
  readonly sameWallet: boolean;
  readonly steps: readonly WhyStep[];
  /** They are one wallet, but more links lie between them than were to be followed. */
  readonly tooLong: boolean;
  readonly notMerged: readonly NotMerged[];
  /** There are more than those listed. */
  readonly moreNotMerged: boolean;
}
