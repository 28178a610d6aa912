import { z } from "zod";
import { CATEGORIES } from "@/lib/core/casework/claims";
import { NetworkDto, ScriptRefDto, TxidDto } from "@/lib/features/wire/wire.contract";

export const SearchQuery = z.strictObject({ q: z.string().trim().min(1).max(120) });

/** `known` false: well-formed, but the store has never seen it. */
export const SearchHitDto = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("address"), network: NetworkDto, ref: ScriptRefDto, known: z.boolean(), txCount: z.int().nullable() }),
  z.strictObject({ kind: z.literal("transaction"), network: NetworkDto, txid: TxidDto, known: z.boolean() }),
  z.strictObject({ kind: z.literal("block"), network: NetworkDto, height: z.int().nullable(), hash: TxidDto, known: z.boolean() }),
  z.strictObject({ kind: z.literal("claim"), network: NetworkDto, ref: ScriptRefDto, label: z.string(), category: z.string(), subjectKind: z.enum(["address", "wallet", "transaction"]) }),
  z.strictObject({ kind: z.literal("entity"), id: z.string(), name: z.string(), category: z.enum(CATEGORIES) }),
]);
export type SearchHitDto = z.output<typeof SearchHitDto>;
/** `hint` says what is wrong with a text that looks like an address but is none (for example a bad checksum). */
export const SearchReply = z.strictObject({ hits: z.array(SearchHitDto), hint: z.string().nullable(), truncated: z.boolean() });
export type SearchReply = z.output<typeof SearchReply>;
