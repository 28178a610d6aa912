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
const OPENINGS = 60;

/**
 * A full analysis of 200,000 · scale generated transactions, among them a wallet with 100,000 (at scale 1 and above); then how
 * long the first page of that wallet takes beside one of ten transactions.
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
  const { hub, small } = await subjects(pool, ledger.hubAddress);
  const hubOpening = await openings(pool, hub);
  const smallOpening = await openings(pool, small);
  return {
    name: "analysis",
    scale,
    figures: {
      transactions: ledger.transactions, inputs: ledger.inputs, outputs: ledger.outputs, addresses: ledger.addresses,
      wallets: first.wallets, flows: first.flows, coinjoins: first.coinjoins, hubTransactions: hub.transactions, smallTransactions: small.transactions,
      seconds: first.seconds, ...Object.fromEntries([...phases].map(([phase, seconds]) => [`${phase}Seconds`, seconds])), secondsAgain: again.seconds,
      peakMegabytes: megabytes, hubOpenP95Ms: hubOpening, smallOpenP95Ms: smallOpening,
    },
    ratio: { hubToSmallWallet: hubOpening / smallOpening, transactionsPerSecond: Math.round(ledger.transactions / first.seconds) },
  };
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

interface Subject {
  readonly id: bigint;
  readonly transactions: number;
}

async function subjects(pool: Pool, hubAddress: number): Promise<{ hub: Subject; small: Subject }> {
  const wallet = "SELECT w.id, w.tx_count AS transactions FROM analysis_state a JOIN wallet w ON w.generation = a.generation";
  const hub = await pool.query<Subject>(`${wallet} JOIN address_summary s ON s.generation = a.generation AND s.wallet_id = w.id WHERE s.address_id = $1`, [hubAddress]);
  const small = await pool.query<Subject>(`${wallet} WHERE w.tx_count < 30 ORDER BY abs(w.tx_count - 10), w.id LIMIT 1`);
  if (hub.rows[0] === undefined || small.rows[0] === undefined) throw new Error("The generated ledger lacks the wallets to compare: raise --scale.");
  return { hub: hub.rows[0], small: small.rows[0] };
}

/** What a wallet page reads: totals, the newest 50 transactions, the largest 25 counterparties each way. 95th percentile in ms. */
async function openings(pool: Pool, { id }: Subject): Promise<number> {
  const millis: number[] = [];
  for (let i = 0; i < OPENINGS; i += 1) {
    const began = performance.now();
    const { rows } = await pool.query<{ generation: number }>("SELECT generation FROM analysis_state WHERE id = 1");
    const generation = rows[0]?.generation ?? 0;
    await pool.query("SELECT * FROM wallet WHERE generation = $1 AND id = $2", [generation, id]);
    await pool.query(
      `SELECT p.*, t.txid, t.time FROM (SELECT ord, tx_id, sum(received), sum(sent) FROM address_tx
       WHERE generation = $1 AND wallet_id = $2 GROUP BY ord, tx_id ORDER BY ord DESC, tx_id DESC LIMIT 50) p JOIN tx t ON t.id = p.tx_id`,
      [generation, id],
    );
    for (const end of ["src", "dst"]) await pool.query(`SELECT * FROM flow WHERE generation = $1 AND ${end} = $2 ORDER BY value DESC LIMIT 25`, [generation, id]);
    millis.push(performance.now() - began);
  }
  millis.sort((a, b) => a - b);
  return Math.round((millis[Math.floor(0.95 * millis.length)] ?? 0) * 100) / 100;
}
