import { z } from "zod";
import { SCRIPT_TYPES } from "@/lib/core/bitcoin/script-type";
import { ShownClaimDto } from "@/lib/features/claims/claims.contract";
import { NetworkDto, SatsDto, ScriptRefDto, TimeDto, TxidDto, pageOf } from "@/lib/features/wire/wire.contract";

/** Sums over what the store holds; `complete` says whether that is the whole history. Unknown subjects have nulls. */
const Totals = {
  known: z.boolean(),
  txCount: z.int().nullable(),
  received: SatsDto.nullable(),
  sent: SatsDto.nullable(),
  balance: SatsDto.nullable(),
  firstSeen: TimeDto.nullable(),
  lastSeen: TimeDto.nullable(),
  complete: z.boolean().nullable(),
  synthetic: z.boolean(),
  claims: z.array(ShownClaimDto),
  /** Present when there are more claims than those shown: how many more. */
  moreClaims: z.int().optional(),
};

export const AddressDto = z.strictObject({
  network: NetworkDto,
  ref: ScriptRefDto,
  address: z.string().nullable(),
  type: z.enum(SCRIPT_TYPES).nullable(),
  ...Totals,
  /** The wallet it belongs to; `ref` names it by its oldest address. */
  wallet: z.strictObject({ id: z.string(), ref: ScriptRefDto, addressCount: z.int() }).nullable(),
});
export type AddressDto = z.output<typeof AddressDto>;

export const WalletDto = z.strictObject({ network: NetworkDto, id: z.string().nullable(), ref: ScriptRefDto, address: z.string().nullable(), addressCount: z.int().nullable(), ...Totals,
  /** Claims on its addresses name different holders: one of them, or a link of the wallet, is wrong. */
  contested: z.boolean(),
});
export type WalletDto = z.output<typeof WalletDto>;

export const WalletAddressDto = z.strictObject({ ref: ScriptRefDto, address: z.string().nullable(), type: z.enum(SCRIPT_TYPES), txCount: z.int(), received: SatsDto, sent: SatsDto, balance: SatsDto, lastSeen: TimeDto.nullable() });
export const WalletAddressPage = pageOf(WalletAddressDto);

/** One transaction of a history: what the subject received and spent in it; `height` null where no block is known. */
export const HistoryItemDto = z.strictObject({ txid: TxidDto, height: z.int().nullable(), time: TimeDto.nullable(), received: SatsDto, sent: SatsDto, coinbase: z.boolean(), coinjoin: z.string().nullable() });
export type HistoryItemDto = z.output<typeof HistoryItemDto>;
export const HistoryPage = pageOf(HistoryItemDto);
