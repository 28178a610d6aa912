import { z } from "zod";
import { COMMINGLING_KINDS } from "@/lib/core/detect/commingling";
import { FINDING_GRADES, FINDING_KINDS } from "@/lib/core/detect/findings";
import { NetworkDto, SatsDto, TimeDto, TxidDto } from "@/lib/features/wire/wire.contract";

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
