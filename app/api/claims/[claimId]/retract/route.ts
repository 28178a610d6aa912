import { ClaimIdDto, ClaimParams, RetractBody } from "@/lib/features/claims/claims.contract";
import { route } from "@/lib/platform/http/route";
import { services } from "@/lib/platform/services";

export const POST = route({ action: "claim.retract", params: ClaimParams, body: RetractBody, reply: ClaimIdDto }, async ({ principal, params, body }) => ({
  id: await services().claims.retract(principal, params.claimId, body),
}));
