import { AppError } from "@/lib/core/errors";
import type { Entity } from "@/lib/core/casework/entities";
import type { PageRequest } from "@/lib/core/page";
import { can, type Principal } from "@/lib/core/policy/policy";
import type { ClaimCursor, ClaimListFilter, ClaimLists, ClaimPage, ConflictPage, EntityBrief, ImportedPack, ListedClaim, Viewer } from "@/lib/features/claims/claims-list.ports";

export type ClaimListService = ReturnType<typeof makeClaimListService>;

/** Claims for review: lists, histories, the queue of conflicts, and the entities they name. */
export function makeClaimListService({ lists }: { readonly lists: ClaimLists }) {
  return {
    page: async (principal: Principal, filter: ClaimListFilter, { cursor, limit }: PageRequest): Promise<ClaimPage> => {
      const rows = await lists.page(filter, viewerOf(principal), { cursor: cursor === undefined ? null : parseCursor(cursor), limit: limit + 1 });
      const items = rows.slice(0, limit);
      const last = items.at(-1);
      return { items, nextCursor: rows.length > limit && last !== undefined ? formatCursor(last) : null };
    },

    /** Every version, oldest first. @throws AppError not_found */
    history: async (principal: Principal, id: string): Promise<readonly ListedClaim[]> => {
      const versions = await lists.history(id, viewerOf(principal));
      if (versions.length === 0) throw new AppError("not_found", "There is no such claim.");
      return versions;
    },

    conflicts: async (principal: Principal, { cursor, limit }: PageRequest): Promise<ConflictPage> => {
      const found = await lists.conflicts(viewerOf(principal), { after: cursor ?? null, limit: limit + 1 });
      const items = found.slice(0, limit);
      return { items, nextCursor: found.length > limit ? (items.at(-1)?.place ?? null) : null };
    },

    entitiesCalled: (name: string): Promise<readonly EntityBrief[]> => lists.entitiesCalled(name),
    searchEntities: (text: string, limit: number, fuzzy = false): Promise<readonly EntityBrief[]> => lists.searchEntities(text, limit, fuzzy),
    packs: (): Promise<readonly ImportedPack[]> => lists.packs(),

    /** @throws AppError not_found */
    entity: async (id: string): Promise<Entity> => {
      const entity = await lists.entity(id);
      if (entity === null) throw new AppError("not_found", "There is no such entity.");
      return entity;
    },

    /** What was taken from an entity. */
    incidentsOf: (id: string): Promise<readonly EntityBrief[]> => lists.incidentsOf(id),
  };
}

/** @throws AppError forbidden */
function viewerOf(principal: Principal): Viewer {
  if (!can(principal, "claim.read")) throw new AppError("forbidden", "Your role may not see claims.");
  return principal.kind === "local-owner" ? null : principal.accountId;
}

const formatCursor = ({ at, id }: ListedClaim): string => `${Date.parse(at)}.${id}`;

function parseCursor(cursor: string): ClaimCursor {
  const match = /^(\d{1,15})\.([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/.exec(cursor);
  if (match === null) throw new AppError("invalid_input", "The cursor does not come from a page of this list. Start from the first page.");
  return { at: new Date(parseInt(match[1] ?? "0", 10)), id: match[2] ?? "" };
}
