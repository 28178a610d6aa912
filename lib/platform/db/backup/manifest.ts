import { z } from "zod";

export const FORMAT = "assay-backup";
export const FORMAT_VERSION = 1;
export const HEADER_NAME = "header.json";
export const MANIFEST_NAME = "manifest.json";

const Name = z.string().regex(/^[a-z_][a-z0-9_]{0,62}$/);

/** The first file of a backup: what has to be known before the data comes. */
export const BackupHeader = z.strictObject({
  format: z.literal(FORMAT, { error: "this is not a backup of Assay" }),
  version: z.literal(FORMAT_VERSION, { error: `this version of Assay reads backups of version ${FORMAT_VERSION}` }),
  createdAt: z.iso.datetime(),
  postgres: z.string(),
  migrations: z.array(z.strictObject({ name: z.string(), checksum: z.string() })),
  /** In the order of their foreign keys: a table comes after those it refers to. */
  tables: z.array(z.strictObject({ name: Name, columns: z.array(Name) })),
});
export type BackupHeader = z.output<typeof BackupHeader>;

/** The last file: what the data must amount to. A backup that was cut off has none. */
export const BackupManifest = z.strictObject({
  tables: z.array(z.strictObject({ name: Name, rows: z.int().min(0), bytes: z.int().min(0), sha256: z.string().regex(/^[0-9a-f]{64}$/) })),
});
export type TableDigest = z.output<typeof BackupManifest>["tables"][number];

export const chunkName = (table: string, index: number): string => `tables/${table}/${index.toString().padStart(6, "0")}`;

export function readChunkName(name: string): { table: string; index: number } | null {
  const match = /^tables\/([a-z0-9_]+)\/([0-9]{6,})$/.exec(name);
  return match?.[1] === undefined || match[2] === undefined ? null : { table: match[1], index: parseInt(match[2], 10) };
}

export interface BackupReport {
  readonly file: string;
  /** Of the packed file. */
  readonly bytes: number;
  readonly createdAt: string;
  readonly migrations: readonly string[];
  readonly tables: readonly TableDigest[];
  readonly seconds: number;
}
