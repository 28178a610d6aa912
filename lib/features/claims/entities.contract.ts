import { z } from "zod";
import { CATEGORIES } from "@/lib/core/casework/claims";
import { ENTITY_KINDS, FACT_KINDS } from "@/lib/core/casework/entities";
import { EntityId } from "@/lib/features/claims/claims-list.contract";

export const EntityBriefDto = z.strictObject({ id: z.string(), name: z.string(), kind: z.enum(ENTITY_KINDS), category: z.enum(CATEGORIES) });
export type EntityBriefDto = z.output<typeof EntityBriefDto>;

export const EntityParams = z.strictObject({ entityId: EntityId });
export const EntitySearchQuery = z.strictObject({ q: z.string().trim().min(1).max(120) });
export const EntityList = z.strictObject({ entities: z.array(EntityBriefDto) });

export const EntityFactDto = z.strictObject({
  kind: z.enum(FACT_KINDS),
  scheme: z.string(),
  value: z.string(),
  statedOn: z.string().nullable(),
  source: z.strictObject({ name: z.string(), url: z.string().nullable() }),
});
export type EntityFactDto = z.output<typeof EntityFactDto>;

export const EntityDto = z.strictObject({
  ...EntityBriefDto.shape,
  description: z.string().nullable(),
  victim: z.strictObject({ id: z.string().nullable(), name: z.string() }).nullable(),
  occurredOn: z.string().nullable(),
  facts: z.array(EntityFactDto),
  /** Thefts and campaigns whose victim it is. */
  incidents: z.array(EntityBriefDto),
});
export type EntityDto = z.output<typeof EntityDto>;
