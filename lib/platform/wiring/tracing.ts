import { makeMiningReader } from "@/lib/features/mining/mining-read.repository";
import { makePathService } from "@/lib/features/tracing/path.service";
import { makeProvenanceService } from "@/lib/features/tracing/provenance.service";
import { makeTracingService } from "@/lib/features/tracing/tracing.service";
import { makeTraceStore } from "@/lib/features/tracing/tracing.repository";
import { makeSubjectService } from "@/lib/features/wallets/subjects.service";
import { makeWalletStore } from "@/lib/features/wallets/wallets.repository";
import { nodeHasher } from "@/lib/platform/chain/hasher";
import type { Pool } from "@/lib/platform/db/pool";

/** Following money: traces, paths, provenance. */
export function makeTracingServices(pool: Pool) {
  const store = makeTraceStore(pool);
  const subjects = makeSubjectService({ store: makeWalletStore(pool), hasher: nodeHasher });
  const deps = { store, subjects, payouts: makeMiningReader(pool) };
  return { tracing: { ...makeTracingService(deps), ...makeProvenanceService(deps), ...makePathService({ store, subjects }) } };
}
