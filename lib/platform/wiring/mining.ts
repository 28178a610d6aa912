import { makeLedgerReader } from "@/lib/features/analysis/analysis-read.repository";
import type { AnalysisService } from "@/lib/features/analysis/analysis.service";
import { makeMinedAnalysis } from "@/lib/features/mining/mined-analysis.service";
import { makeMiningStore } from "@/lib/features/mining/mining.repository";
import { makeMiningReader } from "@/lib/features/mining/mining-read.repository";
import { makeMiningService } from "@/lib/features/mining/mining.service";
import type { Pool } from "@/lib/platform/db/pool";

/** Pools and payouts: kept up to date whenever the analysis is. */
export function makeMiningServices(pool: Pool, analysis: AnalysisService) {
  const breathe = (): Promise<void> => new Promise((resolve) => { setImmediate(resolve); });
  const mining = makeMiningService({ store: makeMiningStore(pool), ledger: makeLedgerReader(pool), breathe });
  return { analysis: makeMinedAnalysis({ analysis, mining, now: () => performance.now() }), mining, minedBy: makeMiningReader(pool) };
}
