import { ClaimIdDto, ClaimParams, GiveSourceBody } from "@/lib/features/claims/claims.contract";
import { route } from "@/lib/platform/http/route";
import { services } from "@/lib/platform/services";

export const POST = route({ action: "claim.create", params: ClaimParams, body: GiveSourceBody, reply: ClaimIdDto }, async ({ principal, params, body }) => ({
  id: await services().claims.giveSource(principal, params.claimId, body),
}));
