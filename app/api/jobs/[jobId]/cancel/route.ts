import { JobParams, JobStatusDto } from "@/lib/features/jobs/jobs.contract";
import { route } from "@/lib/platform/http/route";
import { services } from "@/lib/platform/services";

export const POST = route({ action: "job.control", params: JobParams, reply: JobStatusDto }, async ({ principal, params }) => ({
  status: await services().jobs.cancel(principal, params.jobId),
}));
