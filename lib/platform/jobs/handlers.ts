import type { JobHandlers } from "@/lib/platform/jobs/worker";

/** What the worker can do, by kind of job. A job of a kind that is not here fails and says so. */
export const makeJobHandlers = (): JobHandlers => ({});
