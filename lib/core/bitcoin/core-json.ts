import { sameBytes } from "@/lib/core/bitcoin/bytes";
import { coinbaseNotes } from "@/lib/core/bitcoin/blocks";
import type { BlockFacts, ChainRecord, Decoded, Hasher, TxColumns } from "@/lib/core/bitcoin/columns";
import { ColumnsBuilder } from "@/lib/core/bitcoin/columns-builder";
import { type CoreTx, readCoreTx } from "@/lib/core/bitcoin/core-tx";
import { FieldError, Fields } from "@/lib/core/bitcoin/fields";
import { type BlockHeader, checkNetwork, checkWork, networksByHeader } from "@/lib/core/bitcoin/header";
import { merkleRoot } from "@/lib/core/bitcoin/merkle";
import type { NetworkGuess } from "@/lib/core/bitcoin/network-guess";
import { OutpointSet } from "@/lib/core/bitcoin/outpoints";
import { Damage } from "@/lib/core/bitcoin/reader";
import { leadingNumber } from "@/lib/core/bitcoin/scripts";
import { StatedTxAdder } from "@/lib/core/bitcoin/stated-tx";
import { at } from "@/lib/core/bitcoin/tx-batch";
import { TxWriter } from "@/lib/core/bitcoin/tx-writer";
import { type Network, subsidyAt } from "@/lib/core/network";

export interface CoreBlockSource {
  readonly hasher: Hasher;
  readonly network: NetworkGuess;
  readonly file: string;
  readonly position: string;
  readonly next: number;
}

const MAX_HEIGHT = 100_000_000;
const MAX_UINT32 = 0xffff_ffff;
/** From this height on Bitcoin's coinbases state the height, as a rule of consensus (BIP 34). */
const BIP34_HEIGHT = 227_931;

/**
 * Decodes a block as `getblock` of Bitcoin Core 0.17 to 29 (and its relatives) prints it with verbosity 2 or 3, already parsed from JSON.
 * Recomputed and compared: each txid, the merkle root, the block hash where all fields of the header are there, and proof of work where it
 * can be. A block with negative confirmations is stale.
 */
export function decodeCoreBlock(value: unknown, source: CoreBlockSource): Decoded {
  try {
    const network = source.network.fork();
    const record = readBlock(Fields.of(value), { ...source, network });
    source.network.adopt(network);
    return { kind: "record", record };
  } catch (error) {
    const { file, position } = source;
    if (error instanceof FieldError) return { kind: "rejected", rejection: { file, position: at(position, error.path), reason: error.message } };
    if (error instanceof Damage) return { kind: "rejected", rejection: { file, position, reason: error.message } };
    throw error;
  }
}

function readBlock(block: Fields, source: CoreBlockSource): ChainRecord {
  const { hasher } = source;
  if (block.list("tx").some((tx) => typeof tx === "string")) block.fail("tx", "holds only txids: getblock must be asked with verbosity 2 or 3");
  const txs = block.objects("tx").map(readCoreTx);
  if (txs.length === 0) block.fail("tx", "is empty: a block has transactions");
  const contradiction = source.network.see(txs.flatMap((tx) => tx.addresses));
  if (contradiction !== null) block.fail("tx", contradiction);
  const { columns, notes } = addTxs(block, txs, hasher);
  checkMerkleRoot(block, columns.txid, hasher);
  const facts = readFacts(block, txs.length);
  source.network.prefer(networksByHeader({ hash: facts.hash, prevHash: facts.prevHash ?? NO_HASH, bits: facts.bits ?? 0 }));
  const network = source.network.settle();
  checkHeader(block, { hasher, network, facts });
  checkHeight(block, facts, { network, coinbase: columns.coinbaseScript });
  const subsidy = facts.height === null ? null : subsidyAt(network, facts.height);
  return {
    block: facts,
    position: Int32Array.from(txs.keys()),
    txs: columns,
    at: { file: source.file, position: source.position, next: source.next },
    notes: subsidy === null ? notes : [...notes, ...coinbaseNotes(columns, subsidy)],
  };
}

/** What the genesis block has where others have the hash of the block before. */
const NO_HASH = new Uint8Array(32);

function addTxs(block: Fields, txs: readonly CoreTx[], hasher: Hasher): { columns: TxColumns; notes: ChainRecord["notes"] } {
  const adder = new StatedTxAdder(hasher);
  const builder = new ColumnsBuilder();
  const notes: { subject: Uint8Array; reason: string }[] = [];
  for (const [i, { tx, hex, fields }] of txs.entries()) {
    if ((tx.coinbase !== null) !== (i === 0)) fields.fail("vin", i === 0 ? "must be a coinbase's: this is the first transaction" : "is a coinbase's: only the first transaction may be one");
    try {
      const reason = adder.add(builder, tx);
      if (reason !== null) notes.push({ subject: tx.txid, reason });
    } catch (error) {
      if (error instanceof FieldError) fields.fail(error.path, error.message);
      throw error;
    }
    if (hex !== null && !adder.isTxidOf(hex, tx.txid)) fields.fail("hex", "is not the transaction that the other fields state");
  }
  const columns = builder.finish();
  if (new OutpointSet().firstRepeat(columns.prevTxid, columns.prevN, 0, columns.inputCount) >= 0) block.fail("tx", "spends the same output twice");
  return { columns, notes };
}

function checkMerkleRoot(block: Fields, txids: Uint8Array, hasher: Hasher): void {
  const { root, ambiguous } = merkleRoot(txids, hasher.sha256d);
  if (!sameBytes(root, block.hash("merkleroot"))) block.fail("merkleroot", "is not that of its transactions");
  if (ambiguous) block.fail("tx", "repeats transactions in a way that keeps the merkle root (CVE-2012-2459)");
}

function readFacts(block: Fields, txCount: number): BlockFacts {
  if (!block.lacks("nTx") && block.int("nTx", 0, MAX_UINT32) !== txCount) block.fail("nTx", `is not the number of its transactions, ${txCount}`);
  const hash = block.hash("hash");
  const height = block.intOrUnknown("height", 0, MAX_HEIGHT);
  const size = block.intOrUnknown("size", 0, MAX_UINT32);
  return {
    hash,
    prevHash: block.lacks("previousblockhash") ? (height === 0 ? NO_HASH.slice() : null) : block.hash("previousblockhash"),
    height: height < 0 ? null : height,
    heightSource: height < 0 ? null : "source",
    time: block.int("time", 0, MAX_UINT32),
    bits: block.lacks("bits") ? null : readBits(block),
    size: size < 0 ? null : size,
    txCount,
    complete: true,
    stale: !block.lacks("confirmations") && block.int("confirmations", -MAX_HEIGHT, MAX_HEIGHT) < 0,
  };
}

function readBits(block: Fields): number {
  const text = block.text("bits");
  return /^[0-9a-fA-F]{8}$/.test(text) ? parseInt(text, 16) : block.fail("bits", "must be eight hex digits");
}

interface HeaderContext {
  readonly hasher: Hasher;
  readonly network: Network;
  readonly facts: BlockFacts;
}

/** Recomputes the block's hash where every field of its header is stated. */
function checkHeader(block: Fields, { hasher, network, facts }: HeaderContext): void {
  const { hash, prevHash, time, bits } = facts;
  if (prevHash === null || bits === null || block.lacks("version") || block.lacks("nonce")) return;
  const writer = new TxWriter();
  const header: BlockHeader = { version: block.uint32OrUnknown("version"), prevHash, merkleRoot: block.hash("merkleroot"), time, bits, hash };
  writer.uint32(header.version);
  writer.raw(prevHash);
  writer.raw(header.merkleRoot);
  writer.uint32(time);
  writer.uint32(bits);
  writer.uint32(block.uint32OrUnknown("nonce"));
  if (!sameBytes(hasher.sha256d(writer.written()), hash)) block.fail("hash", "is not that of the header that the other fields state");
  checkNetwork(header, network);
  checkWork(header, network);
}

function checkHeight(block: Fields, { height }: BlockFacts, { network, coinbase }: { network: Network; coinbase: Uint8Array }): void {
  if (network.name !== "bitcoin" || height === null || height < BIP34_HEIGHT) return;
  if (leadingNumber(coinbase) !== height) block.fail("height", `is not the height that its coinbase states (${leadingNumber(coinbase) ?? "none"})`);
}
