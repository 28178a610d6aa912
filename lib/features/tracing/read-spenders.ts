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

/** Every spender of outputs of these transactions; `take` chooses. */
export async function readSpenders(reads: Reads, txIds: readonly number[], take: (prevTxId: number, prevN: number, spender: Spender) => void): Promise<void> {
  if (txIds.length === 0) return;
  const sql = `SELECT i.prev_tx_id, i.prev_n, i.tx_id, i.n, t.ord, t.status FROM input i JOIN tx t ON t.id = i.tx_id WHERE i.prev_tx_id = ANY(${idArray(txIds)}) AND t.status < 2`;
  await reads.copyOut(sql, ["id", "int4", "id", "int4", "id", "int2"], ({ count, columns: [prevTxId, prevN, txId, n, ord, status] }) => {
    for (let i = 0; i < count; i += 1) take(prevTxId[i] ?? 0, prevN[i] ?? 0, { txId: txId[i] ?? 0, slot: n[i] ?? 0, ord: ord[i] ?? 0, status: status[i] ?? 0 });
  });
}
