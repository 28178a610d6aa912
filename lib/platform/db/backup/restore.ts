import { createHash, type Hash } from "node:crypto";
import { once } from "node:events";
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import path from "node:path";
import { finished } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import { type CopyStreamQuery, from as copyFrom } from "pg-copy-streams";
import { z } from "zod";
import { AppError } from "@/lib/core/errors";
import { type ArchiveTask, secondsSince } from "@/lib/platform/db/backup/backup";
import { listTables, quotedColumns, resetSequences, type Table } from "@/lib/platform/db/backup/catalog";
import { BackupHeader, BackupManifest, type BackupReport, HEADER_NAME, MANIFEST_NAME, readChunkName, type TableDigest } from "@/lib/platform/db/backup/manifest";
import { readTar, type TarEntry } from "@/lib/platform/db/backup/tar";
import { migrate, MIGRATIONS_FOLDER, readMigrations } from "@/lib/platform/db/migrate";
import { type Client, type Db, inTransaction, makePool, type Pool } from "@/lib/platform/db/pool";

const refused = (message: string): AppError => new AppError("invalid_input", `${message} Nothing was restored.`);

/**
 * Fills an empty database from a backup, in one transaction that is committed only when every hash and count is right.
 * A backup of an older schema is loaded into that schema and then migrated.
 * @throws AppError conflict when the database is not empty, invalid_input when the backup is damaged or of another schema
 */
export async function restore(task: ArchiveTask, folder: string = MIGRATIONS_FOLDER): Promise<BackupReport> {
  const started = performance.now();
  const { size } = await stat(task.file).catch((error: unknown) => {
    throw new AppError("not_found", `${task.file} cannot be read.`, { cause: error });
  });
  const pool = makePool(task.url, { max: 1, name: "assay restore" });
  try {
    const entries = readTar(unpacked(task, size));
    const header = await readHeader(entries);
    await bringToSchemaOf(pool, header, { url: task.url, folder });
    const tables = await inTransaction(pool, (client) => load(client, entries, { header, folder }));
    await migrate(task.url, { folder });
    await pool.query("ANALYZE");
    const migrations = header.migrations.map(({ name }) => name);
    return { file: path.resolve(task.file), bytes: size, createdAt: header.createdAt, migrations, tables, seconds: secondsSince(started) };
  } catch (error) {
    if (task.signal.aborted) throw new AppError("cancelled", "The restore was cancelled; the database is as it was.", { cause: error });
    throw isZlibError(error) ? refused(`${task.file} is not a whole gzip file (${error.message}).`) : error;
  } finally {
    await pool.end();
  }
}

const isZlibError = (error: unknown): error is Error => error instanceof Error && "code" in error && String(error.code).startsWith("Z_");

async function* unpacked({ file, progress, signal }: ArchiveTask, size: number): AsyncGenerator<Buffer> {
  const started = performance.now();
  const source = createReadStream(file, { signal, highWaterMark: 1024 * 1024 });
  const gunzip = createGunzip({ chunkSize: 256 * 1024 });
  source.on("error", (error) => gunzip.destroy(error));
  for await (const chunk of source.pipe(gunzip) as AsyncIterable<Buffer>) {
    progress?.({ phase: "restoring", done: source.bytesRead, total: size, unit: "bytes", from: 0, seconds: secondsSince(started), counts: {} });
    yield chunk;
  }
}

async function readHeader(entries: AsyncGenerator<TarEntry>): Promise<BackupHeader> {
  const first = await entries.next();
  if (first.done === true || first.value.name !== HEADER_NAME) throw refused("This is not a backup of Assay.");
  return parseJson(BackupHeader, first.value);
}

function parseJson<Schema extends z.ZodType>(schema: Schema, { name, data }: TarEntry): z.output<Schema> {
  try {
    return schema.parse(JSON.parse(data.toString("utf8")));
  } catch (error) {
    throw refused(`Its ${name} is not as it should be: ${error instanceof z.ZodError ? z.prettifyError(error) : String(error)}.`);
  }
}

/** An empty database may have a newer schema than the backup; it is then made anew with the backup's. */
async function bringToSchemaOf(pool: Pool, { migrations }: BackupHeader, { url, folder }: { url: string; folder: string }): Promise<void> {
  const ours = readMigrations(folder);
  const alien = migrations.find((migration, index) => ours[index]?.name !== migration.name || ours[index].checksum !== migration.checksum);
  if (alien !== undefined) throw refused(`The backup was made with the migration ${alien.name}, which this version of Assay does not have or has otherwise. Use the version that made it.`);
  await inTransaction(pool, (client) => demandEmpty(client, folder));
  if (migrations.length === ours.length) return;
  await pool.query("DROP SCHEMA public CASCADE; CREATE SCHEMA public;");
  await migrate(url, { folder, count: migrations.length });
}

/** Locks every table and looks into it. What the migrations themselves insert is no content. */
async function demandEmpty(db: Db, folder: string): Promise<void> {
  const tables = await listTables(db);
  const seeded = readMigrations(folder).flatMap(({ sql }) => [...sql.matchAll(/INSERT INTO "(\w+)"/g)].map((match) => match[1]));
  await db.query(`LOCK TABLE ${tables.map(({ name }) => JSON.stringify(name)).join(", ")} IN ACCESS EXCLUSIVE MODE`);
  for (const { name } of tables.filter((table) => !seeded.includes(table.name))) {
    const { rowCount } = await db.query(`SELECT 1 FROM ${JSON.stringify(name)} LIMIT 1`);
    if (rowCount !== 0) throw new AppError("conflict", `The database is not empty (table ${name}). Restore into a new one: set ASSAY_HOME to a new folder, or DATABASE_URL to a new database.`);
  }
}

async function load(client: Client, entries: AsyncGenerator<TarEntry>, { header, folder }: { header: BackupHeader; folder: string }): Promise<TableDigest[]> {
  await demandEmpty(client, folder);
  await client.query(`TRUNCATE ${header.tables.map(({ name }) => JSON.stringify(name)).join(", ")}`);
  const loader = new TableLoader(client, header.tables);
  try {
    for await (const entry of entries) {
      if (entry.name !== MANIFEST_NAME) {
        await loader.add(entry);
        continue;
      }
      const tables = await loader.finish();
      compare(parseJson(BackupManifest, entry).tables, tables);
      await resetSequences(client);
      return tables;
    }
    throw refused("The backup has no manifest at its end: it was cut off.");
  } catch (error) {
    await loader.abandon();
    throw error;
  }
}

function compare(stated: readonly TableDigest[], found: readonly TableDigest[]): void {
  for (const [index, table] of found.entries()) {
    const expected = stated[index];
    const same = expected?.name === table.name && expected.rows === table.rows && expected.bytes === table.bytes && expected.sha256 === table.sha256;
    if (!same) throw refused(`The table ${table.name} is not what the manifest states: ${table.rows} rows, SHA-256 ${table.sha256}.`);
  }
  if (stated.length !== found.length) throw refused("The manifest states other tables than the backup holds.");
}

const refusedTable =
  (name: string) =>
  (error: unknown): never => {
    throw refused(`The database does not take the table ${name}: ${error instanceof Error ? error.message : String(error)}.`);
  };

interface OpenTable {
  readonly stream: CopyStreamQuery;
  /** Settles when the server has taken the last row, or refused one. */
  readonly over: Promise<void>;
  readonly hash: Hash;
  bytes: number;
  chunks: number;
}

/** Feeds the pieces of one table after another into COPY. */
class TableLoader {
  private readonly done: TableDigest[] = [];
  private open: OpenTable | null = null;
  private readonly client: Client;
  private readonly tables: readonly Table[];

  constructor(client: Client, tables: readonly Table[]) {
    this.client = client;
    this.tables = tables;
  }

  async add({ name, data }: TarEntry): Promise<void> {
    const chunk = readChunkName(name);
    if (chunk?.table !== this.tables[this.done.length]?.name) await this.close();
    const table = this.tables[this.done.length];
    if (chunk === null || table === undefined || chunk.table !== table.name || chunk.index !== (this.open?.chunks ?? 0)) throw refused(`The file ${name} stands in the wrong place.`);
    this.open ??= this.begin(table);
    this.open.hash.update(data);
    this.open.bytes += data.length;
    this.open.chunks += 1;
    if (!this.open.stream.write(data)) await Promise.race([once(this.open.stream, "drain"), this.open.over]).catch(refusedTable(table.name));
  }

  async finish(): Promise<TableDigest[]> {
    await this.close();
    const missing = this.tables[this.done.length];
    if (missing !== undefined) throw refused(`The table ${missing.name} is missing.`);
    return this.done;
  }

  /** Tells the server that the table under way will not be finished, so that the transaction can be rolled back. */
  async abandon(): Promise<void> {
    const { open } = this;
    this.open = null;
    open?.stream.destroy();
    await open?.over.catch(() => undefined); // the reason why it is abandoned is told already
  }

  private begin(table: Table): OpenTable {
    const stream = this.client.query(copyFrom(`COPY ${JSON.stringify(table.name)} (${quotedColumns(table)}) FROM STDIN (FORMAT binary)`));
    const over = finished(stream);
    over.catch(() => undefined); // heard when it is awaited, which may be later than it fails
    return { stream, over, hash: createHash("sha256"), bytes: 0, chunks: 0 };
  }

  private async close(): Promise<void> {
    const { open } = this;
    if (open === null) return;
    this.open = null;
    open.stream.end();
    const name = this.tables[this.done.length]?.name ?? "";
    await open.over.catch(refusedTable(name));
    this.done.push({ name, rows: open.stream.rowCount, bytes: open.bytes, sha256: open.hash.digest("hex") });
  }
}
