import { makeAnalysisLeases } from "@/lib/features/analysis/analysis-lease.repository";
import { makeLedgerReader } from "@/lib/features/analysis/analysis-read.repository";
import { makeGenerationStore } from "@/lib/features/analysis/analysis-write.repository";
import { makeGrowthStore } from "@/lib/features/analysis/growth.repository";
import { nodeHasher } from "@/lib/platform/chain/hasher";
import { type AnalysisService, makeAnalysisService } from "@/lib/features/analysis/analysis.service";
import type { Pool } from "@/lib/platform/db/pool";

/** The real analysis over a test's database. */
export function makeTestAnalysis(pool: Pool): AnalysisService {
  return makeAnalysisService({
    leases: makeAnalysisLeases(pool),
    ledger: makeLedgerReader(pool),
    generations: makeGenerationStore(pool),
    growth: makeGrowthStore(pool, nodeHasher),
    now: () => performance.now(),
    breathe: () => new Promise((resolve) => setImmediate(resolve)),
    sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  });
}
