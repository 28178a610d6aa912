import { z } from "zod";
import { SCRIPT_TYPES } from "@/lib/core/bitcoin/script-type";
import { ChangeDto, ChangeOpinionDto } from "@/lib/features/change/change.contract";
import { PAYOUT_GRADES, POOL_METHODS } from "@/lib/core/mining/words";
import { ShownClaimDto } from "@/lib/features/claims/claims.contract";
import { NetworkDto, SatsDto, ScriptRefDto, TimeDto, TxidDto } from "@/lib/features/wire/wire.contract";

const End = {
  n: z.int(),
  ref: ScriptRefDto.nullable(),
  address: z.string().nullable(),
  type: z.enum(SCRIPT_TYPES).nullable(),
  claims: z.array(ShownClaimDto),
  /** Present when there are more claims than those shown: how many more. */
  moreClaims: z.int().optional(),
};

export const TransactionDto = z.strictObject({
  network: NetworkDto,
  known: z.boolean(),
  txid: TxidDto,
  height: z.int().nullable(),
  blockHash: TxidDto.nullable(),
  position: z.int().nullable(),
  time: TimeDto.nullable(),
  status: z.enum(["confirmed", "no-block-known", "reorganised-out"]).nullable(),
  fee: SatsDto.nullable(),
  size: z.int().nullable(),
  weight: z.int().nullable(),
  version: z.number().nullable(),
  locktime: z.number().nullable(),
  signalsRbf: z.boolean().nullable(),
  coinbase: z.boolean().nullable(),
  coinbaseText: z.string().nullable(),
  synthetic: z.boolean(),
  source: z.string().nullable(),
  inputs: z.array(z.strictObject({ ...End, prevTxid: TxidDto, prevN: z.int(), prevKnown: z.boolean(), value: SatsDto.nullable() })),
  outputs: z.array(z.strictObject({ ...End, value: SatsDto, spentBy: TxidDto.nullable(), data: z.string().nullable() })),
  coinjoin: z.strictObject({ kind: z.string(), confidence: z.int() }).nullable(),
  /** The output that is probably change; null: none is, or none could be told. It merges no wallets. */
  change: ChangeDto.nullable(),
  /** What every heuristic says; null where no analysis has reached. */
  changeOpinion: ChangeOpinionDto.nullable(),
  /** Members: the numbers of the outputs that pay them; the others stay with the pool. */
  payout: z.strictObject({ pool: z.string(), grade: z.enum(PAYOUT_GRADES), reasons: z.array(z.string()), members: z.array(z.int()) }).nullable(),
  flags: z.array(z.string()),
  /** Present when inputs or outputs were cut at the limit: how many there are in all. */
  truncated: z.strictObject({ inputs: z.int(), outputs: z.int() }).nullable(),
});
export type TransactionDto = z.output<typeof TransactionDto>;
export const TxParams = z.strictObject({ network: NetworkDto, txid: TxidDto });

export const BlockDto = z.strictObject({
  network: NetworkDto,
  known: z.boolean(),
  height: z.int().nullable(),
  heightSource: z.string().nullable(),
  hash: TxidDto.nullable(),
  prevHash: TxidDto.nullable(),
  time: TimeDto.nullable(),
  transactions: z.int().nullable(),
  complete: z.boolean(),
  main: z.boolean(),
  synthetic: z.boolean(),
  /** Disagreement: other pools that the same coinbase names. */
  pool: z.strictObject({ name: z.string(), method: z.enum(POOL_METHODS), disagreement: z.array(z.strictObject({ name: z.string(), by: z.enum(["address", "tag"]) })) }).nullable(),
  txids: z.array(z.strictObject({ txid: TxidDto, position: z.int().nullable(), outputs: z.int(), value: SatsDto })),
  truncated: z.boolean(),
});
export type BlockDto = z.output<typeof BlockDto>;
/** A height, or a block hash. */
export const BlockParams = z.strictObject({ network: NetworkDto, block: z.string().regex(/^(?:\d{1,9}|[0-9a-f]{64})$/) });
