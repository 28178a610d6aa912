/**
 * Transactions in columns: what every decoder yields and the importer takes in. Flat typed arrays, because a block has
 * thousands of transactions and objects for each cost more than decoding them. Row t has inputs
 * inputStart[t] .. inputStart[t+1] and outputs outputStart[t] .. outputStart[t+1]; both starts have txCount + 1 entries.
 */
export interface TxColumns {
  readonly txCount: number;
  readonly inputCount: number;
  readonly outputCount: number;
  /** 32 bytes a transaction, wire order. */
  readonly txid: Uint8Array;
  readonly txFlags: Uint8Array;
  /** -1 where the source does not say (version, locktime, size, weight; fee: -1n). A raw version is read as uint32. */
  readonly version: Float64Array;
  readonly locktime: Float64Array;
  readonly size: Int32Array;
  readonly weight: Int32Array;
  readonly fee: BigInt64Array;

  /** Inputs do not include those of coinbases. */
  readonly inputStart: Uint32Array;
  readonly prevTxid: Uint8Array;
  readonly prevN: Int32Array;
  /** -1 where the source does not say. */
  readonly sequence: Float64Array;
  /** What the source says of the previous output: sats, or -1n; the script as a slice of `bytes` (length -1: not said). */
  readonly prevValue: BigInt64Array;
  readonly prevScriptStart: Uint32Array;
  readonly prevScriptLength: Int32Array;

  readonly outputStart: Uint32Array;
  readonly value: BigInt64Array;
  readonly scriptStart: Uint32Array;
  readonly scriptLength: Uint32Array;

  /** Index of the transaction whose scriptSig is in coinbaseScript, or -1. A run has at most one coinbase. */
  readonly coinbaseTx: number;
  readonly coinbaseScript: Uint8Array;
  /** Where the scripts lie: the block itself, or an arena the decoder filled. */
  readonly bytes: Uint8Array;
}

export const TX_COINBASE = 1;
export const TX_WITNESS = 2;
export const TX_SYNTHETIC = 4;
/** Some input's sequence is below 0xfffffffe (BIP 125). */
export const TX_SIGNALS_RBF = 8;

/** What a source says of the block its transactions are in. Hashes in wire order; unknown facts are null. */
export interface BlockFacts {
  readonly hash: Uint8Array;
  readonly prevHash: Uint8Array | null;
  readonly height: number | null;
  readonly heightSource: HeightSource | null;
  readonly time: number;
  readonly bits: number | null;
  readonly size: number | null;
  readonly txCount: number | null;
  /** All its transactions come with it, in order. */
  readonly complete: boolean;
  /** The source itself says that the block is not on the best chain (Core: confirmations -1). */
  readonly stale: boolean;
}

export type HeightSource = "genesis" | "chain" | "bip34" | "source" | "file-name";

/**
 * A unit of import: a whole block, or loose transactions (block null), or transactions of one block that is not whole.
 * `position` is each transaction's place in its block, -1 unknown. `at` is where it stood, for messages and checkpoints.
 */
export interface ChainRecord {
  readonly block: BlockFacts | null;
  readonly position: Int32Array;
  readonly txs: TxColumns;
  readonly at: RecordPlace;
  /** Odd but legal things a decoder noticed. */
  readonly notes: readonly { readonly subject: Uint8Array; readonly reason: string }[];
}

/** `position` as people read it ("byte 293", "line 7", "[3].vout[0]"); `next` is the offset after the record. */
export interface RecordPlace {
  readonly file: string;
  readonly position: string;
  readonly next: number;
}

/** A record that could not be used: kept, said, and stepped over. */
export interface Rejection {
  readonly file: string;
  readonly position: string;
  readonly reason: string;
}

export type Decoded = { readonly kind: "record"; readonly record: ChainRecord } | { readonly kind: "rejected"; readonly rejection: Rejection };

/**
 * SHA-256 twice. With a `target` the 32 bytes are written there, from `at` on, and the target is returned: making an array for each of a block's hashes
 * costs as much as hashing.
 */
export type Sha256d = (data: Uint8Array, target?: Uint8Array, at?: number) => Uint8Array;

/** Hashing comes from outside, so that core stays pure: one call per message, native speed where there is any. */
export interface Hasher {
  readonly sha256: (data: Uint8Array) => Uint8Array;
  /** SHA-256 twice: txids, block hashes, base58 checksums. */
  readonly sha256d: Sha256d;
  readonly ripemd160: (data: Uint8Array) => Uint8Array;
}
