import { float, int, uint } from "@/lib/core/ledger/at";
import { keyWords } from "@/lib/core/ledger/key-table";
import type { BatchColumns } from "@/lib/features/ledger/batch";
import type { WriteContext } from "@/lib/features/ledger/context";
import { sortedByKey } from "@/lib/features/ledger/row-columns";
import { KEYS, keyParams } from "@/lib/features/ledger/sql";

/** Ids of the batch's scripts and transactions, known ones and those given out now. */
export interface ResolvedKeys {
  /** By index of the batch's script list. */
  readonly scriptIds: Float64Array;
  /**
   * Fresh ones are given ids in the order of their keys: then both indexes of their table grow in order, which takes the
   * server a third less time.
   */
  readonly freshScripts: Uint32Array;
  /** By transaction of the batch. */
  readonly txIds: Float64Array;
  readonly freshTxs: Uint32Array;
  /** Transactions that the store has, or that came earlier in the batch. */
  readonly seenTxs: readonly number[];
}

/** Loading this many keys into the filters always pays; beyond it, what the look-ups so far have cost decides. */
const KEYS_WORTH_LOADING = 50_000;
/** A look-up costs about as much as loading this many keys. */
const KEYS_A_LOOKUP = 4;

/**
 * Brings the filters up to what the store holds now, unless that is more work than look-ups will save. Whether somebody else
 * wrote shows in the ids: they are dense and only rise.
 */
export async function refreshFilters(ctx: WriteContext): Promise<void> {
  const { memory, next, sql } = ctx;
  const gap = next.tx - memory.filteredTxs + next.address - memory.filteredAddresses;
  if (gap > 0 && gap <= KEYS_WORTH_LOADING + KEYS_A_LOOKUP * memory.lookups) {
    const load = (query: string, add: (words: Int32Array, at: number) => void): Promise<number> =>
      sql.copyOut(query, ["bytea"], ({ count, columns: [keys] }) => {
        const words = keyWords(keys.bytes.subarray(0, 32 * count));
        for (let i = 0; i < count; i += 1) add(words, 8 * i);
      });
    await load(`SELECT txid FROM tx WHERE id >= ${memory.filteredTxs}`, (words, at) => { memory.txFilter.add(words, at); });
    await load(`SELECT script_hash FROM address WHERE id >= ${memory.filteredAddresses}`, (words, at) => { memory.scriptFilter.add(words, at); });
    await load(`SELECT prev_txid FROM pending_input WHERE tx_id >= ${memory.filteredTxs}`, (words, at) => { memory.pendingFilter.add(words, at); });
    memory.filteredTxs = next.tx;
    memory.filteredAddresses = next.address;
  }
  ctx.filtersComplete = memory.filteredTxs === next.tx && memory.filteredAddresses === next.address;
}

/** Call when all ids of the batch are given out. */
export function filtersHaveBatch({ memory, next, filtersComplete }: WriteContext): void {
  if (!filtersComplete) return;
  memory.filteredTxs = next.tx;
  memory.filteredAddresses = next.address;
}

export async function resolveKeys(ctx: WriteContext): Promise<ResolvedKeys> {
  const scripts = await resolveScripts(ctx);
  const txs = await resolveTxs(ctx, scripts.scriptIds);
  return { ...scripts, ...txs };
}

async function resolveScripts(ctx: WriteContext): Promise<Pick<ResolvedKeys, "scriptIds" | "freshScripts">> {
  const { memory, batch, next } = ctx;
  const words = batch.scripts.table.words();
  const count = batch.scripts.table.size;
  const ids = new Float64Array(count);
  const uncertain: number[] = [];
  for (let s = 0; s < count; s += 1) {
    const id = memory.scripts.find(words, 8 * s);
    ids[s] = id;
    if (id === 0 && !(ctx.filtersComplete && !memory.scriptFilter.has(words, 8 * s))) uncertain.push(s);
  }
  for (const { row, id } of await lookUp(ctx, "address", words, uncertain)) {
    ids[row] = id;
    memory.scripts.add(words, 8 * row, id);
  }
  const fresh: number[] = [];
  for (let s = 0; s < count; s += 1) if (float(ids, s) === 0) fresh.push(s);
  const freshScripts = sortedByKey(words, fresh);
  for (const s of freshScripts) {
    ids[s] = next.address;
    memory.scripts.add(words, 8 * s, next.address);
    if (ctx.filtersComplete) memory.scriptFilter.add(words, 8 * s);
    next.address += 1;
  }
  return { scriptIds: ids, freshScripts };
}

async function resolveTxs(ctx: WriteContext, scriptIds: Float64Array): Promise<Pick<ResolvedKeys, "txIds" | "freshTxs" | "seenTxs">> {
  const { memory, batch, next } = ctx;
  const words = batch.txids;
  const txIds = new Float64Array(batch.txCount);
  const uncertain: number[] = [];
  for (let t = 0; t < batch.txCount; t += 1) {
    if (memory.txs.find(words, 8 * t) >= 0) continue;
    if (!ctx.filtersComplete || memory.txFilter.has(words, 8 * t)) uncertain.push(t);
  }
  for (const { row, id } of await lookUp(ctx, "tx", words, uncertain)) {
    if (memory.txs.find(words, 8 * row) < 0) memory.txs.add(words, 8 * row, { id, outputsKnown: false });
  }
  const fresh: number[] = [];
  const seenTxs: number[] = [];
  for (let t = 0; t < batch.txCount; t += 1) {
    if (memory.txs.find(words, 8 * t) >= 0) {
      seenTxs.push(t);
      continue;
    }
    remember(ctx, t, scriptIds);
    fresh.push(t);
  }
  const freshTxs = sortedByKey(words, fresh);
  for (const t of freshTxs) {
    txIds[t] = next.tx;
    memory.txs.setId(memory.txs.find(words, 8 * t), next.tx);
    next.tx += 1;
  }
  for (const t of seenTxs) txIds[t] = memory.txs.id(memory.txs.find(words, 8 * t));
  return { txIds, freshTxs, seenTxs };
}

/** Its id follows. */
function remember({ memory, batch, filtersComplete }: WriteContext, t: number, scriptIds: Float64Array): void {
  const handle = memory.txs.add(batch.txids, 8 * t, { id: 0, outputsKnown: true });
  if (filtersComplete) memory.txFilter.add(batch.txids, 8 * t);
  const end = uint(batch.outputStart, t + 1);
  for (let o = uint(batch.outputStart, t); o < end; o += 1) memory.txs.addOutput(handle, outputAddress(batch, o, scriptIds), batch.value[o] ?? 0n);
}

/** 0 for OP_RETURN. */
export function outputAddress(batch: BatchColumns, o: number, scriptIds: Float64Array): number {
  const script = int(batch.script, o);
  return script < 0 ? 0 : float(scriptIds, script);
}

const TABLES = {
  tx: "tx AS r ON r.txid = k.key",
  address: "address AS r ON r.script_hash = k.key",
} as const;

async function lookUp(ctx: WriteContext, table: keyof typeof TABLES, words: Int32Array, rows: readonly number[]): Promise<{ row: number; id: number }[]> {
  if (rows.length === 0) return [];
  ctx.memory.lookups += rows.length;
  const found = await ctx.sql.query<{ i: number; id: bigint }>(`SELECT k.i, r.id FROM ${KEYS} JOIN ${TABLES[table]} AND r.network = $3`, [...keyParams(words, rows), ctx.network.id]);
  return found.rows.map(({ i, id }) => ({ row: rows[i] ?? -1, id: Number(id) }));
}
