import { TX_COINBASE } from "@/lib/core/bitcoin/columns";
import type { TraceCoin } from "@/lib/core/tracing/trace-tx";
import { better, readSpenders, type Spender } from "@/lib/features/tracing/read-spenders";
import { idArray, type Reads } from "@/lib/features/tracing/reads";
import type { FetchOptions } from "@/lib/features/tracing/tracing.ports";

/** Both sides of transactions, by row id; filled in place, by number of the input or output. */
export type Ends = ReadonlyMap<number, { readonly near: (bigint | null)[]; readonly far: ReadCoin[] }>;
/** A coin that learns its spender after it was read. */
type ReadCoin = Omit<TraceCoin, "next"> & { next: TraceCoin["next"] };

const idOrNull = (values: Float64Array, nulls: Uint8Array, row: number): number | null => (nulls[row] === 1 ? null : (values[row] ?? 0));
const satsOrNull = (values: BigInt64Array, nulls: Uint8Array, row: number): bigint | null => (nulls[row] === 1 ? null : (values[row] ?? 0n));
const idsOf = (ends: Ends): string => idArray([...ends.keys()]);
const walletOf = ({ wallets, generation }: FetchOptions, row: string): string => (wallets ? `(SELECT s.wallet_id FROM address_summary s WHERE s.generation = ${generation} AND s.address_id = ${row}.address_id)` : "NULL::int8");

/** Forward: what the inputs are worth. @returns the wallet that pays, by transaction, where wallets are asked for */
export async function readInputs(reads: Reads, options: FetchOptions, ends: Ends): Promise<ReadonlyMap<number, number>> {
  const payers = new Map<number, number>();
  const sql = `SELECT i.tx_id, i.n, i.value, ${walletOf(options, "i")} FROM input i WHERE i.tx_id = ANY(${idsOf(ends)})`;
  await reads.copyOut(sql, ["id", "int4", "int8", "id"], ({ count, columns: [txId, n, value, wallet], nulls }) => {
    for (let i = 0; i < count; i += 1) {
      const id = txId[i] ?? 0;
      const near = ends.get(id)?.near;
      if (near !== undefined) near[n[i] ?? 0] = satsOrNull(value, nulls[2], i);
      if (nulls[3][i] === 0) payers.set(id, wallet[i] ?? 0);
    }
  });
  return payers;
}

/** Forward: the outputs and what spends them. */
export async function readOutputs(reads: Reads, options: FetchOptions, ends: Ends): Promise<void> {
  const sql = `SELECT o.tx_id, o.n, o.value, o.address_id, ${walletOf(options, "o")} FROM output o WHERE o.tx_id = ANY(${idsOf(ends)})`;
  await reads.copyOut(sql, ["id", "int4", "int8", "id", "id"], ({ count, columns: [txId, n, value, address, wallet], nulls }) => {
    for (let i = 0; i < count; i += 1) {
      const [id, at] = [txId[i] ?? 0, n[i] ?? 0];
      const far = ends.get(id)?.far;
      if (far === undefined) continue;
      const addressId = idOrNull(address, nulls[3], i);
      far[at] = { txId: id, n: at, via: null, value: value[i] ?? 0n, addressId, walletId: idOrNull(wallet, nulls[4], i), kind: addressId === null ? "unspendable" : "plain", next: null };
    }
  });
  await readSpenders(reads, [...ends.keys()], (txId, n, spender) => {
    const coin = ends.get(txId)?.far[n];
    if (coin !== undefined) coin.next = better(spender, coin.next as Spender | null);
  });
}

/** Backward: the outputs' values, and the coins that the inputs spend. */
export async function readSpentCoins(reads: Reads, options: FetchOptions, ends: Ends): Promise<void> {
  await reads.copyOut(`SELECT o.tx_id, o.n, o.value FROM output o WHERE o.tx_id = ANY(${idsOf(ends)})`, ["id", "int4", "int8"], ({ count, columns: [txId, n, value] }) => {
    for (let i = 0; i < count; i += 1) {
      const near = ends.get(txId[i] ?? 0)?.near;
      if (near !== undefined) near[n[i] ?? 0] = value[i] ?? 0n;
    }
  });
  const sql = `SELECT i.tx_id, i.n, i.prev_tx_id, i.prev_n, i.value, i.address_id, p.ord, p.flags, ${walletOf(options, "i")} FROM input i LEFT JOIN tx p ON p.id = i.prev_tx_id WHERE i.tx_id = ANY(${idsOf(ends)})`;
  await reads.copyOut(sql, ["id", "int4", "id", "int4", "int8", "id", "id", "int2", "id"], ({ count, columns: [txId, n, prevTxId, prevN, value, address, ord, flags, wallet], nulls }) => {
    for (let i = 0; i < count; i += 1) {
      const [id, at, slot] = [txId[i] ?? 0, n[i] ?? 0, prevN[i] ?? 0];
      const far = ends.get(id)?.far;
      if (far === undefined) continue;
      const known = { n: slot, value: satsOrNull(value, nulls[4], i), addressId: idOrNull(address, nulls[5], i), walletId: idOrNull(wallet, nulls[8], i) };
      const prev = idOrNull(prevTxId, nulls[2], i);
      far[at] = prev === null ? { ...known, txId: 0, via: { txId: id, n: at }, kind: "unresolved", next: null } : { ...known, txId: prev, via: null, kind: kindOf(flags, i), next: { txId: prev, slot, ord: ord[i] ?? 0 } };
    }
  });
}

const kindOf = (flags: Int16Array, row: number): TraceCoin["kind"] => (((flags[row] ?? 0) & TX_COINBASE) === 0 ? "plain" : "coinbase");
