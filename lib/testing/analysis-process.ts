/** Run by tests as a process of its own: analyses again and again until it is killed. Says each phase it comes to. */
import { setImmediate as breathe, setTimeout as sleep } from "node:timers/promises";
import { makeAnalysisLeases } from "@/lib/features/analysis/analysis-lease.repository";
import { makeLedgerReader } from "@/lib/features/analysis/analysis-read.repository";
import { makeGenerationStore } from "@/lib/features/analysis/analysis-write.repository";
import { makeGrowthStore } from "@/lib/features/analysis/growth.repository";
import { nodeHasher } from "@/lib/platform/chain/hasher";
import { makeAnalysisService } from "@/lib/features/analysis/analysis.service";
import { makePool } from "@/lib/platform/db/pool";

const pool = makePool(process.env["DATABASE_URL"] ?? "");
const service = makeAnalysisService({
  leases: makeAnalysisLeases(pool, { leaseMs: 500, beatMs: 100 }),
  ledger: makeLedgerReader(pool),
  generations: makeGenerationStore(pool),
  growth: makeGrowthStore(pool, nodeHasher),
  now: () => performance.now(),
  breathe: () => breathe(),
  sleep: (ms) => sleep(ms),
});
for (;;) await service.analyse({ full: true, progress: ({ phase }) => process.stdout.write(`${phase}\n`) });
