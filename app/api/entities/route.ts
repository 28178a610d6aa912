import { EntityList, EntitySearchQuery } from "@/lib/features/claims/entities.contract";
import { route } from "@/lib/platform/http/route";
import { services } from "@/lib/platform/services";

const MOST = 12;

export const GET = route({ action: "claim.read", query: EntitySearchQuery, reply: EntityList }, async ({ query }) => ({
  entities: [...(await services().claimLists.searchEntities(query.q, MOST, true))],
}));
