import type { Next, Ord } from "@/lib/core/tracing/trace-tx";
import { idArray, type Reads } from "@/lib/features/tracing/reads";

interface Spender extends Next {
  readonly status: number;
}

/** What spends the outputs of some transactions. Of several spenders (a double spend that was never mined) the one in a block counts. */
export class Spenders {
  readonly #byTx = new Map<number, (Spender | undefined)[]>();

  add(prevTxId: number, prevN: number, spender: Spender): void {
    let of = this.#byTx.get(prevTxId);
    if (of === undefined) this.#byTx.set(prevTxId, (of = []));
    const other = of[prevN];
    if (other === undefined || before(spender, other)) of[prevN] = spender;
  }

  of(txId: number, n: number): Next | null {
    return this.#byTx.get(txId)?.[n] ?? null;
  }
}

function before(one: Spender, other: Spender): boolean {
  if (one.status !== other.status) return one.status < other.status;
  const [a, b]: [Ord, Ord] = [one.ord, other.ord];
  return a === b ? one.txId < other.txId : a < b;
}

export async function readSpenders(reads: Reads, txIds: readonly number[]): Promise<Spenders> {
  const spenders = new Spenders();
  if (txIds.length === 0) return spenders;
  const sql = `SELECT i.prev_tx_id, i.prev_n, i.tx_id, i.n, t.ord, t.status FROM input i JOIN tx t ON t.id = i.tx_id WHERE i.prev_tx_id = ANY(${idArray(txIds)}) AND t.status < 2`;
  await reads.copyOut(sql, ["id", "int4", "id", "int4", "id", "int2"], ({ count, columns: [prevTxId, prevN, txId, n, ord, status] }) => {
    for (let i = 0; i < count; i += 1) spenders.add(prevTxId[i] ?? 0, prevN[i] ?? 0, { txId: txId[i] ?? 0, slot: n[i] ?? 0, ord: ord[i] ?? 0, status: status[i] ?? 0 });
  });
  return spenders;
}
