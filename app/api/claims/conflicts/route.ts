import { ConflictPage, ConflictQuery } from "@/lib/features/claims/claims-list.contract";
import { toConflictPage } from "@/lib/features/claims/claims-list.dto";
import { route } from "@/lib/platform/http/route";
import { services } from "@/lib/platform/services";

export const GET = route({ action: "claim.read", query: ConflictQuery, reply: ConflictPage }, async ({ principal, query }) =>
  toConflictPage(await services().claimLists.conflicts(principal, query)),
);
