import { z } from "zod";
import { CSV_CLAIM_COLUMNS } from "@/lib/core/packs/csv-claims";
import { PACK_FORMATS } from "@/lib/core/packs/record";
import { FileName, UploadDto } from "@/lib/features/uploads/uploads.contract";
import { NetworkDto, TimeDto } from "@/lib/features/wire/wire.contract";

export const PackDto = z.strictObject({ id: z.uuid(), name: z.string(), format: z.enum(PACK_FORMATS), importedBy: z.string(), importedAt: TimeDto, claims: z.int() });
export type PackDto = z.output<typeof PackDto>;
export const PackList = z.strictObject({ packs: z.array(PackDto) });

const ColumnName = z.string().min(1).max(200);
const Column = z.enum(CSV_CLAIM_COLUMNS);

/** A staged file, and how it is to be read. */
export const PackImportBody = z.strictObject({
  upload: z.strictObject({ id: UploadDto.shape.id, name: FileName }),
  format: z.enum(["auto", ...PACK_FORMATS]).default("auto"),
  source: z.string().trim().min(1).max(200).nullable().default(null),
  network: NetworkDto.nullable().default(null),
  /** Of a CSV: which of its columns holds what. */
  columns: z.partialRecord(Column, ColumnName).default({}),
  /** Says what would happen, and writes nothing. */
  dryRun: z.boolean(),
});
export type PackImportInput = z.input<typeof PackImportBody>;

/** What the job of an import leaves behind. */
export const PackReportDto = z.object({
  pack: z.string(),
  format: z.enum(PACK_FORMATS),
  claims: z.int(),
  new: z.int(),
  changed: z.int(),
  unchanged: z.int(),
  retired: z.int(),
  conflicts: z.int(),
  newEntities: z.array(z.string()),
  rejected: z.array(z.object({ file: z.string(), position: z.string(), reason: z.string() })),
  rejectedCount: z.int(),
  dryRun: z.boolean(),
  effects: z
    .array(
      z.object({
        what: z.enum(["new", "changed", "retired", "conflict"]),
        index: z.int().nullable(),
        subject: z.object({ network: NetworkDto, ref: z.string() }),
        label: z.string(),
        entity: z.string().nullable(),
        against: z.array(z.string()),
      }),
    )
    .default([]),
});
export type PackReportDto = z.output<typeof PackReportDto>;
