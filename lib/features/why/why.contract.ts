import { z } from "zod";
import { LINK_RULES } from "@/lib/core/clustering/links";
import { NetworkDto, ScriptRefDto, TimeDto, TxidDto } from "@/lib/features/wire/wire.contract";

/** The second address; the first is in the path. */
export const WhyQuery = z.strictObject({ to: ScriptRefDto });

const Transaction = { txid: TxidDto, height: z.int().nullable(), time: TimeDto.nullable() };

/** `txid`, height and time are null where one key links the two, and height and time where no block is known. */
const WhyStepDto = z.strictObject({ from: ScriptRefDto, to: ScriptRefDto, rule: z.enum(LINK_RULES), ...Transaction, txid: TxidDto.nullable(), payjoinCompatible: z.boolean() });
export type WhyStepDto = z.output<typeof WhyStepDto>;

const NotMergedDto = z.strictObject({ ...Transaction, kind: z.string(), confidence: z.int() });

/** Why two addresses are one wallet. Unknown ones are an answer: `known` false, no steps. */
export const WhyDto = z.strictObject({
  network: NetworkDto,
  from: ScriptRefDto,
  to: ScriptRefDto,
  known: z.boolean(),
  unknown: z.array(ScriptRefDto),
  analysed: z.boolean(),
  sameWallet: z.boolean(),
  /** From the first address to the second; empty when they are one, or no wallet. */
  steps: z.array(WhyStepDto),
  /** One wallet, but more links lie between them than were followed. */
  tooLong: z.boolean(),
  /** CoinJoins in which both wallets spent: what did not merge them. */
  notMerged: z.array(NotMergedDto),
  moreNotMerged: z.boolean(),
});
export type WhyDto = z.output<typeof WhyDto>;
