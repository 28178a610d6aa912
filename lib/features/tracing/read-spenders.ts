import type { Next } from "@/lib/core/tracing/trace-tx";
import { idArray, type Reads } from "@/lib/features/tracing/reads";

/** What spends an output. Of several spenders (a double spend that was never mined) the one in a block counts, of those the first. */
export interface Spender extends Next {
  readonly status: number;
}

export const better = (one: Spender, other: Spender | null): Spender => (other === null || before(one, other) ? one : other);

function before(one: Spender, other: Spender): boolean {
  if (one.status !== other.status) return one.status < other.status;
  return one.ord === other.ord ? one.txId < other.txId : one.ord < other.ord;
}

/**
 * Every spender of outputs of these transactions; `take` chooses. Their places are read apart: two look-ups of sorted keys cost a fraction
 * of a join row by row.
 */
export async function readSpenders(reads: Reads, txIds: readonly number[], take: (prevTxId: number, prevN: number, spender: Spender) => void): Promise<void> {
  if (txIds.length === 0) return;
  const found: { readonly prevTxId: number; readonly prevN: number; readonly txId: number; readonly slot: number }[] = [];
  const sql = `SELECT prev_tx_id, prev_n, tx_id, n FROM input WHERE prev_tx_id = ANY(${idArray(txIds)})`;
  await reads.copyOut(sql, ["id", "int4", "id", "int4"], ({ count, columns: [prevTxId, prevN, txId, n] }) => {
    for (let i = 0; i < count; i += 1) found.push({ prevTxId: prevTxId[i] ?? 0, prevN: prevN[i] ?? 0, txId: txId[i] ?? 0, slot: n[i] ?? 0 });
  });
  const places = await readPlaces(reads, [...new Set(found.map(({ txId }) => txId))]);
  for (const { prevTxId, prevN, txId, slot } of found) {
    const place = places.get(txId);
    if (place !== undefined) take(prevTxId, prevN, { txId, slot, ...place });
  }
}

/** Of transactions that were not reorganised out. */
async function readPlaces(reads: Reads, ids: readonly number[]): Promise<ReadonlyMap<number, Pick<Spender, "ord" | "status">>> {
  const places = new Map<number, Pick<Spender, "ord" | "status">>();
  if (ids.length === 0) return places;
  await reads.copyOut(`SELECT id, ord, status FROM tx WHERE id = ANY(${idArray(ids)}) AND status < 2`, ["id", "id", "int2"], ({ count, columns: [id, ord, status] }) => {
    for (let i = 0; i < count; i += 1) places.set(id[i] ?? 0, { ord: ord[i] ?? 0, status: status[i] ?? 0 });
  });
  return places;
}
