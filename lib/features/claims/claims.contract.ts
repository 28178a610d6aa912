import { z } from "zod";
import { CATEGORIES, CLAIM_SCOPES, CLAIM_STATUSES, LIKELIHOODS, METHODS, RELIABILITIES, ROLES, SUBJECT_KINDS, TLPS } from "@/lib/core/casework/claims";
import { USE_KINDS } from "@/lib/core/casework/correction";
import { NetworkDto, ScriptRefDto, TimeDto, TxidDto } from "@/lib/features/wire/wire.contract";

/** Text that people type: no control characters, and no characters that reorder or hide text. */
const text = (max: number) =>
  z.string().trim().min(1).max(max).refine((value) => !/[\p{Cc}\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/u.test(value.replace(/[\n\t]/g, " ")), "contains control or invisible characters");

export const SubjectDto = z.strictObject({ kind: z.enum(SUBJECT_KINDS), network: NetworkDto, ref: z.union([ScriptRefDto, TxidDto]) });

export const ClaimDto = z.strictObject({
  id: z.uuid(),
  version: z.int().min(1),
  subject: SubjectDto,
  role: z.enum(ROLES).nullable(),
  entity: z.strictObject({ id: z.string(), name: z.string() }).nullable(),
  label: z.string(),
  category: z.enum(CATEGORIES),
  source: z.strictObject({ name: z.string(), url: z.string().nullable(), quote: z.string().nullable(), date: z.iso.date().nullable() }).nullable(),
  method: z.enum(METHODS).nullable(),
  confidence: z.strictObject({ reliability: z.enum(RELIABILITIES).nullable(), credibility: z.int().min(1).max(6).nullable(), likelihood: z.enum(LIKELIHOODS).nullable() }),
  tlp: z.enum(TLPS).nullable(),
  note: z.string().nullable(),
  status: z.enum(CLAIM_STATUSES),
  scope: z.enum(CLAIM_SCOPES),
  caseId: z.uuid().nullable(),
  author: z.strictObject({ id: z.uuid(), name: z.string() }),
  at: TimeDto,
});
export type ClaimDto = z.output<typeof ClaimDto>;

/** A claim as shown on a subject: direct, or inherited from another address of the same wallet. */
export const ShownClaimDto = z.strictObject({ claim: ClaimDto, inherited: z.boolean() });
export type ShownClaimDto = z.output<typeof ShownClaimDto>;

const SourceDto = z.strictObject({
  name: text(200),
  url: z.url({ protocol: /^https?$/ }).max(2000).nullable().default(null),
  quote: text(4000).nullable().default(null),
  date: z.iso.date().nullable().default(null),
});

export const NewClaimBody = z.strictObject({
  subject: SubjectDto,
  role: z.enum(ROLES).nullable().default(null),
  entityId: z.string().max(80).nullable().default(null),
  label: text(120),
  category: z.enum(CATEGORIES),
  source: SourceDto.nullable().default(null),
  method: z.enum(METHODS).nullable().default(null),
  note: text(4000).nullable().default(null),
  caseId: z.uuid(),
});
export type NewClaimInput = z.input<typeof NewClaimBody>;

export const ClaimParams = z.strictObject({ claimId: z.uuid() });
/** Why a claim was decided on; kept with it. */
export const ReasonText = text(1000);
export const RetractBody = z.strictObject({ version: z.int().min(1), reason: ReasonText });
/** A hypothesis gets the source that it lacked. */
export const GiveSourceBody = z.strictObject({ version: z.int().min(1), source: SourceDto });
export type GiveSourceInput = z.input<typeof GiveSourceBody>;
export const HINTS_AT_ONCE = 50;
export const RoleHintsBody = z.strictObject({ wallets: z.array(z.strictObject({ network: NetworkDto, ref: ScriptRefDto })).min(1).max(HINTS_AT_ONCE), roles: z.array(z.enum(ROLES)).min(1) });
export const RoleHintsDto = z.strictObject({ hints: z.array(z.strictObject({ role: z.enum(ROLES), because: z.string() }).nullable()) });
export const ClaimsOfSubjectQuery = z.strictObject({ network: NetworkDto, ref: z.union([ScriptRefDto, TxidDto]) });
export const ClaimList = z.strictObject({ claims: z.array(ShownClaimDto) });
export const RetractionDto = z.strictObject({
  id: z.uuid(),
  uses: z.array(z.strictObject({ kind: z.enum(USE_KINDS), ref: z.string(), title: z.string(), at: TimeDto })),
  notice: z.string().nullable(),
});
export type RetractionDto = z.output<typeof RetractionDto>;
export const ClaimIdDto = z.strictObject({ id: z.uuid() });
