import { ClaimQueueQuery, ListedClaimPage } from "@/lib/features/claims/claims-list.contract";
import { toClaimFilter, toListedPage } from "@/lib/features/claims/claims-list.dto";
import { route } from "@/lib/platform/http/route";
import { services } from "@/lib/platform/services";

export const GET = route({ action: "claim.read", query: ClaimQueueQuery, reply: ListedClaimPage }, async ({ principal, query: { cursor, limit, ...filter } }) =>
  toListedPage(await services().claimLists.page(principal, toClaimFilter(filter, principal.accountId), { cursor, limit })),
);
