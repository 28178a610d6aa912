import { makeLedgerReader } from "@/lib/features/analysis/analysis-read.repository";
import type { AnalysisService } from "@/lib/features/analysis/analysis.service";
import { makeDetectionStore } from "@/lib/features/detection/detection.repository";
import { makeDetectionService } from "@/lib/features/detection/detection.service";
import { nodeHasher } from "@/lib/platform/chain/hasher";
import type { Pool } from "@/lib/platform/db/pool";

interface Technology {
  readonly pool: Pool;
  /** With pools and payouts after it. */
  readonly analysis: AnalysisService;
}

/** Mining laundering: found. */
export function makeDetectionServices({ pool, analysis }: Technology) {
  const breathe = (): Promise<void> => new Promise((resolve) => { setImmediate(resolve); });
  return { detection: makeDetectionService({ store: makeDetectionStore(pool), analysis, ledger: makeLedgerReader(pool), hasher: nodeHasher, breathe }) };
}
