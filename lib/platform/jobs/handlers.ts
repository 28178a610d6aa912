import { makeDetectHandler } from "@/lib/platform/jobs/detect.handler";
import { makeImportHandler } from "@/lib/platform/jobs/import.handler";
import { makeLabelPackHandler } from "@/lib/platform/jobs/label-pack.handler";
import { makeSyncCoreHandler, makeSyncEsploraHandler } from "@/lib/platform/jobs/sync.handler";
import type { JobHandlers } from "@/lib/platform/jobs/worker";
import type { Services } from "@/lib/platform/services";

/** What the worker can do, by kind of job. A job of a kind that is not here fails and says so. */
export const makeJobHandlers = (services: Services): JobHandlers => ({
  import: makeImportHandler(services),
  "sync-core": makeSyncCoreHandler(services),
  "sync-esplora": makeSyncEsploraHandler(services),
  "label-pack": makeLabelPackHandler(services),
  detect: makeDetectHandler(services),
  analyse: async (_job, { signal, progress }) => ({ ...(await services.analysis.analyse({ signal, progress })) }),
});
