import type { JobProgress } from "@/lib/core/jobs/job";
import { fillSyntheticLedger } from "@/lib/platform/bench/synthetic-ledger";
import type { Pool } from "@/lib/platform/db/pool";

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
const TABLES = ["wallet", "address_summary", "link", "address_tx", "flow", "coinjoin"];

/**
 * A full analysis of 200,000 · scale generated transactions, among them a wallet with 100,000 (at scale 1 and above), first into
 * empty tables, then beside the generation before; and the time the server alone takes to copy the same rows into bare tables
 * and build their indexes.
 */
export async function benchAnalysis({ pool, analyse }: AnalysisBenchDeps, scale: number): Promise<BenchReport> {
  const client = await pool.connect();
  const ledger = await fillSyntheticLedger(client, Math.round(TRANSACTIONS * scale)).finally(() => {
    client.release();
  });
  const phases = new Map<string, number>();
  const memory = peakMemory();
  const first = await analyse({ full: true, progress: ({ phase, seconds }) => phases.set(phase, seconds) });
  const megabytes = memory();
  const again = await analyse({ full: true, progress: () => undefined });
  const bare = await bareCopy(pool);
  const writing = phases.get("writing") ?? 0;
  return {
    name: "analysis",
    scale,
    figures: {
      transactions: ledger.transactions, inputs: ledger.inputs, outputs: ledger.outputs, addresses: ledger.addresses, hubTransactions: ledger.hubTransactions,
      wallets: first.wallets, flows: first.flows, coinjoins: first.coinjoins,
      seconds: first.seconds, ...Object.fromEntries([...phases].map(([phase, seconds]) => [`${phase}Seconds`, tenths(seconds)])), secondsAgain: again.seconds,
      bareCopySeconds: tenths(bare), peakMegabytes: megabytes, transactionsPerSecond: Math.round(ledger.transactions / first.seconds),
    },
    ratio: { writingToBareCopy: tenths(writing / bare), analysisToBareCopy: tenths(first.seconds / bare) },
  };
}

const tenths = (value: number): number => Math.round(10 * value) / 10;

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
