import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { decodeWholeBlock } from "@/lib/core/bitcoin/blocks";
import { merkleRoot } from "@/lib/core/bitcoin/merkle";
import { TxWriter } from "@/lib/core/bitcoin/tx-writer";
import { type Network, networkByName } from "@/lib/core/network";
import type { BenchReport } from "@/lib/platform/bench/analysis.bench";
import { requireBesideBcoin } from "@/lib/platform/bench/bcoin";
import { nodeHasher } from "@/lib/platform/chain/hasher";

export interface DecodeBench extends BenchReport {
  readonly notes: readonly string[];
}

/** Sixteen real blocks of 2010 to 2020, where they lie beside the project. */
const REAL = path.resolve(import.meta.dirname, "../../../../shared/data/blocks/mainnet-single");
/** Several rounds a turn, so that one does not collect the other's garbage; several turns, so that both meet the same machine. */
const ROUNDS = 5;
const TURNS = 4;

/** The little of bcoin that is measured. */
interface Bcoin {
  readonly Block: { fromRaw(raw: Buffer): { readonly txs: readonly { hash(): unknown }[] } };
}

interface Measured {
  readonly transactions: number;
  readonly seconds: number;
  /** Of this process, its garbage collector included: steadier than the clock on a busy machine. */
  readonly cpuSeconds: number;
}

/**
 * Decoding raw blocks with every txid hashed, ours (merkle root and proof of work checked as well) and bcoin's in turns, the best round of each.
 */
export function benchDecode(scale = 1): DecodeBench {
  const { blocks, network, note } = realBlocks() ?? generatedBlocks();
  const bcoin = requireBesideBcoin()?.("bcoin") as Bcoin | undefined;
  const turns = Math.max(1, Math.round(TURNS * scale));
  const ours: Measured[] = [];
  const theirs: Measured[] = [];
  for (let turn = 0; turn < turns; turn += 1) {
    for (let round = 0; round < ROUNDS; round += 1) ours.push(measure(() => decodeAll(blocks, network)));
    for (let round = 0; round < ROUNDS && bcoin !== undefined; round += 1) theirs.push(measure(() => decodeWith(bcoin, blocks)));
  }
  const mine = best(ours);
  const other = theirs.length === 0 ? null : best(theirs);
  const bytes = blocks.reduce((sum, block) => sum + block.length, 0);
  const figures = {
    blocks: blocks.length, transactions: mine.transactions, bytes,
    milliseconds: thousandths(mine.seconds * 1000), transactionsPerSecond: Math.round(mine.transactions / mine.seconds), megabytesPerSecond: Math.round(bytes / 1e6 / mine.seconds), cpuMilliseconds: thousandths(mine.cpuSeconds * 1000),
    ...(other === null ? {} : { bcoinMilliseconds: thousandths(other.seconds * 1000), bcoinCpuMilliseconds: thousandths(other.cpuSeconds * 1000) }),
  };
  const absent = "bcoin is not installed (node scripts/bcoin.mjs): nothing to compare with";
  const ratio = other === null ? {} : { bcoinToOurs: thousandths(other.seconds / mine.seconds), bcoinToOursCpu: thousandths(other.cpuSeconds / mine.cpuSeconds) };
  return { name: "decode", scale, figures, ratio, notes: [note, ...(other === null ? [absent] : [])] };
}

const thousandths = (value: number): number => Math.round(1000 * value) / 1000;

/** The least of each: whatever else the machine does can only add. */
const best = (all: readonly Measured[]): Measured => ({
  transactions: all[0]?.transactions ?? 0,
  seconds: Math.min(...all.map((one) => one.seconds)),
  cpuSeconds: Math.min(...all.map((one) => one.cpuSeconds)),
});

function measure(decode: () => number): Measured {
  const before = process.cpuUsage();
  const began = performance.now();
  const transactions = decode();
  const seconds = (performance.now() - began) / 1000;
  const { user, system } = process.cpuUsage(before);
  return { transactions, seconds, cpuSeconds: (user + system) / 1e6 };
}

function decodeAll(blocks: readonly Uint8Array[], network: Network): number {
  let transactions = 0;
  for (const block of blocks) {
    const decoded = decodeWholeBlock(block, { network, hasher: nodeHasher, file: "bench", position: "byte 0", next: 0 });
    if (decoded.kind === "rejected") throw new Error(decoded.rejection.reason);
    transactions += decoded.record.txs.txCount;
  }
  return transactions;
}

function decodeWith(bcoin: Bcoin, blocks: readonly Uint8Array[]): number {
  let transactions = 0;
  for (const block of blocks) {
    for (const tx of bcoin.Block.fromRaw(Buffer.from(block.buffer, block.byteOffset, block.length)).txs) {
      tx.hash();
      transactions += 1;
    }
  }
  return transactions;
}

interface Blocks {
  readonly blocks: readonly Uint8Array[];
  readonly network: Network;
  readonly note: string;
}

function realBlocks(): Blocks | null {
  if (!existsSync(REAL)) return null;
  const names = readdirSync(REAL).filter((name) => name.endsWith(".bin"));
  return { blocks: names.map((name) => new Uint8Array(readFileSync(path.join(REAL, name)))), network: networkByName("bitcoin"), note: "real blocks of mainnet" };
}

const BLOCKS = 12;
const TXS = 2_500;

/** Where no real blocks are at hand: transactions of two inputs and two outputs, as most are. */
function generatedBlocks(): Blocks {
  return { blocks: Array.from({ length: BLOCKS }, (_, n) => generatedBlock(n)), network: networkByName("regtest"), note: "generated blocks: the real ones are not beside the project" };
}

function generatedBlock(seed: number): Uint8Array {
  const txs = Array.from({ length: TXS }, (_, t) => generatedTx(seed, t));
  const txids = new Uint8Array(32 * TXS);
  for (const [t, tx] of txs.entries()) txids.set(nodeHasher.sha256d(tx), 32 * t);
  const writer = new TxWriter();
  writer.uint32(1);
  writer.raw(nodeHasher.sha256d(Uint8Array.of(seed)));
  writer.raw(merkleRoot(txids, nodeHasher.sha256d).root);
  for (const field of [1_600_000_000, 0x207fffff, 0]) writer.uint32(field);
  writer.compactSize(TXS);
  for (const tx of txs) writer.raw(tx);
  return new Uint8Array(writer.written());
}

function generatedTx(seed: number, t: number): Uint8Array {
  const writer = new TxWriter();
  const inputs = t === 0 ? 1 : 2;
  writer.uint32(1);
  writer.compactSize(inputs);
  for (let i = 0; i < inputs; i += 1) {
    writer.raw(t === 0 ? new Uint8Array(32) : nodeHasher.sha256(Uint8Array.of(seed, t & 255, t >> 8, i)));
    writer.uint32(t === 0 ? 0xffffffff : i);
    writer.withLength(new Uint8Array(t === 0 ? 8 : 107).fill(seed + 1));
    writer.uint32(0xffffffff);
  }
  writer.compactSize(2);
  for (let o = 0; o < 2; o += 1) {
    writer.int64(BigInt(t + o));
    writer.withLength(Uint8Array.of(0x76, 0xa9, 20, ...new Uint8Array(20).fill(t), 0x88, 0xac));
  }
  writer.uint32(0);
  return new Uint8Array(writer.written());
}
