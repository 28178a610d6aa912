import { ReviewBody, ReviewedDto } from "@/lib/features/claims/claims-list.contract";
import { route } from "@/lib/platform/http/route";
import { services } from "@/lib/platform/services";

export const POST = route({ action: "claim.review", body: ReviewBody, reply: ReviewedDto }, async ({ principal, body: { claims, ...decision } }) => ({
  ids: [...(await services().claims.review(principal, claims, decision))],
}));
