import { z } from "zod";
import { NetworkDto } from "@/lib/features/wire/wire.contract";

/** A staged file: its bytes were counted and hashed as they arrived. */
export const UploadDto = z.strictObject({ id: z.string().regex(/^[0-9a-f]{64}$/), name: z.string(), bytes: z.int() });
export type UploadDto = z.output<typeof UploadDto>;
/** The name of a file, and no path. */
export const FileName = z.string().min(1).max(255).regex(/^(?!\.{1,2}$)[^/\\\p{Cc}]+$/u);

export const ImportBody = z.strictObject({ uploads: z.array(z.strictObject({ id: UploadDto.shape.id, name: FileName })).min(1).max(1000), network: NetworkDto.nullable().default(null) });
