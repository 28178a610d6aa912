import fc from "fast-check";
import type { ChainRecord } from "@/lib/core/bitcoin/columns";
import { networkByName } from "@/lib/core/network";
import { buildRawBlock, coinbaseTx, columnsOf, hashOf, recordOf, type TestBlock, type TestInput, type TestOutput, testScripts, type TestTx, txidOf } from "@/lib/testing/chain";

/** A block of a random chain, and the one it follows; -1 is the genesis block. */
export interface ForkedBlock {
  readonly parent: number;
  readonly block: TestBlock;
  readonly bits: number;
}

const EASY = 0x207fffff;
/** As much work as two hundred and fifty-six easy blocks. */
const HARD = 0x1f7fffff;

interface Recipe {
  readonly back: number;
  readonly hard: boolean;
  readonly txs: readonly { readonly spends: readonly number[]; readonly pays: readonly number[]; readonly remine: number; readonly odd: number }[];
}

const recipes = (least: number, most: number): fc.Arbitrary<readonly Recipe[]> =>
  fc.array(
    fc.record({
      back: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, fc.nat(5)),
      hard: fc.boolean(),
      txs: fc.array(
        fc.record({
          spends: fc.array(fc.nat(1000), { minLength: 1, maxLength: 3 }),
          pays: fc.array(fc.nat(11), { minLength: 1, maxLength: 3 }),
          remine: fc.nat(9),
          odd: fc.nat(9),
        }),
        { maxLength: 3 },
      ),
    }),
    { minLength: least, maxLength: most },
  );

interface Coin {
  readonly txid: Uint8Array;
  readonly n: number;
  readonly value: bigint;
  readonly script: Uint8Array;
}

interface Mined extends ForkedBlock {
  readonly height: number;
  readonly coins: readonly Coin[];
  readonly txids: ReadonlySet<string>;
}

const keyOf = (txid: Uint8Array): string => Buffer.from(txid).toString("hex");

/** Chains with forks: branches re-mine each other's transactions, or spend the same coins otherwise. */
export const forkedChain = (most = 10, least = 1): fc.Arbitrary<readonly ForkedBlock[]> =>
  recipes(least, most).map((list) => {
    const mined: Mined[] = [];
    const pool = new Map<string, TestTx>();
    for (const recipe of list) mined.push(mine(recipe, mined, pool));
    return mined;
  });

function mine(recipe: Recipe, mined: readonly Mined[], pool: Map<string, TestTx>): Mined {
  const parent = Math.max(-1, mined.length - 1 - recipe.back);
  const above = mined[parent] ?? { height: 0, coins: [], txids: new Set<string>(), block: { hash: hashOf(networkByName("regtest").genesis) } };
  const height = above.height + 1;
  const template: Template = { coins: above.coins, done: new Set(above.txids), txs: [], fees: 0n };
  for (const wish of recipe.txs) {
    const tx = wish.remine < 5 ? remined(pool, template) : payment(wish, template.coins, template.txs.length + 100 * mined.length);
    if (tx !== null) include(template, pool, tx);
  }
  const reward = coinbaseTx(height, { value: 5_000_000_000n + template.fees, script: testScripts.p2pk(mined.length), tag: `block ${mined.length}` });
  const bits = recipe.hard ? HARD : EASY;
  const block = buildRawBlock({ prevHash: above.block.hash, height, txs: [reward, ...template.txs], bits });
  return { parent, block, bits, height, coins: [...template.coins, ...coinsOf(reward, txidOf(reward))], txids: template.done };
}

/** A block in the making. */
interface Template {
  coins: readonly Coin[];
  readonly done: Set<string>;
  readonly txs: TestTx[];
  fees: bigint;
}

function include(template: Template, pool: Map<string, TestTx>, tx: TestTx): void {
  const txid = txidOf(tx);
  if (template.done.has(keyOf(txid))) return;
  template.done.add(keyOf(txid));
  pool.set(keyOf(txid), tx);
  template.txs.push(tx);
  const spent = (tx.inputs ?? []).map((input) => coinOf(input, template.coins));
  template.fees += spent.reduce((sum, coin) => sum + (coin?.value ?? 0n), 0n) - tx.outputs.reduce((sum, output) => sum + output.value, 0n);
  template.coins = [...template.coins.filter((coin) => !spent.includes(coin)), ...coinsOf(tx, txid)];
}

const coinOf = (input: TestInput, coins: readonly Coin[]): Coin | undefined => coins.find(({ txid, n }) => n === input.prevN && keyOf(txid) === keyOf(hashOf(input.prevTxid)));
const coinsOf = (tx: TestTx, txid: Uint8Array): Coin[] => tx.outputs.map((output, n) => ({ txid, n, ...output })).filter(({ script }) => script[0] !== 0x6a);

/** A transaction of another branch that can stand here too. */
function remined(pool: ReadonlyMap<string, TestTx>, { coins, done }: Template): TestTx | null {
  for (const [key, tx] of pool) if (!done.has(key) && (tx.inputs ?? []).every((input) => coinOf(input, coins) !== undefined)) return tx;
  return null;
}

function payment(wish: Recipe["txs"][number], coins: readonly Coin[], nonce: number): TestTx | null {
  const spent = [...new Set(wish.spends.map((pick) => coins[pick % Math.max(1, coins.length)]))].filter((coin) => coin !== undefined);
  if (spent.length === 0) return null;
  const total = spent.reduce((sum, coin) => sum + coin.value, 0n);
  const share = total / BigInt(wish.pays.length + 1);
  const outputs: TestOutput[] = wish.pays.map((key) => ({ value: share, script: (key % 2 === 0 ? testScripts.p2wpkh : testScripts.p2pkh)(key) }));
  if (wish.odd === 0) outputs.push({ value: 0n, script: testScripts.opReturn("x") });
  const inputs = spent.map(({ txid, n, value, script }) => ({ prevTxid: txid, prevN: n, previous: { value, script } }));
  return { inputs, outputs, locktime: nonce };
}

/** What sources say of a chain: whole blocks with and without heights, blocks as an Esplora server names them, loose transactions, repeats. */
export function recordsOf(chain: readonly ForkedBlock[], says: readonly number[]): readonly ChainRecord[] {
  return chain.flatMap(({ block, bits }, i) => {
    const whole = recordOf(withoutPrevious(block), { bits, ...[{ height: null, heightSource: null }, { heightSource: "bip34" as const }, { heightSource: "source" as const }][(says[i] ?? 0) % 3] });
    switch ((says[i] ?? 0) % 7) {
      case 0:
        return [whole, { ...whole, at: { ...whole.at, position: "again" } }];
      case 1:
        return [whole, looseRecord(block.txs.slice(1))];
      case 2:
        return [whole, named(block)];
      case 3:
        return [looseRecord(withoutPrevious(block).txs.slice(1, 2)), whole];
      default:
        return [whole];
    }
  });
}

/** Transactions of which no block is told. */
const looseRecord = (txs: readonly TestTx[]): ChainRecord => ({
  block: null,
  position: new Int32Array(txs.length).fill(-1),
  txs: columnsOf(txs),
  at: { file: "test.ndjson", position: "line 1", next: 0 },
  notes: [],
});

const withoutPrevious = (block: TestBlock): TestBlock => ({
  ...block,
  txs: block.txs.map((tx) => (tx.inputs === undefined ? tx : { ...tx, inputs: tx.inputs.map(({ prevTxid, prevN }) => ({ prevTxid, prevN })) })),
});

/** Its transactions as single records of a server: the block by height and hash, no positions. */
function named(block: TestBlock): ChainRecord {
  const txs = columnsOf(block.txs);
  return {
    block: { hash: block.hash, prevHash: null, height: block.height, heightSource: "source", time: block.time, bits: null, size: null, txCount: null, complete: false, stale: false },
    position: new Int32Array(txs.txCount).fill(-1),
    txs,
    at: { file: "test.ndjson", position: "line 1", next: 0 },
    notes: [],
  };
}
