import { closeSync, openSync, writeSync } from "node:fs";
import { merkleRoot } from "@/lib/core/bitcoin/merkle";
import { TxWriter } from "@/lib/core/bitcoin/tx-writer";
import { hashToText, textToHash, toHex } from "@/lib/core/hex";
import { networkByName, subsidyAt } from "@/lib/core/network";
import { nodeHasher } from "@/lib/platform/chain/hasher";

export interface SyntheticChain {
  readonly transactions: number;
  readonly inputs: number;
  readonly outputs: number;
  readonly blocks: number;
  readonly blkBytes: number;
  readonly linesBytes: number;
}

const NETWORK = networkByName("regtest");
const [TXS_A_BLOCK, BITS] = [2_000, 0x207fffff];
/** Shares of transactions by their numbers of inputs and outputs, about as on mainnet: 2.1 inputs and 2.5 outputs on average. */
const INPUTS = [1, 1, 1, 1, 1, 1, 2, 2, 3, 8];
const OUTPUTS = [1, 2, 2, 2, 2, 2, 2, 2, 3, 7];
/** Of outputs, how many pay to an address seen before; of inputs, how many spend something old. */
const REUSED = 0.4;
const OLD = 0.1;
const RECENT = 3_000;

/** A generator of numbers in [0, 1) that gives the same for the same seed (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Unspent outputs, newest last. */
class Unspent {
  readonly tx: number[] = [];
  readonly n: number[] = [];
  readonly value: number[] = [];
  readonly key: number[] = [];

  add(tx: number, n: number, value: number, key: number): void {
    this.tx.push(tx);
    this.n.push(n);
    this.value.push(value);
    this.key.push(key);
  }

  take(random: () => number): { tx: number; n: number; value: number; key: number } {
    const last = this.tx.length - 1;
    const back = random() < OLD ? Math.floor(random() * last) : Math.min(last, Math.floor(-Math.log(1 - random()) * RECENT));
    const at = last - back;
    const found = { tx: this.tx[at] ?? 0, n: this.n[at] ?? 0, value: this.value[at] ?? 0, key: this.key[at] ?? 0 };
    for (const column of [this.tx, this.n, this.value, this.key]) {
      column[at] = column[last] ?? 0;
      column.pop();
    }
    return found;
  }
}

/**
 * A chain of that many transactions, as one blk file and as one file of Esplora transactions, one a line. Spends mostly recent
 * outputs, reuses addresses, has witnesses of the usual size. Block headers are valid but for their proof of work.
 */
export function writeSyntheticChain(transactions: number, blkFile: string, linesFile: string): SyntheticChain {
  const writer = new ChainWriter(blkFile, linesFile);
  try {
    while (writer.transactions < transactions) writer.block(Math.min(TXS_A_BLOCK, transactions - writer.transactions));
    return writer.totals();
  } finally {
    writer.close();
  }
}

interface Spend {
  readonly tx: number;
  readonly n: number;
  readonly value: number;
  readonly key: number;
}
interface Made {
  readonly spends: readonly Spend[];
  readonly pays: readonly { readonly value: number; readonly key: number }[];
  readonly coinbase: Uint8Array | null;
}

class ChainWriter {
  transactions = 0;
  #inputs = 0;
  #outputs = 0;
  #height = 0;
  #keys = 0;
  #blkBytes = 0;
  #linesBytes = 0;
  #prevHash = textToHash(NETWORK.genesis) ?? new Uint8Array(32);
  #txids = new Uint8Array(32 * 1024);
  readonly #random = randomFrom(7);
  readonly #unspent = new Unspent();
  readonly #blk: number;
  readonly #lines: number;
  readonly #plain = new TxWriter();
  readonly #whole = new TxWriter();

  constructor(blkFile: string, linesFile: string) {
    this.#blk = openSync(blkFile, "w");
    this.#lines = openSync(linesFile, "w");
  }

  close(): void {
    closeSync(this.#blk);
    closeSync(this.#lines);
  }

  totals(): SyntheticChain {
    return { transactions: this.transactions, inputs: this.#inputs, outputs: this.#outputs, blocks: this.#height, blkBytes: this.#blkBytes, linesBytes: this.#linesBytes };
  }

  block(size: number): void {
    this.#height += 1;
    const first = this.transactions;
    const made: Made[] = [];
    const raw: Uint8Array[] = [];
    let fees = 0;
    for (let i = 1; i < size && this.#unspent.tx.length > 10; i += 1) {
      const tx = this.#payment();
      fees += tx.spends.reduce((sum, spend) => sum + spend.value, 0) - tx.pays.reduce((sum, pay) => sum + pay.value, 0);
      made.push(tx);
    }
    const reward = parseInt(subsidyAt(NETWORK, this.#height).toString(), 10) + fees;
    made.unshift({ spends: [], pays: this.#split(reward, 50), coinbase: coinbaseScript(this.#height) });
    for (const tx of made) raw.push(this.#serialise(tx));
    this.#blockOut(first, raw);
    this.#linesOut(first, made, raw);
  }

  #payment(): Made {
    const spends = Array.from({ length: INPUTS[Math.floor(this.#random() * 10)] ?? 1 }, () => this.#unspent.take(this.#random));
    const spent = spends.reduce((sum, spend) => sum + spend.value, 0);
    const fee = Math.min(200, spent);
    return { spends, pays: this.#split(spent - fee, OUTPUTS[Math.floor(this.#random() * 10)] ?? 2), coinbase: null };
  }

  #split(total: number, parts: number): Made["pays"] {
    let rest = total;
    return Array.from({ length: parts }, (_, i) => {
      const value = i === parts - 1 ? rest : Math.floor(rest * this.#random());
      rest -= value;
      const reuse = this.#keys > 0 && this.#random() < REUSED;
      if (!reuse) this.#keys += 1;
      return { value, key: reuse ? Math.floor(this.#random() ** 3 * this.#keys) : this.#keys };
    });
  }

  /** The transaction with its witness; notes its txid and its outputs. */
  #serialise(tx: Made): Uint8Array {
    this.#plain.clear();
    this.#whole.clear();
    const witness = tx.coinbase === null;
    writeTx(this.#plain, tx, this.#txids, false);
    writeTx(this.#whole, tx, this.#txids, witness);
    const index = this.transactions;
    if (32 * (index + 1) > this.#txids.length) {
      const wider = new Uint8Array(2 * this.#txids.length);
      wider.set(this.#txids);
      this.#txids = wider;
    }
    this.#txids.set(nodeHasher.sha256d(this.#plain.written()), 32 * index);
    tx.pays.forEach(({ value, key }, n) => {
      this.#unspent.add(index, n, value, key);
    });
    this.transactions += 1;
    this.#inputs += tx.spends.length;
    this.#outputs += tx.pays.length;
    return this.#whole.written().slice();
  }

  #blockOut(first: number, raw: readonly Uint8Array[]): void {
    const { root } = merkleRoot(this.#txids.slice(32 * first, 32 * this.transactions), nodeHasher.sha256d);
    const head = new TxWriter();
    head.uint32(0x20000000);
    head.raw(this.#prevHash);
    head.raw(root);
    head.uint32(this.#time());
    head.uint32(BITS);
    head.uint32(0);
    this.#prevHash = nodeHasher.sha256d(head.written());
    head.compactSize(raw.length);
    const block = Buffer.concat([head.written(), ...raw]);
    const frame = new TxWriter();
    frame.raw(Uint8Array.from(NETWORK.magic));
    frame.uint32(block.length);
    this.#blkBytes += writeSync(this.#blk, Buffer.concat([frame.written(), block]));
  }

  #linesOut(first: number, made: readonly Made[], raw: readonly Uint8Array[]): void {
    const status = { confirmed: true, block_height: this.#height, block_hash: hashToText(this.#prevHash), block_time: this.#time() };
    const lines = made.map((tx, i) => JSON.stringify({ ...this.#esplora(first + i, tx, raw[i]?.length ?? 0), status }));
    this.#linesBytes += writeSync(this.#lines, `${lines.join("\n")}\n`);
  }

  /** All fields that an Esplora server gives. */
  #esplora(index: number, { spends, pays, coinbase }: Made, size: number): object {
    const txid = (of: number): string => hashToText(this.#txids.subarray(32 * of, 32 * of + 32));
    const fee = spends.reduce((sum, spend) => sum + spend.value, 0) - pays.reduce((sum, pay) => sum + pay.value, 0);
    return {
      txid: txid(index), version: 2, locktime: 0,
      vin: coinbase !== null
        ? [{ txid: "0".repeat(64), vout: 0xffffffff, prevout: null, scriptsig: toHex(coinbase), scriptsig_asm: "", is_coinbase: true, sequence: 0xffffffff }]
        : spends.map((spend) => ({
            txid: txid(spend.tx), vout: spend.n, prevout: outputOf(spend), scriptsig: "", scriptsig_asm: "",
            witness: ["30".repeat(71), "02".repeat(33)], is_coinbase: false, sequence: 0xfffffffd,
          })),
      vout: pays.map(outputOf),
      size, weight: 4 * size - 3 * 108 * spends.length, fee: coinbase === null ? fee : 0,
    };
  }

  #time(): number {
    return 1_300_000_000 + 600 * this.#height;
  }
}

function outputOf({ value, key }: { readonly value: number; readonly key: number }): object {
  const hex = toHex(scriptOf(key));
  return { scriptpubkey: hex, scriptpubkey_asm: `OP_0 OP_PUSHBYTES_20 ${hex}`, scriptpubkey_type: "v0_p2wpkh", scriptpubkey_address: `bcrt1q${hex.slice(0, 38)}`, value };
}

/** Half of the keys are P2WPKH, a quarter P2PKH, the rest P2SH and P2TR. */
function scriptOf(key: number): Uint8Array {
  const script = new Uint8Array([34, 22, 25, 22, 23, 22, 25, 22][key % 8] ?? 22).fill(0x5a);
  const view = new DataView(script.buffer);
  view.setUint32(4, Math.imul(key, 0x9e3779b1));
  view.setUint32(8, key);
  if (script.length === 22) script.set([0, 20]);
  else if (script.length === 34) script.set([0x51, 32]);
  else if (script.length === 23) script.set([0xa9, 20]);
  else script.set([0x76, 0xa9, 20]);
  if (script.length === 23) script[22] = 0x87;
  if (script.length === 25) script.set([0x88, 0xac], 23);
  return script;
}

function coinbaseScript(height: number): Uint8Array {
  const script = new Uint8Array(20).fill(0x41);
  new DataView(script.buffer).setUint32(1, height, true);
  script[0] = 3;
  return script;
}

const SIGNATURE = new Uint8Array(71).fill(0x30);
const KEY = new Uint8Array(33).fill(0x02);

function writeTx(to: TxWriter, { spends, pays, coinbase }: Made, txids: Uint8Array, witness: boolean): void {
  to.uint32(2);
  if (witness) to.raw(Uint8Array.of(0, 1));
  to.compactSize(coinbase === null ? spends.length : 1);
  if (coinbase !== null) {
    to.raw(new Uint8Array(32));
    to.uint32(0xffffffff);
    to.withLength(coinbase);
    to.uint32(0xffffffff);
  }
  for (const { tx, n } of spends) {
    to.raw(txids.subarray(32 * tx, 32 * tx + 32));
    to.uint32(n);
    to.compactSize(0);
    to.uint32(0xfffffffd);
  }
  to.compactSize(pays.length);
  for (const { value, key } of pays) {
    to.int64(BigInt(value));
    to.withLength(scriptOf(key));
  }
  if (witness) {
    for (let i = 0; i < spends.length; i += 1) {
      to.compactSize(2);
      to.withLength(SIGNATURE);
      to.withLength(KEY);
    }
  }
  to.uint32(0);
}
