import { ReviewedDto, ShareBody } from "@/lib/features/claims/claims-list.contract";
import { route } from "@/lib/platform/http/route";
import { services } from "@/lib/platform/services";

export const POST = route({ action: "claim.create", body: ShareBody, reply: ReviewedDto }, async ({ principal, body }) => ({ ids: [...(await services().claims.share(principal, body.claims))] }));
