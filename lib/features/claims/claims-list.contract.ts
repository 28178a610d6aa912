import { z } from "zod";
import { CATEGORIES, CLAIM_CHANGES, CLAIM_STATUSES } from "@/lib/core/casework/claims";
import { CONFLICT_KINDS } from "@/lib/core/casework/conflicts";
import { EXPORT_FORMATS } from "@/lib/core/packs/export-claim";
import { ClaimDto, ReasonText } from "@/lib/features/claims/claims.contract";
import { CursorDto, pageOf } from "@/lib/features/wire/wire.contract";

/** A version of a claim, and what it did. */
export const ListedClaimDto = z.strictObject({
  ...ClaimDto.shape,
  change: z.enum(CLAIM_CHANGES),
  reviewer: z.strictObject({ id: z.uuid(), name: z.string() }).nullable(),
  reason: z.string().nullable(),
  pack: z.strictObject({ id: z.uuid(), name: z.string() }).nullable(),
});
export type ListedClaimDto = z.output<typeof ListedClaimDto>;
export const ListedClaimPage = pageOf(ListedClaimDto);
export const ClaimHistory = z.strictObject({ versions: z.array(ListedClaimDto) });

/** Whose proposals: one's own, or those that one may review. */
export const WHOSE = ["mine", "others"] as const;
export type Whose = (typeof WHOSE)[number];

export const EntityId = z.string().min(1).max(80);
const Page = { cursor: CursorDto.optional(), limit: z.coerce.number().int().min(1).max(200).default(50) };

export const ClaimQueueQuery = z.strictObject({
  ...Page,
  status: z.enum(CLAIM_STATUSES).optional(),
  category: z.enum(CATEGORIES).optional(),
  entity: EntityId.optional(),
  pack: z.uuid().optional(),
  text: z.string().trim().min(1).max(120).optional(),
  whose: z.enum(WHOSE).optional(),
  conflicting: z.literal("yes").optional(),
});
export type ClaimQueueFilter = Omit<z.input<typeof ClaimQueueQuery>, "cursor" | "limit">;

export const ConflictQuery = z.strictObject(Page);
export const ConflictDto = z.strictObject({
  place: z.string(),
  kinds: z.array(z.enum(CONFLICT_KINDS)),
  /** Claims on different addresses that meet in one wallet; else they name the same subject. */
  inWallet: z.boolean(),
  /** The first few of every side. */
  claims: z.array(ClaimDto),
  total: z.int(),
});
export type ConflictDto = z.output<typeof ConflictDto>;
export const ConflictPage = pageOf(ConflictDto);

const ClaimsAt = z.array(z.strictObject({ id: z.uuid(), version: z.int().min(1) })).min(1).max(500);
export const ShareBody = z.strictObject({ claims: ClaimsAt });
export type ShareInput = z.input<typeof ShareBody>;
export const ReviewBody = z.strictObject({
  claims: ClaimsAt,
  verdict: z.enum(["accept", "reject"]),
  reason: ReasonText,
});
export type ReviewInput = z.input<typeof ReviewBody>;
export const ReviewedDto = z.strictObject({ ids: z.array(z.uuid()) });

export const ExportBody = z.strictObject({
  format: z.enum(EXPORT_FORMATS),
  scope: z.discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal("shared") }),
    z.strictObject({ kind: z.literal("case"), caseId: z.uuid() }),
    z.strictObject({ kind: z.literal("pack"), name: z.string().min(1).max(300) }),
  ]),
});
export type ExportInput = z.input<typeof ExportBody>;
export const ExportDto = z.strictObject({ text: z.string() });
