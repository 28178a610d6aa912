import type { AnalysisRows } from "@/lib/core/analysis/analysis";
import type { Column, RowColumns } from "@/lib/core/row-columns";
import type { GenerationStore, RowStep } from "@/lib/features/analysis/analysis.ports";
import { copyIn } from "@/lib/platform/db/copy-binary";
import { cancellable, type Db, type Pool } from "@/lib/platform/db/pool";

const CHUNK_ROWS = 8_192;
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
  const { counts, walletOf } = rows;
  const total = counts.histories + counts.addresses + counts.wallets + rows.flowCount;
  let done = 0;
  const count = (n: number): void => {
    done += n;
    onStep({ done, total: Math.max(done, total) });
  };
  const copy = <Row>(target: string, source: Iterable<Row>, fields: readonly Field<Row>[]): Promise<number> =>
    cancellable(pool, signal, (_, client) => copyIn(client, target, chunks(source, [int4(() => generation), ...fields], count)));
  await copy("coinjoin(generation, tx_id, kind, confidence, detail)", rows.verdicts(), [
    id((row) => row.txId), text((row) => row.verdict.kind), int2((row) => row.verdict.confidence), jsonb((row) => row.verdict.detail),
  ]);
  await copy("wallet(generation, id, network, address_count, tx_count, received, sent, first_time, last_time, synthetic)", rows.wallets(), [
    id((row) => row.id), int2((row) => row.network), int4((row) => row.addressCount), int4((row) => row.txCount), sats((row) => row.received), sats((row) => row.sent),
    time((row) => row.firstTime), time((row) => row.lastTime), bool((row) => row.synthetic),
  ]);
  await copy("address_summary(generation, address_id, wallet_id, tx_count, received, sent, first_time, last_time)", rows.addresses(), [
    id((row) => row.address), id((row) => walletOf(row.address)), int4((row) => row.txCount), sats((row) => row.received), sats((row) => row.sent),
    time((row) => row.firstTime), time((row) => row.lastTime),
  ]);
  await copy("address_tx(generation, address_id, ord, tx_id, wallet_id, received, sent)", rows.histories(), [
    id((row) => row.address), sats((row) => row.ord), id((row) => row.txId), id((row) => walletOf(row.address)), sats((row) => row.received), sats((row) => row.sent),
  ]);
  const flows = await copy("flow(generation, src, dst, tx_count, value, first_time, last_time)", rows.flows(), [
    id((row) => row.src), id((row) => row.dst), int4((row) => row.txCount), sats((row) => row.value), time((row) => row.firstTime), time((row) => row.lastTime),
  ]);
  for (const { table } of TABLES) await pool.query(`ANALYZE ${table}`);
  return { flows };
}

/** One column of a table, filled chunk by chunk. */
interface Field<Row> {
  readonly start: (size: number) => { readonly put: (row: Row, at: number) => void; readonly column: () => Column };
}

function numbers<Row>(type: "int2" | "int4", of: (row: Row) => number): Field<Row> {
  return { start: (size) => {
    const values = new Int32Array(size);
    return { put: (row, at) => { values[at] = of(row); }, column: () => ({ type, values }) };
  } };
}

const int2 = <Row>(of: (row: Row) => number): Field<Row> => numbers("int2", of);
const int4 = <Row>(of: (row: Row) => number): Field<Row> => numbers("int4", of);

function id<Row>(of: (row: Row) => number): Field<Row> {
  return { start: (size) => {
    const values = new Float64Array(size);
    return { put: (row, at) => { values[at] = of(row); }, column: () => ({ type: "int8", values }) };
  } };
}

function sats<Row>(of: (row: Row) => bigint): Field<Row> {
  return { start: (size) => {
    const values = new BigInt64Array(size);
    return { put: (row, at) => { values[at] = of(row); }, column: () => ({ type: "int8", values }) };
  } };
}

function time<Row>(of: (row: Row) => number | null): Field<Row> {
  return { start: (size) => {
    const values = new Float64Array(size);
    const nulls = new Uint8Array(size);
    const put = (row: Row, at: number): void => {
      const value = of(row);
      if (value === null) nulls[at] = 1;
      else values[at] = value;
    };
    return { put, column: () => ({ type: "int8", values, nulls }) };
  } };
}

function bool<Row>(of: (row: Row) => boolean): Field<Row> {
  return { start: (size) => {
    const values = new Uint8Array(size);
    return { put: (row, at) => { values[at] = of(row) ? 1 : 0; }, column: () => ({ type: "bool", values }) };
  } };
}

function text<Row>(of: (row: Row) => string): Field<Row> {
  return { start: () => {
    const values: string[] = [];
    return { put: (row) => { values.push(of(row)); }, column: () => ({ type: "text", values }) };
  } };
}

function jsonb<Row>(of: (row: Row) => unknown): Field<Row> {
  return { start: () => {
    const values: unknown[] = [];
    return { put: (row) => { values.push(of(row)); }, column: () => ({ type: "jsonb", values }) };
  } };
}

// eslint-disable-next-line @typescript-eslint/require-await -- copyIn takes an async source; ours is computed, not awaited
async function* chunks<Row>(source: Iterable<Row>, fields: readonly Field<Row>[], count: (rows: number) => void): AsyncGenerator<RowColumns> {
  let columns = fields.map((field) => field.start(CHUNK_ROWS));
  let at = 0;
  for (const row of source) {
    for (const column of columns) column.put(row, at);
    at += 1;
    if (at < CHUNK_ROWS) continue;
    yield { count: at, columns: columns.map((column) => column.column()) };
    count(at);
    columns = fields.map((field) => field.start(CHUNK_ROWS));
    at = 0;
  }
  if (at > 0) yield { count: at, columns: columns.map((column) => column.column()) };
  count(at);
}

/** The tables of an analysis, each with the rest of its primary key, by which a generation is deleted piece by piece. */
const TABLES = [
  { table: "coinjoin", keys: ["tx_id"] },
  { table: "wallet", keys: ["id"] },
  { table: "address_summary", keys: ["address_id"] },
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
