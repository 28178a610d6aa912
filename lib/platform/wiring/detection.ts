import { randomUUID } from "node:crypto";
import { makeLedgerReader } from "@/lib/features/analysis/analysis-read.repository";
import type { AnalysisService } from "@/lib/features/analysis/analysis.service";
import { makeClaimLists } from "@/lib/features/claims/claims-list.repository";
import { makeClaimListService } from "@/lib/features/claims/claims-list.service";
import { makeDetectionStore } from "@/lib/features/detection/detection.repository";
import { makeDetectionService } from "@/lib/features/detection/detection.service";
import { makeFindingReader, makeInFindingTransaction } from "@/lib/features/detection/findings.repository";
import { makeFindingService } from "@/lib/features/detection/findings.service";
import { makeScreeningStore } from "@/lib/features/screening/screening.repository";
import { makeScreeningService } from "@/lib/features/screening/screening.service";
import { makeCompletenessStore } from "@/lib/features/wallets/completeness.repository";
import { makeSubjectService } from "@/lib/features/wallets/subjects.service";
import { makeWalletStore } from "@/lib/features/wallets/wallets.repository";
import { nodeHasher } from "@/lib/platform/chain/hasher";
import type { Pool } from "@/lib/platform/db/pool";

interface Technology {
  readonly pool: Pool;
  /** With pools and payouts after it. */
  readonly analysis: AnalysisService;
}

/** Mining laundering: found, kept, and looked for among addresses. */
export function makeDetectionServices({ pool, analysis }: Technology) {
  const breathe = (): Promise<void> => new Promise((resolve) => { setImmediate(resolve); });
  const detection = makeDetectionService({ store: makeDetectionStore(pool), analysis, ledger: makeLedgerReader(pool), hasher: nodeHasher, breathe });
  const reader = makeFindingReader(pool);
  const subjects = makeSubjectService({ store: makeWalletStore(pool), hasher: nodeHasher });
  return {
    findings: makeFindingService({ detection, reader, claims: makeClaimListService({ lists: makeClaimLists(pool) }), inTransaction: makeInFindingTransaction(pool), newId: randomUUID }),
    screening: makeScreeningService({ store: makeScreeningStore(pool), subjects, completeness: makeCompletenessStore(pool), findings: reader, hasher: nodeHasher }),
  };
}
