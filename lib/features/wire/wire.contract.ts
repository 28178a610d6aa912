import { z } from "zod";
import { NETWORK_NAMES } from "@/lib/core/network";

/** What many contracts share: how amounts, times, networks and references cross the wire. */

export const NetworkDto = z.enum(NETWORK_NAMES);
/** Satoshis as a decimal string. */
export const SatsDto = z.string().regex(/^-?\d{1,20}$/);
/** ISO 8601, UTC. */
export const TimeDto = z.iso.datetime();
export const TxidDto = z.string().regex(/^[0-9a-f]{64}$/);
/**
 * How a script is named in URLs and graph documents: its address, or `script:` and the SHA-256 of the script in hex where
 * it has none. A wallet is named by any address in it, since wallets grow and merge.
 */
export const ScriptRefDto = z.string().min(3).max(110).regex(/^(?:[0-9A-Za-z]+|script:[0-9a-f]{64})$/);
/** Opaque; comes from the previous page. */
export const CursorDto = z.string().max(120).regex(/^[\w.:-]+$/);
export const pageOf = <T extends z.ZodType>(item: T) => z.strictObject({ items: z.array(item), nextCursor: CursorDto.nullable() });

export const SubjectParams = z.strictObject({ network: NetworkDto, ref: ScriptRefDto });
export const PageQuery = z.strictObject({ cursor: CursorDto.optional(), limit: z.coerce.number().int().min(1).max(200).default(50) });

export const satsToDto = (sats: bigint): string => sats.toString();
export const timeToDto = (seconds: bigint | number): string => new Date(parseInt(seconds.toString(), 10) * 1000).toISOString();
