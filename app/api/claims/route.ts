import { ClaimIdDto, ClaimList, ClaimsOfSubjectQuery, NewClaimBody } from "@/lib/features/claims/claims.contract";
import { route } from "@/lib/platform/http/route";
import { services } from "@/lib/platform/services";

export const GET = route({ action: "claim.read", query: ClaimsOfSubjectQuery, reply: ClaimList }, async ({ query }) => ({
  claims: [...(await services().claimsRead.ofSubject(query.network, query.ref))],
}));

export const POST = route({ action: "claim.create", body: NewClaimBody, reply: ClaimIdDto, status: 201 }, async ({ principal, body }) => ({
  id: await services().claims.add(principal, body),
}));
