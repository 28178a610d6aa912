import { PackImportBody } from "@/lib/features/claims/packs.contract";
import { QueuedDto } from "@/lib/features/jobs/jobs.contract";
import { route } from "@/lib/platform/http/route";
import { services } from "@/lib/platform/services";

export const POST = route({ action: "claim.import", body: PackImportBody, reply: QueuedDto, status: 202 }, async ({ principal, body }) => {
  await services().uploads.demandStaged(body.upload);
  const title = `${body.dryRun ? "Dry run" : "Import"} of the label pack ${body.upload.name}`;
  return { jobId: await services().jobs.enqueue(principal, { kind: "label-pack", title, params: body }) };
});
