import type { Actor, Key, Paid } from "@/lib/core/simulate/model";

/** How payouts and older loot were mixed. */
export interface CommingledAt {
  readonly kind: "co-spend" | "consolidation" | "shared-deposit";
  readonly txid: Uint8Array;
  readonly time: number;
}

/** One round trip through hash rental: what was paid in, what pools paid out, and where it was mixed. */
export interface LoopRecord {
  readonly actor: Actor;
  /** Paid with own coins: a customer of the rental service like any other. */
  readonly honest: boolean;
  readonly purchases: { readonly paid: Paid; readonly service: Actor }[];
  readonly payouts: { readonly paid: Paid; readonly pool: Actor }[];
  /** What the rental service gave back of a purchase. */
  readonly refunds: Paid[];
  readonly commingling: CommingledAt[];
  /** Every order has run out and been paid, and the launderer has mixed the payouts. */
  complete: boolean;
}

export interface TheftRecord {
  readonly launderer: Actor;
  readonly victim: Actor;
  readonly campaign: string;
  readonly paid: Paid;
}

export type MoveKind = "collection" | "top-up" | "hop" | "spend-out";

/** A step in which loot is brought together or moved on before it is spent. */
export interface MoveRecord {
  readonly launderer: Actor;
  readonly kind: MoveKind;
  readonly paid: Paid;
}

export interface PoolRecord {
  readonly actor: Actor;
  readonly shape: "batch" | "chain" | "tree" | "coinbase" | "solo";
  readonly tag: string;
  readonly blocks: { readonly height: number; readonly hash: Uint8Array }[];
  /** Transactions that paid members. */
  readonly payoutTxids: Uint8Array[];
}

/** What an analyst is told at the start: an address, and what is said of it. */
export interface KnownAddress {
  readonly key: Key;
  readonly label: string;
  readonly category: "hash-rental" | "cloud-mining" | "mining-pool" | "exchange" | "state-actor" | "theft";
  readonly actor: Actor;
  /** Confidence id of the TagPack schema. */
  readonly confidence: "service_data" | "forensic" | "heuristic";
}

/** Written by the agents as they act: what really happened. */
export class TruthRecord {
  readonly loops: LoopRecord[] = [];
  readonly thefts: TheftRecord[] = [];
  readonly moves: MoveRecord[] = [];
  readonly pools: PoolRecord[] = [];
  readonly known: KnownAddress[] = [];

  openLoop(actor: Actor, honest: boolean): LoopRecord {
    const loop: LoopRecord = { actor, honest, purchases: [], payouts: [], refunds: [], commingling: [], complete: false };
    this.loops.push(loop);
    return loop;
  }

  openPool(actor: Actor, shape: PoolRecord["shape"], tag: string): PoolRecord {
    const pool: PoolRecord = { actor, shape, tag, blocks: [], payoutTxids: [] };
    this.pools.push(pool);
    return pool;
  }
}
