import { createHash } from "node:crypto";
import { createWriteStream, existsSync } from "node:fs";
import { mkdir, rename, rm, stat } from "node:fs/promises";
import path from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import { to as copyTo } from "pg-copy-streams";
import { AppError } from "@/lib/core/errors";
import type { JobProgress } from "@/lib/core/jobs/job";
import { listTables, quotedColumns, type Table } from "@/lib/platform/db/backup/catalog";
import { type BackupHeader, type BackupReport, chunkName, FORMAT, FORMAT_VERSION, HEADER_NAME, MANIFEST_NAME, type TableDigest } from "@/lib/platform/db/backup/manifest";
import { TAR_END, tarEntry } from "@/lib/platform/db/backup/tar";
import { type Client, makePool } from "@/lib/platform/db/pool";

export interface ArchiveTask {
  readonly url: string;
  readonly file: string;
  readonly progress?: (progress: JobProgress) => void;
  readonly signal: AbortSignal;
}

/** Rounded to milliseconds. */
export const secondsSince = (started: number): number => Math.round(performance.now() - started) / 1000;

const CHUNK_BYTES = 4 * 1024 * 1024;

/**
 * Writes every table, as one moment saw them, to a tar.gz. The file appears under its name only when it is whole.
 * @throws AppError conflict when the file exists already
 */
export async function backup({ url, file, progress, signal }: ArchiveTask): Promise<BackupReport> {
  const target = path.resolve(file);
  if (existsSync(target)) throw new AppError("conflict", `${target} exists already. Name a file that does not.`);
  await mkdir(path.dirname(target), { recursive: true });
  const draft = `${target}.partial`;
  const started = performance.now();
  const pool = makePool(url, { max: 1, name: "assay backup" });
  try {
    const client = await pool.connect();
    const digests: TableDigest[] = [];
    const told = (phase: string, bytes: number, rows: number): void => progress?.({ phase, done: bytes, total: null, unit: "bytes", from: 0, seconds: secondsSince(started), counts: { rows } });
    try {
      const header = await beginSnapshot(client);
      await pipeline(Readable.from(archive(client, header, { digests, told })), createGzip({ level: 4 }), createWriteStream(draft, { mode: 0o600, flush: true }), { signal });
      await rename(draft, target);
      const { size } = await stat(target);
      return { file: target, bytes: size, createdAt: header.createdAt, migrations: header.migrations.map(({ name }) => name), tables: digests, seconds: secondsSince(started) };
    } finally {
      client.release(true); // it may be in the middle of a COPY
    }
  } catch (error) {
    await rm(draft, { force: true });
    throw signal.aborted ? new AppError("cancelled", "The backup was cancelled; no file was written.", { cause: error }) : error;
  } finally {
    await pool.end();
  }
}

async function beginSnapshot(client: Client): Promise<BackupHeader> {
  await client.query("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
  const tables = await listTables(client);
  const { rows: migrations } = await client.query<{ name: string; checksum: string }>(
    "SELECT migration_name AS name, checksum FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL ORDER BY migration_name",
  );
  const { rows } = await client.query<{ server_version: string }>("SHOW server_version");
  return { format: FORMAT, version: FORMAT_VERSION, createdAt: new Date().toISOString(), postgres: rows[0]?.server_version ?? "", migrations, tables };
}

interface Telling {
  readonly digests: TableDigest[];
  readonly told: (phase: string, bytes: number, rows: number) => void;
}

async function* archive(client: Client, header: BackupHeader, { digests, told }: Telling): AsyncGenerator<Buffer> {
  const json = (name: string, value: unknown): Buffer => tarEntry({ name, data: Buffer.from(`${JSON.stringify(value, null, 2)}\n`) });
  yield json(HEADER_NAME, header);
  let bytes = 0;
  let rows = 0;
  for (const table of header.tables) {
    for await (const { entry, digest } of tableEntries(client, table)) {
      if (digest !== null) digests.push(digest);
      bytes += entry.length;
      rows += digest?.rows ?? 0;
      told(`saving ${table.name}`, bytes, rows);
      yield entry;
    }
  }
  yield json(MANIFEST_NAME, { tables: digests });
  yield TAR_END;
}

/** A table in pieces, the last one with the digest of the whole. */
async function* tableEntries(client: Client, table: Table): AsyncGenerator<{ entry: Buffer; digest: TableDigest | null }> {
  const stream = client.query(copyTo(`COPY ${JSON.stringify(table.name)} (${quotedColumns(table)}) TO STDOUT (FORMAT binary)`));
  const hash = createHash("sha256");
  let pending: Buffer[] = [];
  let held = 0;
  let bytes = 0;
  let index = 0;
  const flush = (): Buffer => {
    const data = Buffer.concat(pending, held);
    pending = [];
    held = 0;
    return tarEntry({ name: chunkName(table.name, index++), data });
  };
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    hash.update(chunk);
    pending.push(chunk);
    held += chunk.length;
    bytes += chunk.length;
    if (held >= CHUNK_BYTES) yield { entry: flush(), digest: null };
  }
  yield { entry: flush(), digest: { name: table.name, rows: stream.rowCount, bytes, sha256: hash.digest("hex") } };
}
