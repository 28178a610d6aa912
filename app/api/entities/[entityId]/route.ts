import { toEntityDto } from "@/lib/features/claims/claims-list.dto";
import { EntityDto, EntityParams } from "@/lib/features/claims/entities.contract";
import { route } from "@/lib/platform/http/route";
import { services } from "@/lib/platform/services";

export const GET = route({ action: "claim.read", params: EntityParams, reply: EntityDto }, async ({ params }) => {
  const { claimLists } = services();
  return toEntityDto(await claimLists.entity(params.entityId), await claimLists.incidentsOf(params.entityId));
});
