import { TX_COINBASE, TX_SYNTHETIC } from "@/lib/core/bitcoin/columns";
import { scriptTypeId } from "@/lib/core/bitcoin/script-type";
import { BigInt64List, Int32List } from "@/lib/core/analysis/lists";
import { chainOrder } from "@/lib/core/graph/order";
import type { RowColumns } from "@/lib/core/row-columns";
import { copyIn } from "@/lib/platform/db/copy-binary";
import type { Client } from "@/lib/platform/db/pool";

/** Rows straight into the tables of the ledger, past the importer: for benches of what is derived from them. */
export interface SyntheticLedger {
  readonly transactions: number;
  readonly inputs: number;
  readonly outputs: number;
  readonly addresses: number;
  /** Of the wallet that has most. */
  readonly hubTransactions: number;
}

const PER_BLOCK = 2_000;
const HUB_ADDRESSES = 500;
const HUB_SWEEP = 60;
const HUB = 0;

/** mulberry32: the same ledger for the same seed. */
function randomOf(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}

/**
 * Owners pay one another, with change to themselves, half of it to one address each; owner 0 is the hub, an exchange of 500 deposit
 * addresses that half of the first 200,000 transactions pay and that sweeps its deposits now and then. One transaction in
 * 200 is a CoinJoin of five strangers.
 */
class Economy {
  readonly #random: (below: number) => number;
  readonly #unspent: { readonly out: number[] }[];
  /** Where an owner is paid every second time; 0 none yet. */
  readonly #mainAddress: Int32Array;
  readonly #hubAddresses: number[] = [];
  readonly #hubShare: number;
  readonly ownerOf = new Int32List();
  readonly inputTx = new Int32List();
  readonly inputN = new Int32List();
  readonly inputOut = new Int32List();
  readonly outputTx = new Int32List();
  readonly outputN = new Int32List();
  readonly outputAddress = new Int32List();
  readonly outputValue = new BigInt64List();
  readonly txInputs: Int32Array;
  readonly txOutputs: Int32Array;
  readonly coinbase: Uint8Array;
  hubTransactions = 0;

  constructor(count: number, random: (below: number) => number) {
    this.#random = random;
    this.#hubShare = Math.min(0.5, 100_000 / count);
    this.#unspent = Array.from({ length: Math.ceil(count / 10) + 1 }, () => ({ out: [] }));
    this.#mainAddress = new Int32Array(this.#unspent.length);
    this.ownerOf.push(-1);
    for (let i = 0; i < HUB_ADDRESSES; i += 1) this.#hubAddresses.push(this.#newAddress(HUB));
    this.txInputs = new Int32Array(count);
    this.txOutputs = new Int32Array(count);
    this.coinbase = new Uint8Array(count);
  }

  #newAddress(owner: number): number {
    this.ownerOf.push(owner);
    return this.ownerOf.length - 1;
  }

  transaction(t: number): void {
    const random = this.#random;
    if (t % PER_BLOCK === 0 || t < 200) {
      this.coinbase[t] = 1;
      this.#pay(t, this.#anyOwner(), 5_000_000_000n);
    } else if (t % 200 === 1) this.#coinjoin(t);
    else if ((this.#unspent[HUB]?.out.length ?? 0) > HUB_SWEEP && random(HUB_SWEEP) === 0) this.#transfer(t, HUB, HUB_SWEEP);
    else this.#transfer(t, this.#payer(), 1 + random(3));
  }

  #anyOwner(): number {
    return 1 + this.#random(this.#unspent.length - 1);
  }

  /** Somebody who has something; at worst the hub. */
  #payer(): number {
    for (let tries = 0; tries < 8; tries += 1) {
      const owner = this.#anyOwner();
      if ((this.#unspent[owner]?.out.length ?? 0) > 0) return owner;
    }
    return HUB;
  }

  #spend(t: number, owner: number, most: number): bigint {
    let sum = 0n;
    const own = this.#unspent[owner]?.out ?? [];
    for (let n = 0; n < most && own.length > 0; n += 1) {
      const at = this.#random(own.length);
      const out = own[at] ?? 0;
      const last = own.pop() ?? 0;
      if (at < own.length) own[at] = last;
      this.inputTx.push(t + 1);
      this.inputN.push(this.txInputs[t] ?? 0);
      this.inputOut.push(out);
      this.txInputs[t] = (this.txInputs[t] ?? 0) + 1;
      sum += this.outputValue.view()[out] ?? 0n;
    }
    return sum;
  }

  #pay(t: number, owner: number, value: bigint): void {
    this.#unspent[owner]?.out.push(this.outputValue.length);
    this.outputTx.push(t + 1);
    this.outputN.push(this.txOutputs[t] ?? 0);
    this.outputAddress.push(this.#addressOf(owner));
    this.outputValue.push(value);
    this.txOutputs[t] = (this.txOutputs[t] ?? 0) + 1;
  }

  #addressOf(owner: number): number {
    if (owner === HUB) return this.#hubAddresses[this.#random(HUB_ADDRESSES)] ?? 0;
    const main = this.#mainAddress[owner] ?? 0;
    if (main !== 0 && this.#random(2) === 0) return main;
    const address = this.#newAddress(owner);
    if (main === 0) this.#mainAddress[owner] = address;
    return address;
  }

  #transfer(t: number, payer: number, inputs: number): void {
    const sum = this.#spend(t, payer, inputs);
    const toHub = this.#random(1_000_000) < this.#hubShare * 1_000_000;
    if (toHub || payer === HUB) this.hubTransactions += 1;
    const rest = sum - (sum > 10_000n ? 1_000n : 0n);
    this.#pay(t, toHub ? HUB : this.#anyOwner(), rest / 2n);
    this.#pay(t, payer, rest - rest / 2n);
  }

  #coinjoin(t: number): void {
    const sums = Array.from({ length: 5 }, () => this.#payer()).map((owner) => ({ owner, sum: this.#spend(t, owner, 1) }));
    const equal = sums.reduce((least, { sum }) => (sum > 0n && sum < least ? sum : least), 5_000_000_000n) / 2n;
    for (const { owner, sum } of sums) {
      if (sum === 0n) continue;
      this.#pay(t, owner, equal);
      this.#pay(t, owner, sum - equal);
    }
  }
}

/** The ledger must be empty. Indexes stand while the rows come in. */
export async function fillSyntheticLedger(client: Client, transactions: number, seed = 1): Promise<SyntheticLedger> {
  const economy = new Economy(transactions, randomOf(seed));
  for (let t = 0; t < transactions; t += 1) economy.transaction(t);
  await copyIn(client, "tx(id, network, txid, ord, time, fee, input_count, output_count, status, flags, source_id)", txRows(economy, transactions));
  await copyIn(client, "address(id, network, script_hash, script, text, type)", addressRows(economy));
  await copyIn(client, "output(tx_id, n, address_id, value)", outputRows(economy));
  await copyIn(client, "input(tx_id, n, prev_tx_id, prev_n, address_id, value)", inputRows(economy));
  await client.query("UPDATE ledger_state SET version = version + 1");
  for (const table of ["tx", "address", "output", "input"]) await client.query(`ANALYZE ${table}`);
  return { transactions, inputs: economy.inputTx.length, outputs: economy.outputTx.length, addresses: economy.ownerOf.length - 1, hubTransactions: economy.hubTransactions };
}

const rising = (count: number): Int32Array => new Int32Array(count).map((_, i) => i + 1);
const zeros = (count: number): Uint8Array => new Uint8Array(count);

/** Distinct 32 bytes for every id; random enough for the unique index to behave as with real hashes. */
function hashes(count: number, salt: number): Uint8Array {
  const words = new Uint32Array(8 * count);
  for (let i = 0; i < count; i += 1) {
    words[8 * i] = Math.imul(i + 1, 0x9e3779b1) ^ salt;
    words[8 * i + 1] = i;
    words[8 * i + 2] = salt;
  }
  return new Uint8Array(words.buffer);
}

function txRows(economy: Economy, count: number): RowColumns {
  const ord = BigInt64Array.from({ length: count }, (_, t) => chainOrder(Math.floor(t / PER_BLOCK), t % PER_BLOCK));
  return {
    count,
    columns: [
      { type: "int8", values: rising(count) },
      { type: "int2", values: zeros(count) },
      { type: "bytea", bytes: hashes(count, 1), width: 32 },
      { type: "int8", values: ord },
      { type: "int8", values: Float64Array.from({ length: count }, (_, t) => 1_500_000_000 + 600 * Math.floor(t / PER_BLOCK)) },
      { type: "int8", values: new Int32Array(count), nulls: new Uint8Array(count).fill(1) },
      { type: "int4", values: economy.txInputs },
      { type: "int4", values: economy.txOutputs },
      { type: "int2", values: zeros(count) },
      { type: "int2", values: economy.coinbase.map((coinbase) => TX_SYNTHETIC + coinbase * TX_COINBASE) },
      { type: "int4", values: new Int32Array(count).fill(1) },
    ],
  };
}

function addressRows(economy: Economy): RowColumns {
  const count = economy.ownerOf.length - 1;
  return {
    count,
    columns: [
      { type: "int8", values: rising(count) },
      { type: "int2", values: zeros(count) },
      { type: "bytea", bytes: hashes(count, 2), width: 32 },
      { type: "bytea", bytes: hashes(count, 3).subarray(0, 22 * count), width: 22 },
      { type: "text", values: Array.from({ length: count }, (_, i) => `bench1q${i.toString(36).padStart(35, "0")}`) },
      { type: "int2", values: new Int16Array(count).fill(scriptTypeId("p2wpkh")) },
    ],
  };
}

function outputRows(economy: Economy): RowColumns {
  const { outputTx, outputN, outputAddress, outputValue } = economy;
  return {
    count: outputTx.length,
    columns: [{ type: "int8", values: outputTx.view() }, { type: "int4", values: outputN.view() }, { type: "int8", values: outputAddress.view() }, { type: "int8", values: outputValue.view() }],
  };
}

function inputRows(economy: Economy): RowColumns {
  const out = economy.inputOut.view();
  const of = (values: Int32Array): Int32Array => out.map((at) => values[at] ?? 0);
  const value = economy.outputValue.view();
  return {
    count: out.length,
    columns: [
      { type: "int8", values: economy.inputTx.view() },
      { type: "int4", values: economy.inputN.view() },
      { type: "int8", values: of(economy.outputTx.view()) },
      { type: "int4", values: of(economy.outputN.view()) },
      { type: "int8", values: of(economy.outputAddress.view()) },
      { type: "int8", values: BigInt64Array.from(out, (at) => value[at] ?? 0n) },
    ],
  };
}
