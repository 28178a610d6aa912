import { ExportBody, ExportDto } from "@/lib/features/claims/claims-list.contract";
import { route } from "@/lib/platform/http/route";
import { services } from "@/lib/platform/services";

/** A POST, since every claim remembers that it was in an export. */
export const POST = route({ action: "claim.export", body: ExportBody, reply: ExportDto }, async ({ principal, body }) => ({ text: await services().claimExports.run(principal, body) }));
