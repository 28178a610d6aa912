import type { Json } from "@/lib/core/jobs/job";
import type { CoreSyncResult } from "@/lib/features/sync/core-sync.service";
import type { EsploraSyncResult } from "@/lib/features/sync/esplora-sync.service";

/** What `assay sync` prints and a sync job keeps: the result, with seconds to the millisecond. */
export const toSyncDocument = (result: CoreSyncResult | EsploraSyncResult): Json => JSON.parse(JSON.stringify({ ...result, seconds: Math.round(result.seconds * 1000) / 1000 })) as Json;
