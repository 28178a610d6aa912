import { ANALYSIS_METHOD } from "@/lib/core/analysis/analysis";
import { BigInt64List, Int32List } from "@/lib/core/analysis/lists";
import { TX_COINBASE, TX_SYNTHETIC } from "@/lib/core/bitcoin/columns";
import { chainOrder } from "@/lib/core/graph/order";
import type { RowColumns } from "@/lib/core/row-columns";
import { Random } from "@/lib/core/simulate/random";
import { nodeHasher } from "@/lib/platform/chain/hasher";
import { copyIn } from "@/lib/platform/db/copy-binary";
import type { Client } from "@/lib/platform/db/pool";

const [PER_BLOCK, MINTED, START, FEE] = [2_000, 100, 1_000, 1_000n];
/**
 * Of a hundred transactions, how many spend clean money too, and how many two tainted coins: 1.5 inputs on average, fewer than on mainnet. Every
 * merge doubles the ways that lead on from it.
 */
const [CLEAN_IN_100, MERGES_IN_100] = [20, 30];
const SEED_VALUE = 5_000_000_000_000n;

/**
 * A chain in which the money of one output (transaction 1, output 0) reaches every transaction that is no coinbase: it is split into a
 * thousand coins, then each transaction pays on one or two of those that are left, some together with clean money.
 */
class Spreading {
  readonly inputTx = new Int32List();
  readonly inputN = new Int32List();
  readonly inputCoin = new Int32List();
  readonly coinTx = new Int32List();
  readonly coinN = new Int32List();
  readonly coinValue = new BigInt64List();
  readonly txInputs = new Int32List();
  readonly txOutputs = new Int32List();
  readonly mints: number;
  readonly #random: Random;
  readonly #tainted: number[] = [];
  readonly #clean: number[] = [];

  constructor(count: number, random: Random) {
    this.#random = random;
    this.mints = 1 + Math.ceil((count * CLEAN_IN_100) / 100 / MINTED);
    for (let t = 0; t < this.mints; t += 1) this.#mint(t === 0);
    const seed = 0;
    this.#pay([seed], START, this.#tainted);
    for (let t = 1; t < count; t += 1) this.#payOn();
  }

  get count(): number {
    return this.txInputs.length;
  }

  #mint(isSeed: boolean): void {
    this.txInputs.push(0);
    this.txOutputs.push(0);
    for (let n = 0; n < (isSeed ? 1 : MINTED); n += 1) this.#output(isSeed ? SEED_VALUE : 100_000_000n, isSeed ? null : this.#clean);
  }

  #payOn(): void {
    const chance = this.#random.below(100);
    const coins = [this.#taken(this.#tainted)];
    if (chance < MERGES_IN_100) coins.push(this.#taken(this.#tainted));
    else if (chance < MERGES_IN_100 + CLEAN_IN_100) coins.push(this.#taken(this.#clean));
    this.#pay(coins, 2, this.#tainted);
  }

  #taken(pool: number[]): number {
    const at = this.#random.below(pool.length);
    const coin = pool[at] ?? 0;
    const last = pool.pop() ?? 0;
    if (at < pool.length) pool[at] = last;
    return coin;
  }

  #pay(coins: readonly number[], outputs: number, pool: number[]): void {
    this.txInputs.push(0);
    this.txOutputs.push(0);
    let sum = -FEE;
    coins.forEach((coin, n) => {
      this.inputTx.push(this.count);
      this.inputN.push(n);
      this.inputCoin.push(coin);
      sum += this.coinValue.view()[coin] ?? 0n;
    });
    this.txInputs.view()[this.count - 1] = coins.length;
    const share = sum / BigInt(outputs);
    for (let n = 1; n < outputs; n += 1) this.#output(share, pool);
    this.#output(sum - share * BigInt(outputs - 1), pool);
  }

  #output(value: bigint, pool: number[] | null): void {
    const made = this.txOutputs.view();
    pool?.push(this.coinValue.length);
    this.coinTx.push(this.count);
    this.coinN.push(made[this.count - 1] ?? 0);
    this.coinValue.push(value);
    made[this.count - 1] = (made[this.count - 1] ?? 0) + 1;
  }
}

export interface TraceLedger {
  readonly transactions: number;
  readonly inputs: number;
  readonly outputs: number;
  /** Ids of rows: the transaction that splits the seed's coin is the first that is no coinbase. */
  readonly firstSpend: number;
}

/** Fills an empty, migrated database: ledger and analysis rows, every output an address and a wallet of its own, and one claimed service. */
export async function fillTraceLedger(client: Client, count: number): Promise<TraceLedger> {
  const chain = new Spreading(count, new Random(nodeHasher.sha256(new TextEncoder().encode("trace"))));
  await copyIn(client, "tx(id, network, txid, position, ord, time, fee, input_count, output_count, status, flags, source_id)", txRows(chain));
  await copyIn(client, "output(tx_id, n, address_id, value)", outputRows(chain));
  await copyIn(client, "input(tx_id, n, prev_tx_id, prev_n, address_id, value)", inputRows(chain));
  const coins = chain.coinValue.length;
  for (const statement of [
    "INSERT INTO source(id, kind, name, network) VALUES (1, 'block', 'bench', 0)",
    `INSERT INTO address(id, network, script_hash, script, text, type) SELECT id, 0, sha256(int8send(id)), int8send(id), 'bench' || id, 0 FROM generate_series(1::int8, ${coins + 1}) id`,
    `INSERT INTO address_summary SELECT 1, id, id, 1, 0, 0, NULL, NULL FROM generate_series(1::int8, ${coins + 1}) id`,
    `INSERT INTO claim(id, version, current, subject_kind, network, subject_key, subject_text, label, category, status, scope, author_id)
       VALUES (gen_random_uuid(), 1, true, 'address', 0, sha256(int8send(${coins + 1})), 'bench', 'a service that gets nothing', 'exchange', 'accepted', 'shared', gen_random_uuid())`,
    `UPDATE analysis_state SET generation = 1, ledger_version = 0, method = '${ANALYSIS_METHOD}'`,
    "VACUUM ANALYZE",
  ]) await client.query(statement);
  return { transactions: chain.count, inputs: chain.inputTx.length, outputs: coins, firstSpend: chain.mints + 1 };
}

const fromOne = (count: number): Int32Array => new Int32Array(count).map((_, i) => i + 1);

function txRows({ count, mints, txInputs, txOutputs }: Spreading): RowColumns {
  const txid = new Uint8Array(32 * count);
  for (let t = 0; t < count; t += 1) txid.set(nodeHasher.sha256(Uint8Array.of(t & 255, (t >> 8) & 255, (t >> 16) & 255, t >> 24)), 32 * t);
  return {
    count,
    columns: [
      { type: "int8", values: fromOne(count) },
      { type: "int2", values: new Uint8Array(count) },
      { type: "bytea", bytes: txid, width: 32 },
      { type: "int4", values: new Int32Array(count).map((_, t) => t % PER_BLOCK) },
      { type: "int8", values: BigInt64Array.from({ length: count }, (_, t) => chainOrder(Math.floor(t / PER_BLOCK), t % PER_BLOCK)) },
      { type: "int8", values: Float64Array.from({ length: count }, (_, t) => 1_500_000_000 + 600 * Math.floor(t / PER_BLOCK)) },
      { type: "int8", values: new Int32Array(count).fill(parseInt(FEE.toString(), 10)), nulls: new Uint8Array(count).fill(1, 0, mints) },
      { type: "int4", values: txInputs.view() },
      { type: "int4", values: txOutputs.view() },
      { type: "int2", values: new Uint8Array(count) },
      { type: "int2", values: new Uint8Array(count).fill(TX_SYNTHETIC).fill(TX_SYNTHETIC + TX_COINBASE, 0, mints) },
      { type: "int4", values: new Int32Array(count).fill(1) },
    ],
  };
}

function outputRows({ coinTx, coinN, coinValue }: Spreading): RowColumns {
  return { count: coinTx.length, columns: [{ type: "int8", values: coinTx.view() }, { type: "int4", values: coinN.view() }, { type: "int8", values: fromOne(coinTx.length) }, { type: "int8", values: coinValue.view() }] };
}

function inputRows({ inputTx, inputN, inputCoin, coinTx, coinN, coinValue }: Spreading): RowColumns {
  const coins = inputCoin.view();
  const of = (values: Int32Array): Int32Array => coins.map((coin) => values[coin] ?? 0);
  return {
    count: coins.length,
    columns: [
      { type: "int8", values: inputTx.view() },
      { type: "int4", values: inputN.view() },
      { type: "int8", values: of(coinTx.view()) },
      { type: "int4", values: of(coinN.view()) },
      { type: "int8", values: coins.map((coin) => coin + 1) },
      { type: "int8", values: BigInt64Array.from(coins, (coin) => coinValue.view()[coin] ?? 0n) },
    ],
  };
}
