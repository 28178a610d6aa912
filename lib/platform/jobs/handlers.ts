import { makeImportHandler } from "@/lib/platform/jobs/import.handler";
import type { JobHandlers } from "@/lib/platform/jobs/worker";
import type { Services } from "@/lib/platform/services";

/** What the worker can do, by kind of job. A job of a kind that is not here fails and says so. */
export const makeJobHandlers = (services: Services): JobHandlers => ({
  import: makeImportHandler(services),
  analyse: async (_job, { signal, progress }) => ({ ...(await services.analysis.analyse({ signal, progress })) }),
});
