import { HUNT } from "@/lib/features/detection/detection.ports";
import type { JobHandler } from "@/lib/platform/jobs/worker";
import type { Services } from "@/lib/platform/services";

/** Hunts over the whole store. The right to do so was asked for when the job was queued. */
export const makeDetectHandler =
  ({ findings, accounts }: Services): JobHandler =>
  async (job, { signal, progress }) => {
    const { run } = await findings.hunt({ ...(await accounts.localOwner()), accountId: job.accountId }, HUNT, { signal, progress });
    return { ...run };
  };
