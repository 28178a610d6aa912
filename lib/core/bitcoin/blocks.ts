import { sameBytes } from "@/lib/core/bitcoin/bytes";
import { type ChainRecord, type Decoded, type Hasher, type TxColumns } from "@/lib/core/bitcoin/columns";
import { ColumnsBuilder } from "@/lib/core/bitcoin/columns-builder";
import { type BlockHeader, blockFacts, checkNetwork, checkWork, type Height, heightOf, networksByHeader, readHeader } from "@/lib/core/bitcoin/header";
import { merkleRoot } from "@/lib/core/bitcoin/merkle";
import type { NetworkGuess } from "@/lib/core/bitcoin/network-guess";
import { OutpointSet } from "@/lib/core/bitcoin/outpoints";
import { LEAST_TX, RawTxReader } from "@/lib/core/bitcoin/raw-tx";
import { ByteReader, Damage, orDamage } from "@/lib/core/bitcoin/reader";
import { type Network, type NetworkName, subsidyAt } from "@/lib/core/network";

export interface BlockSource {
  readonly network: Network;
  readonly hasher: Hasher;
  readonly file: string;
  /** Where the block stands in its file, as people read it. */
  readonly position: string;
  /** The offset after the record. */
  readonly next: number;
  /** A height that only the file's name states, used when the block does not say its own. */
  readonly fileNameHeight?: number | null;
}

/** The block and how many bytes it took, or why it is none. */
export type DecodedBlock = { readonly ok: true; readonly record: ChainRecord; readonly length: number } | { readonly ok: false; readonly reason: string };

/**
 * Decodes a raw block (before or after BIP 144). The merkle root is recomputed from the txids, which are recomputed from the bytes;
 * proof of work is checked where the network has one that can be. Scripts of the record are slices of `bytes`, so these must not change.
 * @param bytes the block; what follows it is left alone (Litecoin's extension block reaches to the end)
 */
export function decodeBlock(bytes: Uint8Array, source: BlockSource): DecodedBlock {
  const read = orDamage(() => readBlock(bytes, source));
  return read instanceof Damage ? { ok: false, reason: `${read.message} (byte ${read.offset} of the block)` } : { ok: true, ...read };
}

/** As `decodeBlock`, for bytes that must hold nothing else. */
export function decodeWholeBlock(bytes: Uint8Array, source: BlockSource): Decoded {
  const decoded = decodeBlock(bytes, source);
  const { file, position } = source;
  if (!decoded.ok) return { kind: "rejected", rejection: { file, position, reason: decoded.reason } };
  const extra = bytes.length - decoded.length;
  if (extra > 0) return { kind: "rejected", rejection: { file, position, reason: `${extra} bytes follow the end of the block` } };
  return { kind: "record", record: decoded.record };
}

/**
 * As `decodeWholeBlock`, for a block without a mark of its network: the guess settles on the one it proves to be of. Litecoin's regtest is tried after
 * regtest, because nothing in a header tells them apart.
 */
export function decodeLooseBlock(bytes: Uint8Array, source: Omit<BlockSource, "network"> & { readonly network: NetworkGuess }): Decoded {
  const header = orDamage(() => readHeader(new ByteReader(bytes), source.hasher.sha256d));
  const attempt = (names: readonly NetworkName[]): Decoded => {
    const trial = source.network.fork();
    trial.prefer(names);
    const decoded = decodeWholeBlock(bytes, { ...source, network: trial.settle() });
    if (decoded.kind === "record") source.network.adopt(trial);
    return decoded;
  };
  if (header instanceof Damage) return attempt([]);
  const [likeliest, ...others] = networksByHeader(header);
  const first = attempt(likeliest === undefined ? [] : [likeliest, ...others]);
  if (first.kind === "record" || likeliest !== "regtest") return first;
  const second = attempt(others);
  return second.kind === "record" ? second : first;
}

function readBlock(bytes: Uint8Array, source: BlockSource): { record: ChainRecord; length: number } {
  const { network, hasher } = source;
  const reader = new ByteReader(bytes);
  const header = readHeader(reader, hasher.sha256d);
  const builder = readTxs(reader, source);
  checkMerkleRoot(header, builder.txids(), hasher);
  checkNetwork(header, network);
  checkWork(header, network);
  const txs = builder.finish();
  checkOutpoints(txs);
  const stated = heightOf(header, txs.coinbaseScript, network);
  const height = stated ?? (source.fileNameHeight == null ? null : { height: source.fileNameHeight, source: "file-name" as const });
  const position = new Int32Array(txs.txCount);
  for (let t = 0; t < txs.txCount; t += 1) position[t] = t;
  const record = {
    block: blockFacts(header, height, reader.at, txs.txCount),
    position,
    txs,
    at: { file: source.file, position: source.position, next: source.next },
    notes: notesOf(header, height, txs, network),
  };
  return { record, length: reader.at };
}

/** Litecoin's MimbleWimble extension block, which follows a HogEx, is stepped over: its amounts are hidden anyway. */
function readTxs(reader: ByteReader, source: BlockSource): ColumnsBuilder {
  const mweb = source.network.name.startsWith("litecoin");
  const count = reader.count(LEAST_TX, "the number of transactions");
  if (count === 0) throw new Damage("the block has no transactions", reader.at - 1);
  const builder = new ColumnsBuilder(reader.bytes, count);
  const txs = new RawTxReader(reader, builder, { sha256d: source.hasher.sha256d, mweb });
  for (let t = 0; t < count; t += 1) {
    const start = reader.at;
    txs.read();
    if ((builder.coinbaseTx === t) !== (t === 0)) throw new Damage(t === 0 ? "the first transaction is no coinbase" : "a coinbase is not the first transaction", start);
  }
  if (txs.hogEx) reader.skip(reader.remaining, "the extension block");
  return builder;
}

function checkMerkleRoot(header: BlockHeader, txids: Uint8Array, hasher: Hasher): void {
  const { root, ambiguous } = merkleRoot(txids, hasher.sha256d);
  if (!sameBytes(root, header.merkleRoot)) throw new Damage("its transactions do not have the merkle root that its header states", 36);
  if (ambiguous) throw new Damage("it repeats transactions in a way that keeps the merkle root (CVE-2012-2459)", HEADER_END);
}
const HEADER_END = 80;

function checkOutpoints(txs: TxColumns): void {
  const row = new OutpointSet().firstRepeat(txs.prevTxid, txs.prevN, 0, txs.inputCount);
  if (row >= 0) throw new Damage(`two of its inputs spend the same output (input ${row} of the block)`, HEADER_END);
}

type Notes = ChainRecord["notes"];

function notesOf(header: BlockHeader, height: Height | null, txs: TxColumns, network: Network): Notes {
  const notes: { subject: Uint8Array; reason: string }[] = [];
  if (height?.source === "file-name") notes.push({ subject: header.hash, reason: `height ${height.height} is taken from the file's name: the block does not state one` });
  return height === null ? notes : [...notes, ...coinbaseNotes(txs, subsidyAt(network, height.height))];
}

/** A note where a coinbase is known to claim more than subsidy and fees. Fees are only known when every other transaction states its own. */
export function coinbaseNotes(txs: TxColumns, subsidy: bigint): Notes {
  const t = txs.coinbaseTx;
  if (t < 0) return [];
  let allowed = subsidy;
  for (let i = 0; i < txs.txCount; i += 1) {
    if (i === t) continue;
    const fee = txs.fee[i] ?? -1n;
    if (fee < 0n) return [];
    allowed += fee;
  }
  let claimed = 0n;
  for (let o = txs.outputStart[t] ?? 0; o < (txs.outputStart[t + 1] ?? 0); o += 1) claimed += txs.value[o] ?? 0n;
  if (claimed <= allowed) return [];
  return [{ subject: txs.txid.slice(32 * t, 32 * t + 32), reason: `its coinbase claims ${claimed - allowed} sats more than subsidy and fees` }];
}

