import type { NetworkName } from "@/lib/core/network";
import type { TraceMethod } from "@/lib/core/tracing/methods";
import type { WalletClaim } from "@/lib/core/tracing/custody";
import type { Bound, PathPreference, Payment } from "@/lib/core/tracing/path";
import type { OriginKind, OriginParty } from "@/lib/core/tracing/provenance";
import type { StopReason } from "@/lib/core/tracing/trace";
import type { Direction, Ord, TraceCoin, TraceTx } from "@/lib/core/tracing/trace-tx";

/** An output as people name it. */
export interface Outpoint {
  readonly txid: string;
  readonly n: number;
}

export interface FetchOptions {
  readonly generation: number;
  readonly direction: Direction;
  /** Coins come with their wallets, which costs a look-up each. */
  readonly wallets: boolean;
  /** With the blocks of coinbases, for traces that follow fees. */
  readonly fees: boolean;
}

/** How the rows that a stop names are written; `ord` sorts them. */
export interface CoinNames {
  readonly txids: ReadonlyMap<number, { readonly txid: string; readonly ord: Ord; readonly time: number | null }>;
  readonly addresses: ReadonlyMap<number, string>;
  /** Outpoints whose transaction is not in the store, by the input that spends them: `TXID:N` of row ids. */
  readonly pending: ReadonlyMap<string, string>;
}

/** One state of the store for as long as a trace runs. */
export interface TraceReader {
  /** Of outputs named by people; those the store does not have are missing. */
  seeds(options: FetchOptions, network: NetworkName, outpoints: readonly Outpoint[]): Promise<readonly TraceCoin[]>;
  /** Every output that these scripts ever received, in chain order; at most `most`. */
  received(options: FetchOptions, addressIds: readonly bigint[], most: number): Promise<readonly TraceCoin[]>;
  /**
   * These transactions, as many as may be held at once but at least the first, and up to `ahead` of those that money goes on to from them:
   * a trace will want most of them, and asking hop by hop would cost more than reading some in vain.
   */
  transactions(options: FetchOptions, ids: readonly number[], ahead: number): Promise<ReadonlyMap<number, TraceTx>>;
  /** Claims that count, best reviewed first. */
  claims(generation: number, network: NetworkName): Promise<readonly WalletClaim[]>;
  /** The addresses of these wallets, each with its wallet; null when there are more than `most`. */
  addressesOf(generation: number, walletIds: readonly number[], most: number): Promise<ReadonlyMap<number, number> | null>;
  /** Payments by an end, or by these wallets not before their bound; CoinJoins have no payer. In chain order. */
  paidBy(who: PathEnd | readonly Bound[], filter: PaymentFilter): Promise<readonly Payment[]>;
  /** Payments to an end, or to these wallets not after their bound; latest first. */
  paidTo(who: PathEnd | readonly Bound[], filter: PaymentFilter): Promise<readonly Payment[]>;
  /** How hops are written, by row id of the transaction: its time, and an address that it spends from, one of the `preferred` if it can be. */
  payers(payments: readonly Payment[], preferred: readonly number[]): Promise<{ readonly times: ReadonlyMap<number, bigint | null>; readonly addressOf: ReadonlyMap<number, number> }>;
  names(coins: readonly TraceCoin[]): Promise<CoinNames>;
  /** Height of the best chain's last block; null while no height is known. */
  dataHeight(network: NetworkName): Promise<number | null>;
}

export interface TraceStore {
  /** @throws AppError cancelled when the signal fires; the query under way is then cancelled in the database. */
  reading<Result>(signal: AbortSignal, work: (reader: TraceReader) => Promise<Result>): Promise<Result>;
}

/** What says that a transaction is a pool's payout, so that a way back may end there. */
export interface PayoutReader {
  /** By row id of the transaction: the pool, null where it is not named. */
  payouts(network: NetworkName): Promise<ReadonlyMap<number, { readonly pool: string | null }>>;
}

export interface TraceRequest {
  readonly network: NetworkName;
  readonly seeds: TraceSeeds;
  readonly method: TraceMethod;
  readonly direction: Direction;
  readonly followFees: boolean;
  readonly toHeight: number | null;
  readonly maxHops: number | null;
  readonly minValue: bigint;
  readonly throughServices: boolean;
}

export interface TraceSeeds {
  readonly outpoints: readonly Outpoint[];
  /** Addresses or `script:…`: every output they received. */
  readonly refs: readonly string[];
}

export interface NamedCoin {
  readonly txid: string;
  /** Null: the fee of the transaction, or what its block created. */
  readonly n: number | null;
  readonly address: string | null;
  /** Null where the store does not know it. */
  readonly value: bigint | null;
}

export interface TraceStop extends NamedCoin {
  readonly reason: StopReason;
  readonly tainted: bigint;
  readonly hops: number;
  /** Of the transaction, in Unix seconds; null where nobody states it. */
  readonly time: number | null;
  /** Who is claimed to hold it, where the reason is `service`. */
  readonly service: { readonly entity: string; readonly category: string; readonly claimId: string; readonly status: string } | null;
}

export interface TraceResult {
  readonly method: TraceMethod;
  readonly version: number;
  readonly direction: Direction;
  readonly network: NetworkName;
  readonly parameters: Omit<TraceRequest, "network" | "seeds" | "method" | "direction">;
  readonly dataHeight: number | null;
  readonly seed: { readonly value: bigint; readonly outputs: readonly NamedCoin[]; readonly unknown: readonly string[] };
  /** What was traced: the value of the seeds. */
  readonly total: bigint;
  readonly stops: readonly TraceStop[];
  readonly fees: bigint;
  /** Stops and fees add up to the total. Null for poison, which creates value. */
  readonly reconciles: boolean | null;
  readonly transactions: number;
}

export interface ProvenanceRequest {
  readonly network: NetworkName;
  readonly seeds: TraceSeeds;
  readonly method: "haircut" | "fifo";
}

export interface ProvenanceOrigin extends OriginParty {
  readonly kind: OriginKind;
  readonly value: bigint;
  readonly share: number;
  /** How many coins it is made of, and the largest of them. */
  readonly coins: number;
  readonly largest: readonly (NamedCoin & { readonly part: bigint; readonly hops: number })[];
}

export interface ProvenanceResult {
  readonly network: NetworkName;
  readonly method: ProvenanceRequest["method"];
  readonly version: number;
  readonly dataHeight: number | null;
  /** The store has seen what was asked for. */
  readonly known: boolean;
  readonly total: bigint;
  readonly origins: readonly ProvenanceOrigin[];
  readonly hopsToCoinbase: number | null;
  readonly reconciles: boolean;
}

/** An end of a path: an address by its scripts, or wallets (one of any of its addresses, or all that claims give to an entity). */
export type PathEnd = { readonly kind: "address"; readonly addressIds: readonly number[] } | { readonly kind: "wallets"; readonly walletIds: readonly number[] };

export interface PaymentFilter {
  readonly generation: number;
  readonly minValue: bigint;
  /** Unix seconds; transactions without a known time pass only where both are null. */
  readonly fromTime: number | null;
  readonly toTime: number | null;
  /** Payments later in the chain do not count. */
  readonly lastOrd: number | null;
  /** At most this many rows; one more says that there are more. */
  readonly limit: number;
}

export interface PathRequest {
  readonly network: NetworkName;
  /** ADDRESS, wallet:ADDRESS or entity:NAME. */
  readonly from: string;
  readonly to: string;
  readonly prefer: PathPreference;
  readonly maxHops: number;
  readonly minValue: bigint;
  readonly fromTime: number | null;
  readonly toTime: number | null;
}

export interface PathHop {
  readonly txid: string;
  readonly from: string | null;
  readonly to: string | null;
  readonly value: bigint;
  readonly time: bigint | null;
}

export interface PathResult {
  readonly network: NetworkName;
  readonly prefer: PathPreference;
  readonly dataHeight: number | null;
  readonly found: boolean;
  readonly hops: readonly PathHop[];
  /** Payments looked at. */
  readonly searched: number;
  /** A bound ended the search: there may be a path, or a better one, beyond it. */
  readonly bounded: boolean;
  readonly stoppedBy: "found" | "exhausted" | "max-hops" | "budget";
  /** Wallets of services that no path was led through. */
  readonly servicesPassedOver: number;
  /** Ends that the store has never seen. */
  readonly unknown: readonly string[];
}
