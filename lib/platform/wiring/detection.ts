import { randomUUID } from "node:crypto";
import { makeLedgerReader } from "@/lib/features/analysis/analysis-read.repository";
import type { AnalysisService } from "@/lib/features/analysis/analysis.service";
import { makeDetectionStore } from "@/lib/features/detection/detection.repository";
import { makeDetectionService } from "@/lib/features/detection/detection.service";
import { makeFindingReader, makeInFindingTransaction } from "@/lib/features/detection/findings.repository";
import { makeFindingService } from "@/lib/features/detection/findings.service";
import { nodeHasher } from "@/lib/platform/chain/hasher";
import type { Pool } from "@/lib/platform/db/pool";

interface Technology {
  readonly pool: Pool;
  /** With pools and payouts after it. */
  readonly analysis: AnalysisService;
}

/** Mining laundering: found, and kept. */
export function makeDetectionServices({ pool, analysis }: Technology) {
  const breathe = (): Promise<void> => new Promise((resolve) => { setImmediate(resolve); });
  const detection = makeDetectionService({ store: makeDetectionStore(pool), analysis, ledger: makeLedgerReader(pool), hasher: nodeHasher, breathe });
  return { findings: makeFindingService({ detection, reader: makeFindingReader(pool), inTransaction: makeInFindingTransaction(pool), newId: randomUUID }) };
}
