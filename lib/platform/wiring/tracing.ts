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
  // Until payouts are stored, a way back ends at none.
  const payouts = { payouts: () => Promise.resolve(new Map<number, never>()) };
  return { tracing: makeTracingService({ store, subjects, payouts }) };
}
