import type { BlockFacts, ChainRecord, TxColumns } from "@/lib/core/bitcoin/columns";
import { TX_COINBASE, TX_SIGNALS_RBF, TX_SYNTHETIC, TX_WITNESS } from "@/lib/core/bitcoin/columns";
import { ColumnsBuilder } from "@/lib/core/bitcoin/columns-builder";
import { merkleRoot } from "@/lib/core/bitcoin/merkle";
import { textToHash } from "@/lib/core/hex";
import { networkByName, type NetworkName, subsidyAt } from "@/lib/core/network";
import { nodeHasher } from "@/lib/platform/chain/hasher";

/** A txid or block hash: wire order bytes, or the usual reversed hex. */
export type HashLike = Uint8Array | string;

export interface TestInput {
  readonly prevTxid: HashLike;
  readonly prevN: number;
  readonly scriptSig?: Uint8Array;
  readonly sequence?: number;
  readonly witness?: readonly Uint8Array[];
  /** What a source may say of the output spent; raw bytes do not say it. */
  readonly previous?: { readonly value: bigint; readonly script: Uint8Array };
}

export interface TestOutput {
  readonly value: bigint;
  readonly script: Uint8Array;
}

/** A transaction; with `coinbase` (its scriptSig) it has no inputs of its own. */
export interface TestTx {
  readonly coinbase?: Uint8Array;
  readonly inputs?: readonly TestInput[];
  readonly outputs: readonly TestOutput[];
  readonly version?: number;
  readonly locktime?: number;
  readonly synthetic?: boolean;
}

export interface TestBlock {
  readonly raw: Uint8Array;
  readonly hash: Uint8Array;
  readonly prevHash: Uint8Array;
  readonly height: number;
  readonly time: number;
  readonly txs: readonly TestTx[];
  readonly txids: readonly Uint8Array[];
}

const NO_HASH = new Uint8Array(32);
const REGTEST_BITS = 0x207fffff;

export const hashOf = (hash: HashLike): Uint8Array => {
  const bytes = typeof hash === "string" ? textToHash(hash) : hash;
  if (bytes?.length !== 32) throw new Error("A hash has 32 bytes or 64 hex digits.");
  return bytes;
};

export const concat = (...parts: readonly Uint8Array[]): Uint8Array => new Uint8Array(Buffer.concat(parts));

export function compactSize(n: number): Uint8Array {
  if (n < 0xfd) return Uint8Array.of(n);
  if (n <= 0xffff) return Uint8Array.of(0xfd, n & 0xff, n >> 8);
  return concat(Uint8Array.of(0xfe), uint32(n));
}

export function uint32(n: number): Uint8Array {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, n >>> 0, true);
  return bytes;
}

function int64(n: bigint): Uint8Array {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigInt64(0, n, true);
  return bytes;
}

const withLength = (bytes: Uint8Array): Uint8Array => concat(compactSize(bytes.length), bytes);

/** The smallest push of `data`, up to 255 bytes. */
export const push = (data: Uint8Array): Uint8Array => (data.length < 76 ? concat(Uint8Array.of(data.length), data) : concat(Uint8Array.of(0x4c, data.length), data));

/** Scripts of made-up keys: `seed` fills the hash or key, so equal seeds are equal addresses. */
export const testScripts = {
  p2pkh: (seed: number): Uint8Array => concat(Uint8Array.of(0x76, 0xa9, 20), filled(20, seed), Uint8Array.of(0x88, 0xac)),
  p2sh: (seed: number): Uint8Array => concat(Uint8Array.of(0xa9, 20), filled(20, seed), Uint8Array.of(0x87)),
  p2wpkh: (seed: number): Uint8Array => concat(Uint8Array.of(0x00, 20), filled(20, seed)),
  p2wsh: (seed: number): Uint8Array => concat(Uint8Array.of(0x00, 32), filled(32, seed)),
  p2tr: (seed: number): Uint8Array => concat(Uint8Array.of(0x51, 32), filled(32, seed)),
  p2pk: (seed: number): Uint8Array => concat(Uint8Array.of(33, 0x02), filled(32, seed), Uint8Array.of(0xac)),
  opReturn: (text: string): Uint8Array => concat(Uint8Array.of(0x6a), push(new TextEncoder().encode(text))),
};

function filled(length: number, seed: number): Uint8Array {
  const bytes = new Uint8Array(length).fill(0x11);
  new DataView(bytes.buffer).setUint32(0, seed);
  return bytes;
}

/** BIP 34: the height as the first push of a coinbase, at least two bytes in all. */
export function heightPush(height: number): Uint8Array {
  if (height === 0) return Uint8Array.of(0x00, 0x00);
  if (height <= 16) return Uint8Array.of(0x50 + height, 0x00);
  const digits: number[] = [];
  for (let rest = height; rest > 0; rest = Math.floor(rest / 256)) digits.push(rest % 256);
  if ((digits.at(-1) ?? 0) >= 0x80) digits.push(0);
  return push(Uint8Array.from(digits));
}

const NOTHING = new Uint8Array(0);

/** An input with every field. */
function whole(input: TestInput): Required<Omit<TestInput, "previous">> {
  return { scriptSig: NOTHING, sequence: 0xffffffff, witness: [], ...input };
}

function inputsOf(tx: TestTx): readonly TestInput[] {
  return tx.coinbase === undefined ? (tx.inputs ?? []) : [{ prevTxid: NO_HASH, prevN: 0xffffffff, scriptSig: tx.coinbase }];
}

function serialise(tx: TestTx, withWitness: boolean): Uint8Array {
  const inputs = inputsOf(tx).map(whole);
  const segwit = withWitness && inputs.some((input) => input.witness.length > 0);
  return concat(
    uint32(tx.version ?? 2),
    segwit ? Uint8Array.of(0, 1) : NOTHING,
    compactSize(inputs.length),
    ...inputs.map((input) => concat(hashOf(input.prevTxid), uint32(input.prevN), withLength(input.scriptSig), uint32(input.sequence))),
    compactSize(tx.outputs.length),
    ...tx.outputs.map((output) => concat(int64(output.value), withLength(output.script))),
    ...(segwit ? inputs.map((input) => concat(compactSize(input.witness.length), ...input.witness.map(withLength))) : []),
    uint32(tx.locktime ?? 0),
  );
}

/** A transaction as it stands in a block, with its witness. */
export const buildRawTx = (tx: TestTx): Uint8Array => serialise(tx, true);

/** The txid, in wire order. */
export const txidOf = (tx: TestTx): Uint8Array => nodeHasher.sha256d(serialise(tx, false));

/** The coinbase of a height; by default it claims exactly the subsidy and pays `testScripts.p2pkh(height)`. */
export function coinbaseTx(height: number, options: { value?: bigint; script?: Uint8Array; network?: NetworkName; tag?: string } = {}): TestTx {
  const tag = new TextEncoder().encode(options.tag ?? "/test/");
  return {
    coinbase: concat(heightPush(height), push(tag)),
    outputs: [{ value: options.value ?? subsidyAt(networkByName(options.network ?? "regtest"), height), script: options.script ?? testScripts.p2pkh(height) }],
  };
}

export interface TestBlockOptions {
  readonly prevHash: HashLike;
  readonly height: number;
  /** All transactions, the coinbase first. */
  readonly txs: readonly TestTx[];
  readonly time?: number;
  readonly version?: number;
  readonly bits?: number;
}

/** A raw block whose merkle root holds and whose hash meets regtest's target. */
export function buildRawBlock(options: TestBlockOptions): TestBlock {
  const { height, txs } = options;
  const prevHash = hashOf(options.prevHash);
  const time = options.time ?? 1_600_000_000 + 600 * height;
  const txids = txs.map(txidOf);
  const { root } = merkleRoot(concat(...txids), nodeHasher.sha256d);
  for (let nonce = 0; ; nonce += 1) {
    const header = concat(uint32(options.version ?? 0x20000000), prevHash, root, uint32(time), uint32(options.bits ?? REGTEST_BITS), uint32(nonce));
    const hash = nodeHasher.sha256d(header);
    if ((hash[31] ?? 0xff) > 0x7f) continue;
    return { raw: concat(header, compactSize(txs.length), ...txs.map(buildRawTx)), hash, prevHash, height, time, txs, txids };
  }
}

/** A chain that grows block by block after the genesis block of its network. */
export class TestChain {
  readonly blocks: TestBlock[] = [];
  readonly network: NetworkName;

  constructor(network: NetworkName = "regtest") {
    this.network = network;
  }

  get tip(): { readonly hash: Uint8Array; readonly height: number } {
    return this.blocks.at(-1) ?? { hash: hashOf(networkByName(this.network).genesis), height: 0 };
  }

  /** Mines a block with these transactions after a coinbase (of subsidy plus `fees`, unless `coinbase` says otherwise). */
  mine(txs: readonly TestTx[] = [], options: { fees?: bigint; coinbase?: TestTx; time?: number; tag?: string } = {}): TestBlock {
    const height = this.tip.height + 1;
    const value = subsidyAt(networkByName(this.network), height) + (options.fees ?? 0n);
    const coinbase = options.coinbase ?? coinbaseTx(height, { value, network: this.network, ...(options.tag === undefined ? {} : { tag: options.tag }) });
    const block = buildRawBlock({ prevHash: this.tip.hash, height, txs: [coinbase, ...txs], ...(options.time === undefined ? {} : { time: options.time }) });
    this.blocks.push(block);
    return block;
  }

  /** Undoes the last `n` blocks, to mine another branch. */
  forget(n: number): void {
    this.blocks.length = Math.max(0, this.blocks.length - n);
  }

  /** The blocks as Bitcoin Core's blk file holds them. */
  blkFile(blocks: readonly TestBlock[] = this.blocks): Uint8Array {
    return concat(...blocks.map((block) => blkRecord(block.raw, this.network)));
  }
}

/** A block framed as in a blk file: magic, length, block. */
export const blkRecord = (raw: Uint8Array, network: NetworkName): Uint8Array => concat(Uint8Array.from(networkByName(network).magic), uint32(raw.length), raw);

/** The columns that a decoder makes of these transactions. Fees are stated when every input says what it spends. */
export function columnsOf(txs: readonly TestTx[]): TxColumns {
  const builder = new ColumnsBuilder();
  for (const tx of txs) addTx(builder, tx);
  return builder.finish();
}

function addTx(builder: ColumnsBuilder, tx: TestTx): void {
  if (tx.coinbase !== undefined) builder.markCoinbase(tx.coinbase);
  const inputs = tx.coinbase === undefined ? (tx.inputs ?? []) : [];
  for (const input of inputs) {
    builder.addInput(hashOf(input.prevTxid), 0, input.prevN, input.sequence ?? 0xffffffff);
    if (input.previous !== undefined) builder.describePrevious(input.previous.value, input.previous.script);
  }
  for (const output of tx.outputs) builder.addOutput(output.value, builder.keepScript(output.script), output.script.length);
  const size = buildRawTx(tx).length;
  const weight = 3 * serialise(tx, false).length + size;
  builder.endTx({ txid: txidOf(tx), flags: flagsOf(tx, inputs), version: tx.version ?? 2, locktime: tx.locktime ?? 0, size, weight, fee: feeOf(tx, inputs) });
}

function flagsOf(tx: TestTx, inputs: readonly TestInput[]): number {
  let flags = (tx.synthetic === true ? TX_SYNTHETIC : 0) | (tx.coinbase === undefined ? 0 : TX_COINBASE);
  for (const { sequence, witness } of inputs.map(whole)) flags |= (sequence < 0xfffffffe ? TX_SIGNALS_RBF : 0) | (witness.length > 0 ? TX_WITNESS : 0);
  return flags;
}

function feeOf(tx: TestTx, inputs: readonly TestInput[]): bigint {
  if (inputs.length === 0 || inputs.some((input) => input.previous === undefined)) return -1n;
  const spent = inputs.reduce((sum, input) => sum + (input.previous?.value ?? 0n), 0n);
  return tx.outputs.reduce((rest, output) => rest - output.value, spent);
}

/** The record of a whole block, as decoding its raw bytes gives it. */
export function recordOf(block: TestBlock, options: { file?: string; next?: number } & Partial<BlockFacts> = {}): ChainRecord {
  const { file = "test.dat", next = 0, ...facts } = options;
  const { hash, prevHash, height, time } = block;
  return {
    block: {
      hash, prevHash, height, heightSource: "bip34", time, bits: REGTEST_BITS, size: block.raw.length, txCount: block.txs.length,
      complete: true, stale: false, ...facts,
    },
    position: Int32Array.from(block.txs.keys()),
    txs: columnsOf(block.txs),
    at: { file, position: "byte 0", next },
    notes: [],
  };
}
