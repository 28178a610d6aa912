import { z } from "zod";
import { CATEGORIES } from "@/lib/core/casework/claims";
import { WALLET_LINK_KINDS, WALLET_LINK_SCOPES } from "@/lib/core/casework/wallet-links";
import { ReasonText } from "@/lib/features/claims/claims.contract";
import { NetworkDto, ScriptRefDto, TimeDto, TxidDto } from "@/lib/features/wire/wire.contract";

const Two = { kind: z.enum(["merge", "split"]), network: NetworkDto, one: ScriptRefDto, other: ScriptRefDto };
const Change = { kind: z.literal("change"), network: NetworkDto, txid: TxidDto, n: z.int().min(0) };
/** `caseId` null: shared, for everybody to see. */
const Made = { reason: ReasonText, caseId: z.uuid().nullable() };

export const CheckWalletLinkBody = z.discriminatedUnion("kind", [z.strictObject(Two), z.strictObject(Change)]);
export const NewWalletLinkBody = z.discriminatedUnion("kind", [z.strictObject({ ...Two, ...Made }), z.strictObject({ ...Change, ...Made })]);
export type NewWalletLinkInput = z.input<typeof NewWalletLinkBody>;
export const WalletLinkIdDto = z.strictObject({ id: z.uuid() });
export const WalletLinkParams = z.strictObject({ linkId: z.uuid() });
export const TakeBackBody = z.strictObject({ version: z.int().min(1), reason: ReasonText });

const HolderDto = z.strictObject({ entity: z.string(), category: z.enum(CATEGORIES) });
const LinkWarningDto = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("split"), reason: z.string(), author: z.string() }),
  z.strictObject({ kind: z.literal("cannot-link"), txid: TxidDto, margin: z.int() }),
  z.strictObject({ kind: z.literal("collapse"), bothInside: z.int(), transactions: z.int() }),
  z.strictObject({ kind: z.literal("tag-conflict"), holders: z.tuple([HolderDto, HolderDto]) }),
  z.strictObject({ kind: z.literal("growth"), one: z.int(), other: z.int() }),
]);
export type LinkWarningDto = z.output<typeof LinkWarningDto>;

/** Warnings, and guards that could not be asked. */
export const LinkCheckDto = z.strictObject({
  oneRef: ScriptRefDto,
  otherRef: ScriptRefDto,
  oneWallet: z.boolean(),
  warnings: z.array(LinkWarningDto),
  notAsked: z.array(z.enum(["cannot-link", "collapse"])),
});
export type LinkCheckDto = z.output<typeof LinkCheckDto>;

/** A link that stands. */
const Link = {
  id: z.uuid(),
  version: z.int(),
  kind: z.enum(WALLET_LINK_KINDS),
  network: NetworkDto,
  one: ScriptRefDto,
  other: ScriptRefDto,
  /** Of a change link: the output that was kept. */
  output: z.strictObject({ txid: TxidDto, n: z.int() }).nullable(),
  reason: z.string(),
  scope: z.enum(WALLET_LINK_SCOPES),
  caseId: z.uuid().nullable(),
  author: z.strictObject({ id: z.uuid(), name: z.string() }),
  at: TimeDto,
};
export const WalletLinkDto = z.strictObject(Link);
export type WalletLinkDto = z.output<typeof WalletLinkDto>;
export const WalletLinkList = z.strictObject({ links: z.array(WalletLinkDto) });

const JoinedDto = z.strictObject({ wallets: z.array(z.strictObject({ ref: ScriptRefDto, addressCount: z.int() })), addressCount: z.int() });

/** The computed wallet; what change links alone join it with; and all links of people. Null: none, or not known. */
export const WalletLayersDto = z.strictObject({
  base: z.strictObject({ id: z.string(), ref: ScriptRefDto, addressCount: z.int() }).nullable(),
  change: JoinedDto.nullable(),
  /** `refused`: a split stands against it, so it joins nothing. */
  manual: z.strictObject({ joined: JoinedDto.nullable(), links: z.array(z.strictObject({ ...Link, refused: z.boolean() })) }).nullable(),
});
export type WalletLayersDto = z.output<typeof WalletLayersDto>;
