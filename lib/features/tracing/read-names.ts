import type { TraceCoin } from "@/lib/core/tracing/trace-tx";
import type { CoinNames } from "@/lib/features/tracing/tracing.ports";
import { list } from "@/lib/features/ledger/sql";
import { idArray, type Reads } from "@/lib/features/tracing/reads";

/** Txids and addresses of coins, and the outpoints of those whose transaction is not in the store. */
export async function namesOf(reads: Reads, coins: readonly TraceCoin[]): Promise<CoinNames> {
  const txIds = [...new Set(coins.flatMap(({ txId }) => (txId === 0 ? [] : [txId])))];
  const addressIds = [...new Set(coins.flatMap(({ addressId }) => addressId ?? []))];
  const vias = coins.flatMap(({ txId, via }) => (txId === 0 && via !== null ? [via] : []));
  const txids = new Map<number, { txid: string; ord: number; time: number | null }>();
  const texts = new Map<number, string>();
  const pending = new Map<string, string>();
  if (txIds.length > 0) {
    await reads.copyOut(`SELECT id, txid, ord, time FROM tx WHERE id = ANY(${idArray(txIds)})`, ["id", "bytea", "id", "id"], ({ count, columns: [id, txid, ord, time], nulls }) => {
      for (let i = 0; i < count; i += 1) txids.set(id[i] ?? 0, { txid: textOf(txid.bytes.subarray(txid.start[i] ?? 0, (txid.start[i] ?? 0) + HASH)), ord: ord[i] ?? 0, time: nulls[3][i] === 1 ? null : (time[i] ?? 0) });
    });
  }
  if (addressIds.length > 0) {
    const { rows } = await reads.query<{ id: bigint; text: string }>("SELECT id, text FROM address WHERE id = ANY($1::int8[]) AND text IS NOT NULL", [list(addressIds)]);
    for (const { id, text } of rows) texts.set(Number(id), text);
  }
  if (vias.length > 0) {
    const { rows } = await reads.query<{ tx_id: bigint; n: number; prev_txid: Buffer }>(
      "SELECT p.tx_id, p.n, p.prev_txid FROM unnest($1::int8[], $2::int4[]) AS v(tx_id, n) JOIN pending_input p ON p.tx_id = v.tx_id AND p.n = v.n",
      [list(vias.map(({ txId }) => txId)), list(vias.map(({ n }) => n))],
    );
    for (const { tx_id, n, prev_txid } of rows) pending.set(`${tx_id}:${n}`, textOf(prev_txid));
  }
  return { txids, addresses: texts, pending };
}

/** As hashToText, several times as fast: there may be a hundred thousand. */
const HASH = 32;
const textOf = (hash: Uint8Array): string => Buffer.from(hash).reverse().toString("hex");
