import type { z } from "zod";
import type { Entity } from "@/lib/core/casework/entities";
import type { ClaimQueueFilter, ConflictPage as ConflictPageDto, ListedClaimPage } from "@/lib/features/claims/claims-list.contract";
import type { ClaimListFilter, ClaimPage, ConflictPage, EntityBrief } from "@/lib/features/claims/claims-list.ports";
import type { EntityDto } from "@/lib/features/claims/entities.contract";

export const toListedPage = ({ items, nextCursor }: ClaimPage): z.input<typeof ListedClaimPage> => ({ items: [...items], nextCursor });

export const toConflictPage = ({ items, nextCursor }: ConflictPage): z.input<typeof ConflictPageDto> => ({
  items: items.map(({ walletId, kinds, claims, ...conflict }) => ({ ...conflict, kinds: [...kinds], claims: [...claims], inWallet: walletId !== null })),
  nextCursor,
});

/** @param accountId whose claims “mine” are */
export const toClaimFilter = ({ status, category, entity, pack, text, whose, conflicting }: ClaimQueueFilter, accountId: string): ClaimListFilter => ({
  ...(status !== undefined && { statuses: [status] }),
  ...(category !== undefined && { categories: [category] }),
  ...(entity !== undefined && { entityId: entity }),
  ...(pack !== undefined && { packId: pack }),
  ...(text !== undefined && { text }),
  ...(whose === "mine" && { by: accountId }),
  ...(whose === "others" && { notBy: accountId }),
  ...(conflicting !== undefined && { conflicting: true as const }),
});

export const toEntityDto = ({ victimId, victim, facts, ...entity }: Entity, incidents: readonly EntityBrief[]): EntityDto => ({
  ...entity,
  victim: victim === null && victimId === null ? null : { id: victimId, name: victim ?? victimId ?? "" },
  facts: facts.map((fact) => ({ ...fact, source: { ...fact.source } })),
  incidents: [...incidents],
});
