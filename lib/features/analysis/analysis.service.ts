import { ANALYSIS_METHOD, type AnalysisRows, analysisOf } from "@/lib/core/analysis/analysis";
import type { LedgerColumns } from "@/lib/core/analysis/columns";
import { AppError } from "@/lib/core/errors";
import type { JobProgress } from "@/lib/core/jobs/job";
import type { AnalysisLease, AnalysisLeases, AnalysisStats, GenerationStore, GrowthStore, LedgerReader, RowStep } from "@/lib/features/analysis/analysis.ports";

export interface AnalysisDeps {
  readonly leases: AnalysisLeases;
  readonly ledger: LedgerReader;
  readonly generations: GenerationStore;
  readonly growth: GrowthStore;
  /** Milliseconds; only differences are used. */
  readonly now: () => number;
  /** Lets timers and I/O of this process run. */
  readonly breathe: () => Promise<void>;
  readonly sleep: (ms: number) => Promise<void>;
}

export interface AnalyseOptions {
  /** Computes anew although the ledger has not changed. */
  readonly full?: boolean;
  readonly signal?: AbortSignal;
  readonly progress?: (progress: JobProgress) => void;
}

export interface AnalysisResult extends AnalysisStats {
  /** Of this call: near zero when nothing had to be done. */
  readonly seconds: number;
  readonly generation: number;
  /** The ledger had not changed since the last analysis. */
  readonly upToDate: boolean;
}

export type AnalysisService = ReturnType<typeof makeAnalysisService>;

const WAIT_MS = 200;

export function makeAnalysisService(deps: AnalysisDeps) {
  /**
   * Brings wallets, histories, flows and CoinJoin verdicts up to date with the ledger, as a new generation that readers see
   * all at once; or, where the ledger has only grown at its end, by adding to the current one. Does nothing when it has not changed. When another analysis runs, waits for it, and then mostly
   * finds nothing left to do. Killed at any moment, it leaves the generation before current, and the next run clears up.
   *
   * @throws AppError cancelled when the signal fired; conflict when this process was silent so long that another took over.
   */
  async function analyse({ full = false, signal = new AbortController().signal, progress = () => undefined }: AnalyseOptions = {}): Promise<AnalysisResult> {
    const began = deps.now();
    const report = reporter(deps, progress);
    for (;;) {
      const ready = full ? null : await upToDate();
      if (ready !== null) return { ...ready, seconds: since(began) };
      const lease = await deps.leases.acquire();
      if (lease !== null) return { ...(await runUnder(lease, { full, signal, report })), seconds: since(began) };
      report("waiting", 0, null);
      if (signal.aborted) throw new AppError("cancelled", "The analysis was cancelled while it waited for another one to end.");
      await deps.sleep(WAIT_MS);
    }
  }

  async function upToDate(): Promise<Omit<AnalysisResult, "seconds"> | null> {
    const { generation, stats, ledgerVersion, currentVersion, method } = await deps.leases.state();
    if (stats === null || ledgerVersion !== currentVersion || method !== ANALYSIS_METHOD) return null;
    return { ...stats, generation, upToDate: true };
  }

  async function runUnder(lease: AnalysisLease, { full, signal, report }: Run): Promise<Omit<AnalysisResult, "seconds">> {
    try {
      // The run that held the lease before may have done what this one was asked for.
      const ready = full ? null : ((await upToDate()) ?? (await grow(deps, lease)));
      return ready ?? (await run(lease, AbortSignal.any([signal, lease.lost]), report));
    } catch (error) {
      if (lease.lost.aborted && !signal.aborted) throw new AppError("conflict", "Another analysis took over, since this process did not answer for a while. Its result stands.", { cause: error });
      throw error;
    } finally {
      await lease.release();
    }
  }

  async function run(lease: AnalysisLease, signal: AbortSignal, report: Report): Promise<Omit<AnalysisResult, "seconds">> {
    const rowsOf = (phase: string) => (step: RowStep) => {
      report(phase, step.done, step.total, "rows");
    };
    await deps.generations.sweep(lease.generation, signal);
    const { ledger, ledgerVersion, reach } = await deps.ledger.read(signal, rowsOf("reading"));
    const rows = await compute(ledger, signal, report);
    const { flows } = await deps.generations.write(lease.generation, rows, { signal, onStep: rowsOf("writing") });
    const { transactions, addresses, wallets, multiAddressWallets, coinjoins } = rows.counts;
    const stats = { transactions, addresses, wallets, multiAddressWallets, coinjoins, poolBlocks: null, payouts: null, flows };
    await lease.publish({ ledgerVersion, method: ANALYSIS_METHOD, stats, reach });
    report("tidying", 0, null);
    await deps.generations.sweep(lease.generation, signal);
    return { ...stats, generation: lease.generation, upToDate: false };
  }

  async function compute(ledger: LedgerColumns, signal: AbortSignal, report: Report): Promise<AnalysisRows> {
    const steps = analysisOf(ledger);
    for (;;) {
      const step = steps.next();
      if (step.done === true) return step.value;
      report("clustering", Math.round(step.value * ledger.txCount), ledger.txCount, "transactions");
      await deps.breathe();
      if (signal.aborted) throw new AppError("cancelled", "The analysis was cancelled. The one before it stays current.");
    }
  }

  const since = (began: number): number => Math.round(deps.now() - began) / 1000;

  return { analyse };
}

/** Null where more has changed than the end of the ledger. */
async function grow({ growth }: Pick<AnalysisDeps, "growth">, lease: AnalysisLease): Promise<Omit<AnalysisResult, "seconds"> | null> {
  const grown = await growth.add(lease);
  return grown === null ? null : { ...grown.stats, generation: grown.generation, upToDate: false };
}

type Report = (phase: string, done: number, total: number | null, unit?: string) => void;

interface Run {
  readonly full: boolean;
  readonly signal: AbortSignal;
  readonly report: Report;
}

/** Adds what a JobProgress says of a phase besides how far it is. */
function reporter({ now }: Pick<AnalysisDeps, "now">, progress: (progress: JobProgress) => void): Report {
  let current = "";
  let began = now();
  return (phase, done, total, unit = "steps") => {
    if (phase !== current) {
      current = phase;
      began = now();
    }
    progress({ phase, done, total, unit, from: 0, seconds: (now() - began) / 1000, counts: {} });
  };
}
