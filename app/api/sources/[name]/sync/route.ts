import { QueuedDto } from "@/lib/features/jobs/jobs.contract";
import { SourceParams, SyncBody } from "@/lib/features/sources/sources.contract";
import { route } from "@/lib/platform/http/route";
import { services } from "@/lib/platform/services";

export const POST = route({ action: "source.use", params: SourceParams, body: SyncBody, reply: QueuedDto, status: 202 }, async ({ principal, params, body }) => ({
  jobId: await services().sources.startSync(principal, params.name, body),
}));
