import type { FlowTx } from "@/lib/core/graph/flows";
import type { NetworkName } from "@/lib/core/network";
import type { CursorKey } from "@/lib/core/page";
import type { SubjectClaims } from "@/lib/features/claims/claims-read.ports";

/** Seen from a party: `in` is what it received, `out` what it paid. */
export type Direction = "in" | "out";

/** Money between two parties over all transactions; sats and Unix seconds. */
export interface FlowRow {
  readonly src: bigint;
  readonly dst: bigint;
  readonly txCount: number;
  readonly value: bigint;
  readonly firstTime: bigint | null;
  readonly lastTime: bigint | null;
}

/** How many parties a party deals with and for how much in all; fees and unspendable outputs are no parties. */
export interface FlowTotal {
  readonly parties: number;
  readonly value: bigint;
}

/**
 * One side of one party. All networks share newly mined and unknown: `network` then narrows the counterparties, and is null
 * for parties that are on one network anyhow.
 */
export interface PartySide {
  readonly party: bigint;
  readonly direction: Direction;
  readonly network: NetworkName | null;
}

export interface LargestRequest {
  readonly generation: number;
  readonly exclude: readonly bigint[];
  /** Value and counterparty of the last row seen. */
  readonly after: CursorKey | null;
  readonly limit: number;
}

export interface MixRow {
  readonly txId: bigint;
  readonly network: NetworkName;
  readonly txid: string;
  readonly time: bigint | null;
  readonly synthetic: boolean;
}

export interface FlowStore {
  /** Every flow whose two ends are among these parties. */
  among(generation: number, parties: readonly bigint[]): Promise<readonly FlowRow[]>;
  /** The flows between one side of a party and these counterparties. */
  between(generation: number, side: PartySide, others: readonly bigint[]): Promise<readonly FlowRow[]>;
  /** By value, largest first, then by counterparty. */
  largest(side: PartySide, request: LargestRequest): Promise<readonly FlowRow[]>;
  /** By party; those without flows on this side are missing. */
  totals(generation: number, direction: Direction, parties: readonly bigint[]): Promise<ReadonlyMap<bigint, FlowTotal>>;
  /** The same for a party that all networks share. Reads all its flows. */
  totalOnNetwork(generation: number, side: PartySide): Promise<FlowTotal>;
  /** By party: what it paid as fees and into unspendable outputs. */
  aside(generation: number, parties: readonly bigint[]): Promise<ReadonlyMap<bigint, bigint>>;
  /** Transactions by txid, as they stand in the store, CoinJoin or not. */
  mixesByTxid(keys: readonly { readonly network: NetworkName; readonly txid: string }[]): Promise<readonly MixRow[]>;
  mixesById(txIds: readonly bigint[]): Promise<readonly MixRow[]>;
}

/** A transaction that a flow rests on, and what it contributes. */
export interface EdgeRow {
  readonly ord: bigint;
  readonly txId: bigint;
  readonly txid: string;
  readonly height: number | null;
  readonly time: bigint | null;
  readonly value: bigint;
}

export interface EdgeRequest {
  readonly generation: number;
  readonly after: CursorKey | null;
  readonly limit: number;
}

export interface EdgeStore {
  /** Transactions in which one wallet paid another, newest first; `drive` names the wallet with the shorter history. */
  paid(pair: { readonly payer: bigint; readonly payee: bigint; readonly drive: "payer" | "payee" }, request: EdgeRequest): Promise<readonly EdgeRow[]>;
  /** Coinbases that pay the wallet. */
  minedTo(wallet: bigint, request: EdgeRequest): Promise<readonly EdgeRow[]>;
  /** Transactions of the wallet with inputs that are not resolved; `value` is 0 until the flow is worked out. */
  unresolved(wallet: bigint, request: EdgeRequest): Promise<readonly EdgeRow[]>;
  /** Transactions with their ends attributed to wallets, as the rules of flows take them. */
  attributed(generation: number, txIds: readonly bigint[]): Promise<ReadonlyMap<bigint, FlowTx>>;
  transaction(txId: bigint, value: bigint): Promise<EdgeRow | null>;
}

/** A node of the graph: a wallet, a CoinJoin, newly mined coins, or unknown origin. Null: not known, or does not apply. */
export interface GraphNode {
  /** The key asked for. */
  readonly key: string;
  /** The key of what stands there now: two nodes with one `wallet` are one. */
  readonly wallet: string;
  readonly kind: "wallet" | "coinjoin" | "newly-mined" | "unknown";
  readonly network: NetworkName;
  readonly ref: string | null;
  readonly txid: string | null;
  readonly known: boolean;
  readonly addressCount: number | null;
  readonly txCount: number | null;
  readonly received: bigint | null;
  readonly sent: bigint | null;
  readonly firstTime: bigint | null;
  readonly lastTime: bigint | null;
  readonly complete: boolean | null;
  readonly synthetic: boolean;
  readonly claims: SubjectClaims;
}

export interface GraphEdge extends Omit<FlowRow, "src" | "dst"> {
  readonly id: string;
  readonly from: string;
  readonly to: string;
}

/** What a node's flows hold beyond the nodes in view. */
export interface Remainder extends FlowTotal {
  readonly key: string;
  readonly direction: Direction;
}

export interface GraphView {
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
  readonly remainders: readonly Remainder[];
}

export interface Expansion {
  readonly keys: readonly string[];
  readonly left: FlowTotal;
}

export interface Counterparty extends Omit<FlowRow, "src" | "dst"> {
  readonly node: GraphNode;
}
