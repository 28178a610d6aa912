/** What a simulated economy is made of. Amounts in sats, times in Unix seconds, hashes in wire order. */

/** Script types that simulated wallets use. */
export const KEY_TYPES = ["p2wpkh", "p2pkh", "p2sh", "p2tr"] as const;
export type KeyType = (typeof KEY_TYPES)[number];

/**
 * An address of a simulated wallet. There is no private key: the hash in its script comes from the seed. P2SH wraps a
 * P2WPKH script, as most wallets of the time did.
 */
export interface Key {
  readonly id: number;
  readonly type: KeyType;
  readonly script: Uint8Array;
  /** The wrapped script of a P2SH address. */
  readonly redeem: Uint8Array | null;
  readonly owner: Owner;
  /** Address text, filled in when first asked for. */
  text: string | null;
  /** What Esplora prints of its outputs, likewise. */
  printed: string | null;
  /** Whether it has received anything: only then does the ledger know it. */
  seen: boolean;
}

/** Who is behind wallets: the unit of the ground truth. */
export interface Actor {
  readonly id: string;
  readonly kind: ActorKind;
  readonly name: string;
  readonly wallets: Owner[];
}

export const ACTOR_KINDS = ["pool", "exchange", "hash-rental", "cloud-mining", "launderer", "renter", "miner", "hosting", "employer", "farm", "solo-miner", "seller", "user", "merchant"] as const;
export type ActorKind = (typeof ACTOR_KINDS)[number];

/** What holds coins: a wallet, as its addresses see it. */
export interface Owner {
  readonly actor: Actor;
  readonly name: string;
  readonly keyIds: readonly number[];
  /** @param time of the block, Unix seconds. */
  receive(coin: Coin, time: number): void;
  /** Takes coins out, to be spent. */
  remove(spent: readonly Coin[]): void;
}

/** An unspent output of a simulated wallet. The txid is in wire order. */
export interface Coin {
  readonly txid: Uint8Array;
  readonly n: number;
  readonly value: bigint;
  readonly key: Key;
  readonly height: number;
  readonly coinbase: boolean;
}

/** What became of an output once its transaction is in a block; `time` is the block's. */
export interface Paid {
  readonly txid: Uint8Array;
  readonly n: number;
  readonly value: bigint;
  readonly key: Key;
  readonly height: number;
  readonly time: number;
}

/** An amount to pay; `onPaid` is told where it ended up. */
export interface Payment {
  readonly key: Key;
  readonly value: bigint;
  readonly onPaid?: ((paid: Paid) => void) | undefined;
}

export interface TxOutput {
  readonly script: Uint8Array;
  readonly value: bigint;
  /** Null for the witness commitment of a coinbase. */
  readonly payment: Payment | null;
}

export interface CoinbaseInput {
  readonly script: Uint8Array;
  readonly witness: Uint8Array;
}

/** A whole transaction, identified. Sizes in bytes and weight units (BIP 141). */
export interface Tx {
  readonly version: number;
  readonly locktime: number;
  readonly sequence: number;
  /** Empty for a coinbase. */
  readonly inputs: readonly Coin[];
  readonly coinbase: CoinbaseInput | null;
  readonly outputs: readonly TxOutput[];
  readonly fee: bigint;
  readonly size: number;
  readonly weight: number;
  readonly txid: Uint8Array;
  readonly wtxid: Uint8Array;
  readonly onConfirmed?: ((tx: Tx, time: number) => void) | undefined;
}

/** A block as it was mined. The header has no proof of work. */
export interface SimulatedBlock {
  readonly height: number;
  readonly hash: Uint8Array;
  readonly time: number;
  readonly header: Uint8Array;
  /** The coinbase first. */
  readonly transactions: readonly Tx[];
  readonly minedBy: Actor;
}

/** Who may find a block, and how often compared with the others. */
export interface BlockMiner {
  readonly actor: Actor;
  readonly weight: number;
  /** What it writes into its coinbases. */
  readonly tag: string;
  /** Gets what `split` leaves of a reward, at least a satoshi. */
  readonly coinbaseKey: Key;
  /** Whom the coinbase itself pays, and the sats of a reward for each. */
  readonly split?: (reward: bigint) => readonly Payment[];
  /** Told of each of its coinbases. */
  readonly onFound?: (coinbase: Tx) => void;
}
