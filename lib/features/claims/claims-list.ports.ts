import type { Category, ClaimChange, ClaimStatus } from "@/lib/core/casework/claims";
import type { ConflictKind } from "@/lib/core/casework/conflicts";
import type { Entity, EntityKind } from "@/lib/core/casework/entities";
import type { PackFormat } from "@/lib/core/packs/record";
import type { Page } from "@/lib/core/page";
import type { ClaimView } from "@/lib/features/claims/claims-read.ports";

/** Which claims; what is absent does not narrow. */
export interface ClaimListFilter {
  readonly statuses?: readonly ClaimStatus[];
  readonly categories?: readonly Category[];
  readonly entityId?: string;
  readonly caseId?: string;
  readonly packId?: string;
  /** In label, subject, entity or source. */
  readonly text?: string;
  /** Proposed by this account. */
  readonly by?: string;
  /** Not proposed by this account: what it may review. */
  readonly notBy?: string;
  /** Only those that stand in a conflict. */
  readonly conflicting?: true;
}

/** Whose claims are seen: shared ones, and those of cases of this account; null: all. */
export type Viewer = string | null;

export interface ClaimPageRequest {
  readonly cursor: ClaimCursor | null;
  readonly limit: number;
}

/** Time and id of the last claim of a page; newest first. */
export interface ClaimCursor {
  readonly at: Date;
  readonly id: string;
}

export interface ListedClaim extends ClaimView {
  /** What the current version did, by whom, and why. */
  readonly change: ClaimChange;
  readonly reviewer: { readonly id: string; readonly name: string } | null;
  readonly reason: string | null;
  readonly pack: { readonly id: string; readonly name: string } | null;
}

/** Claims that disagree about one address, transaction or wallet. */
export interface Conflict {
  /** Names the place; the key of the queue. */
  readonly place: string;
  readonly kinds: readonly ConflictKind[];
  /** The wallet that they meet in; null where they name the same subject. */
  readonly walletId: bigint | null;
  /** The first few of every side. */
  readonly claims: readonly ClaimView[];
  readonly total: number;
}

export interface EntityBrief {
  readonly id: string;
  readonly name: string;
  readonly kind: EntityKind;
  readonly category: Category;
}

export interface ImportedPack {
  readonly id: string;
  readonly name: string;
  readonly format: PackFormat;
  readonly importedBy: string;
  readonly importedAt: Date;
  /** Claims of it that stand. */
  readonly claims: number;
}

export interface ClaimLists {
  page(filter: ClaimListFilter, viewer: Viewer, request: ClaimPageRequest): Promise<readonly ListedClaim[]>;
  /** Every version of a claim, oldest first; empty when there is none that the viewer may see. */
  history(id: string, viewer: Viewer): Promise<readonly ListedClaim[]>;
  /** Ordered by place, after the one named. */
  conflicts(viewer: Viewer, request: { readonly after: string | null; readonly limit: number }): Promise<readonly Conflict[]>;
  /** Entities by id, name or alias. */
  entitiesCalled(name: string): Promise<readonly EntityBrief[]>;
  entity(id: string): Promise<Entity | null>;
  /** By names and aliases that begin with the text; `fuzzy`: then those that hold it, then those that hold its letters in this order. */
  searchEntities(text: string, limit: number, fuzzy?: boolean): Promise<readonly EntityBrief[]>;
  /** Thefts and campaigns whose victim the entity is. */
  incidentsOf(id: string): Promise<readonly EntityBrief[]>;
  /** Label packs, the one imported last first. */
  packs(): Promise<readonly ImportedPack[]>;
}

export type ClaimPage = Page<ListedClaim>;
export type ConflictPage = Page<Conflict>;
