import { ClaimParams, RetractBody, RetractionDto } from "@/lib/features/claims/claims.contract";
import { route } from "@/lib/platform/http/route";
import { services } from "@/lib/platform/services";

export const POST = route({ action: "claim.retract", params: ClaimParams, body: RetractBody, reply: RetractionDto }, async ({ principal, params, body }) => {
  const { uses, ...retraction } = await services().claims.retract(principal, params.claimId, body);
  return { ...retraction, uses: [...uses] };
});
