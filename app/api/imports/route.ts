import { QueuedDto } from "@/lib/features/jobs/jobs.contract";
import { ImportBody } from "@/lib/features/uploads/uploads.contract";
import { route } from "@/lib/platform/http/route";
import { services } from "@/lib/platform/services";

export const POST = route({ action: "import.run", body: ImportBody, reply: QueuedDto, status: 202 }, async ({ principal, body }) => ({
  jobId: await services().uploads.startImport(principal, { files: body.uploads, network: body.network }),
}));
