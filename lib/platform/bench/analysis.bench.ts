import type { JobProgress } from "@/lib/core/jobs/job";
import { fillSyntheticLedger } from "@/lib/platform/bench/synthetic-ledger";
import { inTransaction, type Pool } from "@/lib/platform/db/pool";

/** What `assay bench` prints: figures of this machine, ratios that hold elsewhere too. */
export interface BenchReport {
  readonly name: string;
  readonly scale: number;
  readonly figures: Readonly<Record<string, number>>;
  readonly ratio: Readonly<Record<string, number>>;
}

interface AnalysisBenchDeps {
  /** A database of its own, migrated and empty. */
  readonly pool: Pool;
  readonly analyse: (options: { full: boolean; progress: (progress: JobProgress) => void }) => Promise<{ readonly seconds: number; readonly wallets: number; readonly flows: number; readonly coinjoins: number }>;
}

const TRANSACTIONS = 200_000;
/** Of a block that comes last. */
const BLOCK = 2_500;
const TABLES = ["wallet", "address_summary", "link", "address_tx", "flow", "coinjoin"];

/**
 * A full analysis of 200,000 · scale generated transactions, among them a wallet with 100,000 (at scale 1 and above), first into
 * empty tables, then beside the generation before; the time the server alone takes to copy the same rows into bare tables
 * and build their indexes; and, last, a block of 2,500 transactions more, added to the current generation.
 */
export async function benchAnalysis({ pool, analyse }: AnalysisBenchDeps, scale: number): Promise<BenchReport> {
  const client = await pool.connect();
  const transactions = Math.round(TRANSACTIONS * scale);
  const ledger = await fillSyntheticLedger(client, transactions + BLOCK).finally(() => {
    client.release();
  });
  await holdBack(pool, transactions);
  const phases = new Map<string, number>();
  const memory = peakMemory();
  const first = await analyse({ full: true, progress: ({ phase, seconds }) => phases.set(phase, seconds) });
  const megabytes = memory();
  const again = await analyse({ full: true, progress: () => undefined });
  const bare = await bareCopy(pool);
  const block = await addBlock(pool, analyse);
  const writing = phases.get("writing") ?? 0;
  return {
    name: "analysis",
    scale,
    figures: {
      transactions, inputs: ledger.inputs, outputs: ledger.outputs, addresses: ledger.addresses, hubTransactions: ledger.hubTransactions,
      wallets: first.wallets, flows: first.flows, coinjoins: first.coinjoins,
      seconds: first.seconds, ...Object.fromEntries([...phases].map(([phase, seconds]) => [`${phase}Seconds`, tenths(seconds)])), secondsAgain: again.seconds,
      bareCopySeconds: tenths(bare), peakMegabytes: megabytes, transactionsPerSecond: Math.round(transactions / first.seconds),
      ...block,
    },
    ratio: { writingToBareCopy: tenths(writing / bare), analysisToBareCopy: tenths(first.seconds / bare), blockToFullRun: hundredths(block.blockSeconds / again.seconds) },
  };
}

const hundredths = (value: number): number => Math.round(100 * value) / 100;
const tenths = (value: number): number => Math.round(10 * value) / 10;

const LEDGER = [["tx", "id"], ["output", "tx_id"], ["input", "tx_id"]] as const;

/** Puts what comes after the transaction aside. */
async function holdBack(pool: Pool, last: number): Promise<void> {
  for (const [table, id] of LEDGER) {
    await pool.query(`CREATE TABLE later_${table} (LIKE ${table})`);
    await pool.query(`WITH gone AS (DELETE FROM ${table} WHERE ${id} > $1 RETURNING *) INSERT INTO later_${table} SELECT * FROM gone`, [last]);
  }
}

/** The block comes, as an importer would write it. @returns seconds until the wallets are up to date, and until all that rests on them is */
async function addBlock(pool: Pool, analyse: AnalysisBenchDeps["analyse"]): Promise<{ readonly blockTransactions: number; readonly blockSeconds: number; readonly blockWithPayoutsSeconds: number }> {
  const { rows: before } = await pool.query<{ generation: number }>(GENERATION);
  await inTransaction(pool, async (client) => {
    for (const [table] of LEDGER) await client.query(`INSERT INTO ${table} SELECT * FROM later_${table}`);
    await client.query("UPDATE ledger_state SET version = version + 1, grown_from = version, grown_to = version + 1");
  });
  const began = performance.now();
  const steps: number[] = [];
  await analyse({ full: false, progress: () => steps.push(performance.now()) });
  const ended = performance.now();
  const { rows: after } = await pool.query<{ generation: number }>(GENERATION);
  if (before[0]?.generation !== after[0]?.generation) throw new Error("The block was not added to the current generation: the figures would be those of a full run.");
  return { blockTransactions: BLOCK, blockSeconds: hundredths(((steps[0] ?? ended) - began) / 1000), blockWithPayoutsSeconds: hundredths((ended - began) / 1000) };
}

const GENERATION = "SELECT generation FROM analysis_state";

/** The rows of the current generation into tables without indexes, then the indexes: seconds on the server, no client involved. */
async function bareCopy(pool: Pool): Promise<number> {
  const began = performance.now();
  for (const table of TABLES) {
    await pool.query(`CREATE TABLE bare_${table} (LIKE ${table})`);
    await pool.query(`INSERT INTO bare_${table} SELECT t.* FROM ${table} t JOIN analysis_state a ON a.generation = t.generation`);
    const { rows } = await pool.query<{ indexdef: string }>("SELECT indexdef FROM pg_indexes WHERE schemaname = current_schema() AND tablename = $1", [table]);
    for (const { indexdef } of rows) await pool.query(indexdef.replace(/INDEX \S+ ON \S+/, `INDEX ON bare_${table}`));
  }
  return (performance.now() - began) / 1000;
}

/** Resident memory of this process, what generating the ledger left behind included, sampled ten times a second, in MB. */
function peakMemory(): () => number {
  let peak = 0;
  const sample = (): void => {
    peak = Math.max(peak, process.memoryUsage.rss());
  };
  const timer = setInterval(sample, 100);
  return () => {
    clearInterval(timer);
    sample();
    return Math.round(peak / 1e6);
  };
}
