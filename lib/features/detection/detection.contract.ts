import { z } from "zod";
import { DISPOSITIONS } from "@/lib/core/casework/disposition";
import { COMMINGLING_KINDS } from "@/lib/core/detect/commingling";
import { FINDING_GRADES, FINDING_KINDS } from "@/lib/core/detect/findings";
import { ClaimDto, ReasonText } from "@/lib/features/claims/claims.contract";
import { CursorDto, NetworkDto, pageOf, SatsDto, TimeDto, TxidDto } from "@/lib/features/wire/wire.contract";

const OutputDto = z.strictObject({ txid: TxidDto, n: z.int().min(0), address: z.string().nullable(), value: SatsDto, time: TimeDto.nullable() });
/** `tainted`: of dirty coins; null where that was not asked. `dirt`: their share by haircut. */
const PaymentDto = z.strictObject({ ...OutputDto.shape, tainted: z.boolean().nullable(), dirt: z.number().nullable() });
/** `pool` is null when a service paid from its own wallet. */
const PayoutDto = z.strictObject({ ...OutputDto.shape, pool: z.string().nullable() });
const ReasonDto = z.strictObject({ code: z.string(), text: z.string() });

/** What detection found. `ratio` and `lagHours` to four decimals. */
export const FindingDto = z.strictObject({
  id: z.string().regex(/^[0-9a-f]{20}$/),
  network: NetworkDto,
  kind: z.enum(FINDING_KINDS),
  grade: z.enum(FINDING_GRADES),
  actor: z.string().nullable(),
  service: z.string().nullable(),
  payments: z.array(PaymentDto),
  payouts: z.array(PayoutDto),
  commingling: z.array(z.strictObject({ kind: z.enum(COMMINGLING_KINDS), txid: TxidDto, address: z.string().nullable(), time: TimeDto.nullable() })),
  ratio: z.number().nullable(),
  lagHours: z.number().nullable(),
  chance: z.strictObject({ matching: z.int(), tried: z.int() }).nullable(),
  restsOn: z.array(z.uuid()),
  /** Every claim that it rests on is accepted. */
  reviewed: z.boolean(),
  supports: z.array(ReasonDto),
  contradicts: z.array(ReasonDto),
  notTestable: z.array(z.strictObject({ code: z.string(), needs: z.string() })),
  rivals: z.array(z.string()),
});
export type FindingDto = z.output<typeof FindingDto>;

export const FindingParams = z.strictObject({ findingId: FindingDto.shape.id });

/** A finding over all runs, with what people made of it. */
export const StoredFindingDto = z.strictObject({
  version: z.int().min(1),
  finding: FindingDto,
  /** The last hunt did not find it. */
  gone: z.boolean(),
  foundAt: TimeDto,
  changedAt: TimeDto,
  disposition: z.enum(DISPOSITIONS),
  reason: z.string().nullable(),
  disposedBy: z.string().nullable(),
  disposedAt: TimeDto.nullable(),
  /** It was told differently since. */
  changedSince: z.boolean(),
});
export type StoredFindingDto = z.output<typeof StoredFindingDto>;

const RunDto = z.strictObject({
  id: z.uuid(),
  at: TimeDto,
  method: z.string(),
  dataHeight: z.partialRecord(NetworkDto, z.int().nullable()),
  found: z.int(),
  added: z.int(),
  changed: z.int(),
  gone: z.int(),
});
/** `stale`: data or claims have changed since the last hunt. */
const AsOf = { run: RunDto.nullable(), stale: z.boolean() };

export const FindingQuery = z.strictObject({
  cursor: CursorDto.optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  kind: z.enum(FINDING_KINDS).optional(),
  grade: z.enum(FINDING_GRADES).optional(),
  disposition: z.enum(DISPOSITIONS).optional(),
});
export type FindingFilterDto = Omit<z.input<typeof FindingQuery>, "cursor" | "limit">;

export const FindingPage = z.strictObject({
  ...pageOf(StoredFindingDto).shape,
  ...AsOf,
  counts: z.array(z.strictObject({ kind: z.enum(FINDING_KINDS), grade: z.enum(FINDING_GRADES), disposition: z.enum(DISPOSITIONS), count: z.int() })),
});

/** `claims`: those it rests on, as they are now; `hidden` more are of cases that the reader may not see. */
export const FindingDetailDto = z.strictObject({ ...StoredFindingDto.shape, ...AsOf, claims: z.array(ClaimDto), hidden: z.int() });
export type FindingDetailDto = z.output<typeof FindingDetailDto>;

export const DispositionBody = z.strictObject({ disposition: z.enum(DISPOSITIONS), reason: ReasonText.nullable(), version: z.int().min(1) });
export type DispositionInput = z.input<typeof DispositionBody>;
