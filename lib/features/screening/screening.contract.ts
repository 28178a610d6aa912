import { z } from "zod";
import { CATEGORIES, CLAIM_STATUSES, ROLES } from "@/lib/core/casework/claims";
import { FINDING_GRADES, FINDING_KINDS } from "@/lib/core/detect/findings";
import { EXPOSURE_DIRECTIONS } from "@/lib/core/screening/exposure";
import { VERDICTS } from "@/lib/core/screening/verdict";
import { NetworkDto, SatsDto, TimeDto } from "@/lib/features/wire/wire.contract";

export const MOST_SCREENED = 10_000;
export const ScreeningBody = z.strictObject({ addresses: z.array(z.string().min(1).max(120)).min(1).max(MOST_SCREENED) });

export const ScreenResultDto = z.strictObject({
  address: z.string(),
  network: NetworkDto,
  known: z.boolean(),
  verdict: z.enum(VERDICTS),
  reasons: z.array(z.strictObject({ code: z.string(), text: z.string() })),
  /** Claims on it, and those on the rest of its wallet (`inherited`). */
  direct: z.array(z.strictObject({
    claimId: z.uuid(), entity: z.string().nullable(), label: z.string(), category: z.enum(CATEGORIES), role: z.enum(ROLES).nullable(), source: z.string().nullable(), status: z.enum(CLAIM_STATUSES), inherited: z.boolean(),
  })),
  moreDirect: z.int(),
  /** By haircut, through wallets that nobody claims. */
  indirect: z.array(z.strictObject({ direction: z.enum(EXPOSURE_DIRECTIONS), category: z.enum(CATEGORIES), entity: z.string().nullable(), value: SatsDto, share: z.number(), hops: z.int() })),
  open: z.strictObject({ from: z.number().nullable(), to: z.number().nullable() }),
  findings: z.array(z.strictObject({ id: z.string(), kind: z.enum(FINDING_KINDS), grade: z.enum(FINDING_GRADES) })),
  complete: z.boolean().nullable(),
});
export type ScreenResultDto = z.output<typeof ScreenResultDto>;

export const ScreeningDto = z.strictObject({
  parameters: z.record(z.string(), z.union([z.string(), z.number()])),
  results: z.array(ScreenResultDto),
  rejected: z.array(z.strictObject({ position: z.string(), reason: z.string() })),
  /** The bound on transactions was met: some ways are open that a smaller list would have followed. */
  bounded: z.boolean(),
  /** When findings were looked for last; null: never. */
  findingsAt: TimeDto.nullable(),
});
export type ScreeningDto = z.output<typeof ScreeningDto>;
