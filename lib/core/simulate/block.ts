import type { Hasher } from "@/lib/core/bitcoin/columns";
import { merkleRoot } from "@/lib/core/bitcoin/merkle";
import { subsidyAt, type Network } from "@/lib/core/network";
import type { BlockMiner, Payment, SimulatedBlock, Tx, TxOutput } from "@/lib/core/simulate/model";
import type { TxSerializer } from "@/lib/core/simulate/serialize";

/** What a block is made from. */
export interface Template {
  readonly network: Network;
  readonly height: number;
  readonly time: number;
  readonly prevHash: Uint8Array;
  readonly miner: BlockMiner;
  readonly transactions: readonly Tx[];
}

const VERSION = 0x20000000;
/** A difficulty of 28.4 million million, as in the summer of 2022. Nobody did this work. */
const BITS = 0x1709ed88;
const RESERVED = new Uint8Array(32);
const COMMITMENT = new Uint8Array([0x6a, 0x24, 0xaa, 0x21, 0xa9, 0xed]);

/** Puts transactions under a coinbase of exactly subsidy + fees (BIP 34 height, BIP 141 commitment) and links the header. */
export function makeBlock(template: Template, serializer: TxSerializer, hasher: Hasher): SimulatedBlock {
  const { height, time, miner, transactions } = template;
  const coinbase = makeCoinbase(template, serializer, hasher);
  miner.onFound?.(coinbase);
  const { root } = merkleRoot(concat([coinbase.txid, ...transactions.map((tx) => tx.txid)]), hasher.sha256d);
  const header = new Uint8Array(80);
  const view = new DataView(header.buffer);
  view.setUint32(0, VERSION, true);
  header.set(template.prevHash, 4);
  header.set(root, 36);
  view.setUint32(68, time, true);
  view.setUint32(72, BITS, true);
  return { height, time, header, hash: hasher.sha256d(header), transactions: [coinbase, ...transactions], minedBy: miner.actor };
}

function makeCoinbase(template: Template, serializer: TxSerializer, hasher: Hasher): Tx {
  const { network, height, miner, transactions } = template;
  const fees = transactions.reduce((sum, tx) => sum + tx.fee, 0n);
  const reward = subsidyAt(network, height) + fees;
  const split = miner.split?.(reward) ?? [];
  const rest: Payment = { key: miner.coinbaseKey, value: split.reduce((left, { value }) => left - value, reward) };
  const outputs: TxOutput[] = [
    ...[rest, ...split].map((payment) => ({ script: payment.key.script, value: payment.value, payment })),
    { script: commitment([RESERVED, ...transactions.map((tx) => tx.wtxid)], hasher), value: 0n, payment: null },
  ];
  const input = { script: coinbaseScript(height, miner.tag), witness: RESERVED };
  const body = { version: 1, locktime: 0, sequence: 0xffffffff, inputs: [], coinbase: input, outputs };
  return { ...body, fee: 0n, ...serializer.identify(body) };
}

/** The height as BIP 34 wants it (three bytes from 32,768 to 8,388,607), then the tag. */
function coinbaseScript(height: number, tag: string): Uint8Array {
  const text = new TextEncoder().encode(tag);
  const script = new Uint8Array(4 + text.length);
  script.set([3, height & 0xff, (height >> 8) & 0xff, (height >> 16) & 0xff]);
  script.set(text, 4);
  return script;
}

function commitment(wtxids: readonly Uint8Array[], hasher: Hasher): Uint8Array {
  const script = new Uint8Array(38);
  script.set(COMMITMENT);
  const { root } = merkleRoot(concat(wtxids), hasher.sha256d);
  script.set(hasher.sha256d(concat([root, RESERVED])), 6);
  return script;
}

const concat = (hashes: readonly Uint8Array[]): Uint8Array => {
  const all = new Uint8Array(32 * hashes.length);
  hashes.forEach((hash, i) => { all.set(hash, 32 * i); });
  return all;
};
