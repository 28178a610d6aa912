import { JobDto, JobParams } from "@/lib/features/jobs/jobs.contract";
import { toJobDto } from "@/lib/features/jobs/jobs.dto";
import { route } from "@/lib/platform/http/route";
import { services } from "@/lib/platform/services";

export const GET = route({ action: "job.read", params: JobParams, reply: JobDto }, async ({ principal, params }) => toJobDto(await services().jobs.get(principal, params.jobId)));
