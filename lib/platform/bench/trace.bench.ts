import { hashToText } from "@/lib/core/hex";
import type { TraceMethod } from "@/lib/core/tracing/methods";
import type { TraceResult } from "@/lib/features/tracing/tracing.ports";
import type { BenchReport } from "@/lib/platform/bench/analysis.bench";
import { fillTraceLedger } from "@/lib/platform/bench/trace-ledger";
import { inTransaction, type Pool } from "@/lib/platform/db/pool";
import type { Services } from "@/lib/platform/services";

interface TraceBenchDeps {
  /** A database of its own, migrated and empty. */
  readonly pool: Pool;
  readonly tracing: Services["tracing"];
}

const TRANSACTIONS = 100_000;
const [ROUNDS, EXPANSIONS, SIX_HOPS] = [3, 41, 6];

/**
 * Haircut and FIFO from one output whose money reaches 100,000 · scale transactions, from the request to the named result; the same
 * haircut by one recursive query of the database, which follows every way on its own and sums at the end; and six hops from
 * transactions in the middle of the chain.
 */
export async function benchTrace({ pool, tracing }: TraceBenchDeps, scale: number): Promise<BenchReport> {
  const client = await pool.connect();
  const ledger = await fillTraceLedger(client, Math.round(TRANSACTIONS * scale)).finally(() => {
    client.release();
  });
  const run = async (method: TraceMethod, txId: number, maxHops: number | null = null): Promise<{ seconds: number; result: TraceResult }> => {
    const outpoint = { txid: await txidOf(pool, txId), n: 0 };
    const began = performance.now();
    const seeds = { outpoints: [outpoint], refs: [] };
    const result = await tracing.trace({ network: "bitcoin", seeds, method, direction: "forward", followFees: false, toHeight: null, maxHops, minValue: 0n, throughServices: false }, new AbortController().signal);
    return { seconds: (performance.now() - began) / 1000, result };
  };
  const [haircut, fifo] = [await best(() => run("haircut", 1)), await best(() => run("fifo", 1))];
  const peak = Math.round(process.memoryUsage.rss() / 1e6);
  const sql = await recursively(pool);
  const millis: number[] = [];
  for (let i = 0; i < EXPANSIONS; i += 1) millis.push(1000 * (await run("haircut", ledger.firstSpend + 1 + Math.floor((ledger.transactions - ledger.firstSpend) * (i / EXPANSIONS / 2)), SIX_HOPS)).seconds);
  millis.sort((a, b) => a - b);
  return {
    name: "trace",
    scale,
    figures: {
      transactions: ledger.transactions, inputs: ledger.inputs, outputs: ledger.outputs,
      haircutTransactions: haircut.result.transactions, haircutSeconds: thousandths(haircut.seconds), haircutStops: haircut.result.stops.length,
      fifoTransactions: fifo.result.transactions, fifoSeconds: thousandths(fifo.seconds), fifoStops: fifo.result.stops.length,
      recursiveSqlSeconds: thousandths(sql.seconds), recursiveSqlOutputs: sql.outputs, largestDifferenceSats: largestDifference(haircut.result, sql.tainted),
      sixHopsP50Ms: thousandths(millis[Math.floor(millis.length / 2)] ?? 0), sixHopsP95Ms: thousandths(millis[Math.floor(millis.length * 0.95)] ?? 0),
      residentMegabytes: peak, reconciles: haircut.result.reconciles === true && fifo.result.reconciles === true ? 1 : 0,
    },
    ratio: { recursiveSqlToHaircut: thousandths(sql.seconds / haircut.seconds), recursiveSqlToFifo: thousandths(sql.seconds / fifo.seconds) },
  };
}

const thousandths = (value: number): number => Math.round(1000 * value) / 1000;

async function best<Run extends { readonly seconds: number }>(run: () => Promise<Run>): Promise<Run> {
  let found = await run();
  for (let i = 1; i < ROUNDS; i += 1) {
    const next = await run();
    if (next.seconds < found.seconds) found = next;
  }
  return found;
}

async function txidOf(pool: Pool, id: number): Promise<string> {
  const { rows } = await pool.query<{ txid: Buffer }>("SELECT txid FROM tx WHERE id = $1", [id]);
  return hashToText(rows[0]?.txid ?? new Uint8Array());
}

/**
 * Haircut in double precision, fees dropped. A recursive term may not aggregate, so that taint which comes together is followed
 * apart to the end. The planner is held to look-ups by key, as a trace is.
 */
const RECURSIVE = `WITH RECURSIVE taint(tx_id, n, tainted) AS (
    SELECT tx_id, n, value::float8 FROM output WHERE tx_id = 1 AND n = 0
    UNION ALL
    SELECT o.tx_id, o.n, t.tainted * o.value / s.spent
    FROM taint t JOIN input i ON i.prev_tx_id = t.tx_id AND i.prev_n = t.n
    CROSS JOIN LATERAL (SELECT sum(x.value)::float8 AS spent FROM input x WHERE x.tx_id = i.tx_id) s
    JOIN output o ON o.tx_id = i.tx_id
  )
  SELECT x.txid, t.n, sum(t.tainted) AS tainted FROM taint t JOIN tx x ON x.id = t.tx_id
  WHERE NOT EXISTS (SELECT 1 FROM input i WHERE i.prev_tx_id = t.tx_id AND i.prev_n = t.n) GROUP BY x.txid, t.n`;

async function recursively(pool: Pool): Promise<{ readonly seconds: number; readonly outputs: number; readonly tainted: ReadonlyMap<string, number> }> {
  const began = performance.now();
  const rows = await inTransaction(pool, async (client) => {
    await client.query("SET LOCAL enable_hashjoin = off; SET LOCAL enable_mergejoin = off; SET LOCAL enable_seqscan = off; SET LOCAL jit = off");
    return (await client.query<{ txid: Buffer; n: number; tainted: number }>(RECURSIVE)).rows;
  });
  const seconds = (performance.now() - began) / 1000;
  return { seconds, outputs: rows.length, tainted: new Map(rows.map(({ txid, n, tainted }) => [`${hashToText(txid)}:${n}`, tainted])) };
}

function largestDifference({ stops }: TraceResult, tainted: ReadonlyMap<string, number>): number {
  return Math.round(stops.reduce((most, stop) => Math.max(most, Math.abs(parseFloat(stop.tainted.toString()) - (tainted.get(`${stop.txid}:${stop.n ?? -1}`) ?? 0))), 0));
}
