import type { AnalysisRows } from "@/lib/core/analysis/analysis";
import type { AddressBatch, HistoryBatch } from "@/lib/core/analysis/histories";
import { BATCH_ROWS } from "@/lib/core/analysis/lists";
import type { StoredVerdict } from "@/lib/core/analysis/verdicts";
import type { WalletBatch } from "@/lib/core/analysis/wallets";
import type { LinkBatch } from "@/lib/core/clustering/links";
import type { FlowBatch } from "@/lib/core/graph/flows-sum";
import type { Column, RowColumns } from "@/lib/core/row-columns";
import type { GenerationStore, RowStep } from "@/lib/features/analysis/analysis.ports";
import { copyIn } from "@/lib/platform/db/copy-binary";
import { cancellable, type Db, type Pool } from "@/lib/platform/db/pool";

/** Rows deleted by one statement: some tenths of a second. */
const SWEEP_ROWS = 20_000;

export function makeGenerationStore(pool: Pool): GenerationStore {
  return {
    write: (generation, rows, { signal, onStep }) => write(pool, generation, { rows, signal, onStep }),
    sweep: (generation, signal) => sweep(pool, generation, signal),
  };
}

interface Writing {
  readonly rows: AnalysisRows;
  readonly signal: AbortSignal;
  readonly onStep: (step: RowStep) => void;
}

async function write(pool: Pool, generation: number, { rows, signal, onStep }: Writing): Promise<{ flows: number }> {
  const total = rows.counts.histories + rows.counts.addresses + rows.counts.wallets + rows.counts.links + rows.flowCount;
  const generations = new Int32Array(BATCH_ROWS).fill(generation);
  let done = 0;
  function* outgoing<Batch extends { readonly count: number }>(batches: Iterable<Batch>, columnsOf: (batch: Batch) => readonly Column[]): Generator<RowColumns> {
    for (const batch of batches) {
      yield { count: batch.count, columns: [{ type: "int4", values: generations }, ...columnsOf(batch)] };
      done += batch.count;
      onStep({ done, total });
    }
  }
  const copy = (stop: AbortSignal, target: string, source: Iterable<RowColumns>): Promise<number> => cancellable(pool, stop, (_, client) => copyIn(client, target, source));
  let flows = 0;
  // Histories are half of all rows: with a connection of their own they take a core of their own.
  await together(signal, [
    async (stop) => {
      await copy(stop, "address_tx(generation, address_id, wallet_id, ord, tx_id, received, sent)", outgoing(rows.histories(), historyColumns));
    },
    async (stop) => {
      await copy(stop, "coinjoin(generation, tx_id, kind, confidence, detail)", outgoing(verdictBatches(rows), verdictColumns));
      await copy(stop, "wallet(generation, id, network, address_count, tx_count, received, sent, first_time, last_time, in_parties, out_parties, synthetic)", outgoing(rows.wallets(), walletColumns));
      await copy(stop, "address_summary(generation, address_id, wallet_id, tx_count, received, sent, first_time, last_time)", outgoing(rows.addresses(), addressColumns));
      await copy(stop, "link(generation, address_id, next_id, tx_id, rule)", outgoing(rows.links(), linkColumns));
      flows = await copy(stop, "flow(generation, src, dst, tx_count, value, first_time, last_time)", outgoing(rows.flows(), flowColumns));
    },
  ]);
  for (const { table } of TABLES) await pool.query(`ANALYZE ${table}`);
  return { flows };
}

/** Runs all at once; when one fails, ends the others too. Returns only when none is left running. */
async function together(signal: AbortSignal, tasks: readonly ((stop: AbortSignal) => Promise<void>)[]): Promise<void> {
  const failures: unknown[] = [];
  const stop = new AbortController();
  const either = AbortSignal.any([signal, stop.signal]);
  await Promise.all(
    tasks.map((task) =>
      task(either).catch((error: unknown) => {
        failures.push(error);
        stop.abort();
      }),
    ),
  );
  if (failures.length > 0) throw failures[0];
}

const int4 = (values: Int32Array): Column => ({ type: "int4", values });
const int8 = (values: Int32Array | BigInt64Array): Column => ({ type: "int8", values });
const time = (values: Float64Array): Column => ({ type: "int8", values, nulls: Uint8Array.from(values, (value) => (value < 0 ? 1 : 0)) });

const walletColumns = (batch: WalletBatch): Column[] => [
  int8(batch.id), { type: "int2", values: batch.network }, int4(batch.addressCount), int4(batch.txCount), int8(batch.received), int8(batch.sent),
  time(batch.firstTime), time(batch.lastTime), int4(batch.inParties), int4(batch.outParties), { type: "bool", values: batch.synthetic },
];

const addressColumns = (batch: AddressBatch): Column[] => [
  int8(batch.address), int8(batch.wallet), int4(batch.txCount), int8(batch.received), int8(batch.sent), time(batch.firstTime), time(batch.lastTime),
];

const linkColumns = (batch: LinkBatch): Column[] => [
  int8(batch.address), int8(batch.next), { type: "int8", values: batch.txId, nulls: Uint8Array.from(batch.txId, (id) => (id === 0 ? 1 : 0)) }, { type: "int2", values: batch.rule },
];

const historyColumns = (batch: HistoryBatch): Column[] => [int8(batch.address), int8(batch.wallet), int8(batch.ord), int8(batch.txId), int8(batch.received), int8(batch.sent)];

const flowColumns = (batch: FlowBatch): Column[] => [int8(batch.src), int8(batch.dst), int4(batch.txCount), int8(batch.value), time(batch.firstTime), time(batch.lastTime)];

interface VerdictBatch {
  readonly count: number;
  readonly verdicts: readonly StoredVerdict[];
}

const verdictColumns = ({ verdicts }: VerdictBatch): Column[] => [
  int8(Int32Array.from(verdicts, ({ txId }) => txId)),
  { type: "text", values: verdicts.map(({ verdict }) => verdict.kind) },
  { type: "int2", values: Int16Array.from(verdicts, ({ verdict }) => verdict.confidence) },
  { type: "jsonb", values: verdicts.map(({ verdict }) => verdict.detail) },
];

function* verdictBatches(rows: AnalysisRows): Generator<VerdictBatch> {
  let verdicts: StoredVerdict[] = [];
  for (const verdict of rows.verdicts()) {
    verdicts.push(verdict);
    if (verdicts.length < BATCH_ROWS) continue;
    yield { count: verdicts.length, verdicts };
    verdicts = [];
  }
  yield { count: verdicts.length, verdicts };
}

/** The tables of an analysis, each with the rest of its primary key, by which a generation is deleted piece by piece. */
const TABLES = [
  { table: "coinjoin", keys: ["tx_id"] },
  { table: "wallet", keys: ["id"] },
  { table: "address_summary", keys: ["address_id"] },
  { table: "link", keys: ["address_id"] },
  { table: "address_tx", keys: ["address_id", "ord", "tx_id"] },
  { table: "flow", keys: ["src", "dst"] },
] as const;
type Table = (typeof TABLES)[number];

async function sweep(db: Db, before: number, signal: AbortSignal): Promise<void> {
  const { rows } = await db.query<{ generation: number; previous: number }>("SELECT generation, previous FROM analysis_state WHERE id = 1");
  const kept = rows.flatMap((row) => [row.generation, row.previous]);
  for (const target of TABLES) {
    for (let generation = await nextGeneration(db, target, -1); generation !== null && generation < before; generation = await nextGeneration(db, target, generation)) {
      if (!kept.includes(generation)) await deleteGeneration(db, target, { generation, signal });
      if (signal.aborted) return;
    }
  }
}

async function nextGeneration(db: Db, { table }: Table, after: number): Promise<number | null> {
  const { rows } = await db.query<{ generation: number | null }>(`SELECT min(generation) AS generation FROM ${table} WHERE generation > $1`, [after]);
  return rows[0]?.generation ?? null;
}

/** By ranges of the primary key: no statement steps over the rows that the ones before it deleted, and none has more to do for a hub. */
async function deleteGeneration(db: Db, { table, keys }: Table, { generation, signal }: { generation: number; signal: AbortSignal }): Promise<void> {
  const key = keys.join(", ");
  const after = `(${key}) > (${keys.map((_, i) => `$${i + 2}::int8`).join(", ")})`;
  const upTo = `(${key}) <= (${keys.map((_, i) => `$${i + 2 + keys.length}::int8`).join(", ")})`;
  let from: readonly bigint[] = keys.map(() => -(2n ** 63n));
  while (!signal.aborted) {
    const { rows } = await db.query<Record<string, bigint>>(`SELECT ${key} FROM ${table} WHERE generation = $1 AND ${after} ORDER BY ${key} OFFSET ${SWEEP_ROWS - 1} LIMIT 1`, [generation, ...from]);
    const [last] = rows;
    if (last === undefined) {
      await db.query(`DELETE FROM ${table} WHERE generation = $1 AND ${after}`, [generation, ...from]);
      return;
    }
    const to = keys.map((column) => last[column] ?? 0n);
    await db.query(`DELETE FROM ${table} WHERE generation = $1 AND ${after} AND ${upTo}`, [generation, ...from, ...to]);
    from = to;
  }
}
