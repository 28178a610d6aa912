import { ClaimHistory } from "@/lib/features/claims/claims-list.contract";
import { ClaimParams } from "@/lib/features/claims/claims.contract";
import { route } from "@/lib/platform/http/route";
import { services } from "@/lib/platform/services";

export const GET = route({ action: "claim.read", params: ClaimParams, reply: ClaimHistory }, async ({ principal, params }) => ({
  versions: [...(await services().claimLists.history(principal, params.claimId))],
}));
