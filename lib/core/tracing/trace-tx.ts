import type { Sats } from "@/lib/core/money";

export type Direction = "forward" | "backward";

/**
 * Chain order (lib/core/graph/order.ts) as a double, since a trace compares it all the time: exact where the height is known. Where
 * it is not, orders may fall together, and row ids decide as they do in the exact one.
 */
export type Ord = number;
const POSITIONS = 2 ** 20;
export const lastOrdOf = (height: number): Ord => (height + 1) * POSITIONS - 1;
/** A coinbase stands first in its block and takes the fees of all that follow. */
export const lastOfBlock = (ord: Ord): Ord => lastOrdOf(Math.floor(ord / POSITIONS));

/** In place of the number of an output or input: the fee of the transaction. */
export const FEE = -1;

/** Where a coin goes on to: the transaction that spends it (backward: that made it) and its place there. */
export interface Next {
  readonly txId: number;
  /** Forward the number of the input, backward that of the output. */
  readonly slot: number;
  readonly ord: Ord;
}

/**
 * An output as a trace meets it. `txId` is 0 while the transaction that made it is not in the store; `via` then is the input
 * that spends it. Ids are row ids, far below 2^53.
 */
export interface TraceCoin {
  readonly txId: number;
  readonly n: number;
  readonly via: { readonly txId: number; readonly n: number } | null;
  /** Null: not known. */
  readonly value: Sats | null;
  readonly addressId: number | null;
  readonly walletId: number | null;
  /** `unspendable`: OP_RETURN. `unresolved`, `coinbase`: the transaction that made it is not in the store, or mined it. */
  readonly kind: "plain" | "unspendable" | "unresolved" | "coinbase";
  readonly next: Next | null;
}

/** A block as its coinbase sees it, for traces that follow fees (METHODS 2.2). */
export interface BlockFees {
  readonly subsidy: Sats;
  /** In block order. */
  readonly fees: readonly { readonly txId: number; readonly ord: Ord; readonly fee: Sats }[];
}

/**
 * One transaction as a trace needs it. `near` is the side the trace comes from (forward the inputs, backward the outputs), by
 * value, null where not known; `far` the side it goes on to.
 */
export interface TraceTx {
  readonly id: number;
  readonly ord: Ord;
  readonly near: readonly (Sats | null)[];
  readonly far: readonly TraceCoin[];
  /** As stated or computed by the importer; null: not known. */
  readonly fee: Sats | null;
  readonly coinbase: boolean;
  /** The kind of CoinJoin, where it mixes. */
  readonly coinjoin: string | null;
  /** The payer, which only LIBR asks for. */
  readonly payer: number | null;
  /** The coinbase of its block; null where the store has none. */
  readonly coinbaseId: number | null;
  /** Of a coinbase, when fees are followed and its block is whole with every fee known; else null. */
  readonly block: BlockFees | null;
}
