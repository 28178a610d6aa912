import { z } from "zod";
import { NetworkDto, ScriptRefDto, TimeDto, TxidDto } from "@/lib/features/wire/wire.contract";

/** Outbound sources are named by the owner in `sources.json` of the data folder; the browser sees names, never URLs or passwords. */
export const OutboundSourceDto = z.strictObject({ name: z.string(), kind: z.enum(["core", "esplora"]), network: NetworkDto, enabled: z.boolean() });
export const OutboundRequestDto = z.strictObject({ at: TimeDto, source: z.string(), what: z.string(), status: z.int().nullable(), bytes: z.int().nullable(), millis: z.int().nullable(), error: z.string().nullable() });
export const SourceList = z.strictObject({ sources: z.array(OutboundSourceDto), recent: z.array(OutboundRequestDto) });
export type SourceList = z.output<typeof SourceList>;

export const SourceParams = z.strictObject({ name: z.string().regex(/^[\w-]{1,40}$/) });
export const SyncBody = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("core"), from: z.int().min(0).optional(), to: z.int().min(0).optional() }),
  z.strictObject({ kind: z.literal("esplora"), addresses: z.array(ScriptRefDto).max(100).default([]), txids: z.array(TxidDto).max(1000).default([]) }),
]);
