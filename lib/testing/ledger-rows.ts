import fc from "fast-check";
import { LedgerBuilder } from "@/lib/core/analysis/ledger-builder";
import type { LedgerColumns } from "@/lib/core/analysis/columns";
import { TX_COINBASE, TX_SYNTHETIC } from "@/lib/core/bitcoin/columns";
import { scriptTypeId } from "@/lib/core/bitcoin/script-type";
import { chainOrder, unplacedOrder } from "@/lib/core/graph/order";

/** The rows of a ledger as an importer would have written them, for tests of what is derived from them. */
interface RowInput {
  readonly prevTxId: number | null;
  readonly prevN: number;
  readonly address: number | null;
  readonly value: bigint | null;
}
interface RowOutput {
  readonly address: number | null;
  readonly value: bigint;
}
export interface RowTx {
  readonly id: number;
  readonly ord: bigint;
  readonly time: number | null;
  readonly fee: bigint | null;
  /** 0 in a block of the best chain, 1 no block known, 2 reorganised out. */
  readonly status: 0 | 1 | 2;
  readonly coinbase: boolean;
  readonly synthetic: boolean;
  readonly inputs: readonly RowInput[];
  readonly outputs: readonly RowOutput[];
}
export interface RowAddress {
  readonly id: number;
  readonly network: number;
  readonly type: number;
  readonly text: string | null;
}
export interface LedgerRows {
  readonly txs: readonly RowTx[];
  readonly addresses: readonly RowAddress[];
}

const P2PK = scriptTypeId("p2pk");
const P2PKH = scriptTypeId("p2pkh");

/** Addresses 1 .. count. The first `keys` are P2PK scripts whose P2PKH twins are the last ones. */
export function rowAddresses(count: number, keys = 0): RowAddress[] {
  return Array.from({ length: count }, (_, i) => {
    const twin = i >= count - keys ? i - (count - keys) : i;
    return { id: i + 1, network: 0, type: i < keys ? P2PK : P2PKH, text: `addr${twin}` };
  });
}

/** Pairs of scripts that are written as one address. */
export const sameKeyPairs = (addresses: readonly RowAddress[]): (readonly [number, number])[] =>
  addresses.filter((one) => one.type === P2PK).flatMap((one) => addresses.filter((other) => other.id !== one.id && other.network === one.network && other.text === one.text).map((other) => [one.id, other.id] as const));

/** The rows as the columns that an analysis computes on. */
export function ledgerColumns({ txs, addresses }: LedgerRows): LedgerColumns {
  const counted = txs.filter((tx) => tx.status !== 2);
  const builder = new LedgerBuilder({ transactions: counted.length, maxTxId: Math.max(0, ...txs.map((tx) => tx.id)), maxAddressId: Math.max(0, ...addresses.map((address) => address.id)) });
  for (const tx of counted) {
    builder.addTransaction({ ...tx, time: tx.time ?? -1, fee: tx.fee ?? -1n, inputCount: tx.coinbase ? 1 : tx.inputs.length, outputCount: tx.outputs.length });
  }
  const placed = builder.place();
  // Txids follow the ids (lib/testing/ledger-insert.ts).
  for (const tx of [...counted].sort((a, b) => a.id - b.id)) placed.addUnordered(tx.id);
  for (const address of addresses) placed.addAddress(address.id, address.network, address.type);
  for (const [one, other] of sameKeyPairs(addresses)) placed.addSameKey(one, other);
  for (const tx of txs) {
    tx.inputs.forEach((input, n) => placed.addInput({ txId: tx.id, n, parentTxId: input.prevTxId ?? 0, address: input.address ?? 0, value: input.value ?? -1n }));
    tx.outputs.forEach((output, n) => placed.addOutput(tx.id, n, output.address ?? 0, output.value));
  }
  return placed.build();
}

interface Recipe {
  readonly kind: number;
  readonly spends: readonly number[];
  readonly pays: readonly { readonly address: number; readonly weight: number }[];
  readonly opReturn: boolean;
  readonly block: number;
}

/**
 * Random ledgers that keep the rules of a chain: every output is spent at most once, in a later transaction, and no more is
 * paid than was spent. Among them unresolved inputs (with and without what the source says of them), CoinJoins, coinbases,
 * OP_RETURN, transactions without block or time, reorganised-out ones, synthetic ones, and two scripts of one key.
 */
export function arbitraryLedger(most = 40, keys = 3, least = 0): fc.Arbitrary<LedgerRows> {
  const recipe: fc.Arbitrary<Recipe> = fc.record({
    kind: fc.nat(99),
    spends: fc.array(fc.nat(1000), { minLength: 1, maxLength: 6 }),
    pays: fc.array(fc.record({ address: fc.integer({ min: 1, max: 24 }), weight: fc.integer({ min: 0, max: 4 }) }), { minLength: 1, maxLength: 7 }),
    opReturn: fc.boolean(),
    block: fc.nat(9),
  });
  return fc.array(recipe, { minLength: least, maxLength: most }).map((recipes) => {
    const unspent: { txId: number; n: number; address: number; value: bigint }[] = [];
    const txs = recipes.map((one, i) => rowTx(one, i + 1, unspent));
    return { txs, addresses: rowAddresses(24, keys) };
  });
}

type Unspent = { txId: number; n: number; address: number; value: bigint }[];

function rowTx(recipe: Recipe, id: number, unspent: Unspent): RowTx {
  const coinbase = recipe.kind < 20 || unspent.length === 0;
  const inputs = coinbase ? [] : recipe.spends.map((pick, n) => rowInput(recipe, { pick, n }, unspent));
  const hidden = BigInt(inputs.filter((input) => input.value === null).length) * 70_000n;
  const budget = coinbase ? 5_000_000n : inputs.reduce((sum, input) => sum + (input.value ?? 0n), hidden);
  const outputs = rowOutputs(recipe, budget);
  const status = statusOf(recipe, coinbase);
  if (status !== 2) outputs.forEach((output, n) => output.address !== null && unspent.push({ txId: id, n, address: output.address, value: output.value }));
  const paid = outputs.reduce((sum, output) => sum + output.value, 0n);
  const saysFee = !coinbase && (hidden === 0n || recipe.kind % 2 === 0) && paid <= budget;
  const place = status === 1 ? { ord: unplacedOrder(BigInt(id)), time: null } : { ord: chainOrder(100 + recipe.block, id), time: 1_600_000_000 + 600 * recipe.block };
  return { id, ...place, fee: saysFee ? budget - paid : null, status, coinbase, synthetic: recipe.kind % 11 === 0, inputs, outputs };
}

function statusOf(recipe: Recipe, coinbase: boolean): RowTx["status"] {
  if (!coinbase && recipe.kind > 94) return 2;
  return recipe.block === 9 ? 1 : 0;
}

/** Shares by weight; a third of the transactions leaves one share as fee, some put a satoshi into OP_RETURN. */
function rowOutputs(recipe: Recipe, budget: bigint): RowOutput[] {
  const leavesFee = recipe.kind % 3 === 0;
  const weights = recipe.pays.reduce((sum, pay) => sum + pay.weight, leavesFee ? 1 : 0);
  const outputs: RowOutput[] = recipe.pays.map((pay) => ({ address: pay.address, value: weights === 0 ? 0n : (budget * BigInt(pay.weight)) / BigInt(weights) }));
  const burns = leavesFee && recipe.kind % 5 === 0 && budget > 100n;
  return recipe.opReturn ? [...outputs, { address: null, value: burns ? 1n : 0n }] : outputs;
}

function rowInput(recipe: Recipe, { pick, n }: { pick: number; n: number }, unspent: Unspent): RowInput {
  if (pick % 7 === 0) return { prevTxId: null, prevN: n, address: null, value: null };
  // The source states the output spent, but its transaction is not in the store.
  if (pick % 7 === 1) return { prevTxId: null, prevN: n, address: 1 + (pick % 24), value: BigInt(1000 * (1 + (pick % 5))) };
  // Reorganised-out transactions spend what others spend, too.
  const at = pick % Math.max(1, unspent.length);
  const spent = recipe.kind > 94 ? unspent[at] : unspent.splice(at, 1)[0];
  return spent === undefined ? { prevTxId: null, prevN: n, address: null, value: null } : { prevTxId: spent.txId, prevN: spent.n, address: spent.address, value: spent.value };
}

export const txFlags = (tx: RowTx): number => (tx.coinbase ? TX_COINBASE : 0) + (tx.synthetic ? TX_SYNTHETIC : 0);
