import type { LedgerColumns } from "@/lib/core/analysis/columns";
import { AppError } from "@/lib/core/errors";
import { type MiningFacts, miningFactsOf } from "@/lib/core/mining/mining-facts";
import { MINING_METHOD } from "@/lib/core/mining/payouts";
import type { JobProgress } from "@/lib/core/jobs/job";
import type { LedgerReader } from "@/lib/features/analysis/analysis.ports";
import type { MiningState, MiningStore } from "@/lib/features/mining/mining.ports";

interface Deps {
  readonly store: MiningStore;
  readonly ledger: LedgerReader;
  /** Lets timers and I/O of this process run. */
  readonly breathe: () => Promise<void>;
}

export interface MiningOptions {
  /** Computes anew although neither the analysis nor a claim has changed. */
  readonly full?: boolean;
  readonly signal?: AbortSignal;
  readonly progress?: (progress: JobProgress) => void;
}

export type MiningCounts = Pick<MiningState, "poolBlocks" | "payouts">;
export type MiningService = ReturnType<typeof makeMiningService>;

/** Pools of blocks and their payouts, kept up to date with analysis and claims. */
export function makeMiningService({ store, ledger, breathe }: Deps) {
  /**
   * Computes the facts anew when the analysis or a claim has changed since. When the ledger moves on meanwhile, the facts stay
   * as they are: the analysis that follows asks again.
   * @throws AppError cancelled when the signal fired
   */
  async function update({ full = false, signal = new AbortController().signal, progress = () => undefined }: MiningOptions = {}): Promise<MiningCounts> {
    const [state, basis] = await Promise.all([store.state(), store.basis()]);
    const fresh = state.generation === basis.generation && state.claims === basis.claims && state.method === MINING_METHOD;
    if (basis.generation === 0 || (fresh && !full)) return counts(state);
    const report = (done: number, total: number | null): void => {
      progress({ phase: "finding payouts", done, total, unit: "rows", from: 0, seconds: 0, counts: {} });
    };
    const sources = await store.sources(basis.generation, signal);
    const snapshot = await ledger.read(signal, ({ done, total }) => { report(done, total); });
    if (snapshot.ledgerVersion !== basis.ledgerVersion) return counts(state);
    const facts = await compute(snapshot.ledger, sources, signal);
    const next = { generation: basis.generation, claims: basis.claims, method: MINING_METHOD, poolBlocks: facts.blocks.length, payouts: facts.payouts.length };
    await store.write(facts, next, signal);
    return counts(next);
  }

  async function compute(columns: LedgerColumns, sources: Awaited<ReturnType<MiningStore["sources"]>>, signal: AbortSignal): Promise<MiningFacts> {
    const steps = miningFactsOf({ ledger: columns, ...sources });
    for (;;) {
      const step = steps.next();
      if (step.done === true) return step.value;
      await breathe();
      if (signal.aborted) throw new AppError("cancelled", "The search for payouts was cancelled. The facts before it stay.");
    }
  }

  return { update };
}

const counts = ({ poolBlocks, payouts }: MiningState): MiningCounts => ({ poolBlocks, payouts });
