import { createHash, randomUUID } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import pg from "pg";
import { AppError } from "@/lib/core/errors";
import { PROJECT_ROOT } from "@/lib/platform/env";

/** The lock and the table that `prisma migrate deploy` uses, so that either tool may follow the other. */
const PRISMA_LOCK = 72707369;
const LEDGER = `CREATE TABLE IF NOT EXISTS _prisma_migrations (
  id VARCHAR(36) PRIMARY KEY NOT NULL, checksum VARCHAR(64) NOT NULL, finished_at TIMESTAMPTZ,
  migration_name VARCHAR(255) NOT NULL, logs TEXT, rolled_back_at TIMESTAMPTZ,
  started_at TIMESTAMPTZ NOT NULL DEFAULT now(), applied_steps_count INTEGER NOT NULL DEFAULT 0)`;

export interface Migration {
  readonly name: string;
  readonly sql: string;
  /** SHA-256 of the file, hex. */
  readonly checksum: string;
}

export interface MigrationReport {
  /** Names applied by this call. */
  readonly applied: readonly string[];
  /** Migrations whose file was edited after they had been applied. */
  readonly edited: readonly string[];
}

export interface MigrateOptions {
  readonly folder?: string;
  /** How many of the folder's migrations; all of them unless an old backup needs its old schema. */
  readonly count?: number;
}

interface Row {
  readonly migration_name: string;
  readonly checksum: string;
  readonly finished_at: Date | null;
  readonly rolled_back_at: Date | null;
  readonly logs: string | null;
}

export const MIGRATIONS_FOLDER = path.join(PROJECT_ROOT, "prisma", "migrations");

/** The migrations of a folder in the order in which they apply. */
export function readMigrations(folder: string = MIGRATIONS_FOLDER): Migration[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(path.join(folder, entry.name, "migration.sql")))
    .map((entry) => entry.name)
    .sort()
    .map((name) => {
      const sql = readFileSync(path.join(folder, name, "migration.sql"), "utf8");
      return { name, sql, checksum: createHash("sha256").update(sql).digest("hex") };
    });
}

/**
 * Applies what `prisma migrate deploy` would, with the driver alone: same ledger table, checksums and lock. The database is made
 * when it is missing. Each file runs in one transaction.
 * @throws AppError conflict when an earlier run left a migration half-recorded, or when one fails now.
 */
export async function migrate(url: string, { folder = MIGRATIONS_FOLDER, count = Infinity }: MigrateOptions = {}): Promise<MigrationReport> {
  const client = await connectOrCreate(url);
  try {
    // Waits for a concurrent run; the lock ends with the connection.
    await client.query("SELECT pg_advisory_lock($1)", [PRISMA_LOCK]);
    await client.query(LEDGER);
    const done = await appliedChecksums(client);
    const migrations = readMigrations(folder).slice(0, count);
    const edited = migrations.filter(({ name, checksum }) => (done.get(name) ?? checksum) !== checksum).map(({ name }) => name);
    const applied: string[] = [];
    for (const migration of migrations.filter(({ name }) => !done.has(name))) {
      await apply(client, migration);
      applied.push(migration.name);
    }
    return { applied, edited };
  } finally {
    await client.end();
  }
}

/** Names of the folder's migrations that the database does not have. Reads only; used by the readiness check. */
export async function pendingMigrations(db: { query: (text: string) => Promise<{ rows: unknown[] }> }, folder: string = MIGRATIONS_FOLDER): Promise<string[]> {
  const { rows } = await db.query("SELECT to_regclass('_prisma_migrations') IS NOT NULL AS present");
  const present = (rows as { present: boolean }[])[0]?.present === true;
  const done = present ? await db.query("SELECT migration_name FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL") : { rows: [] };
  const names = new Set((done.rows as { migration_name: string }[]).map((row) => row.migration_name));
  return readMigrations(folder).map(({ name }) => name).filter((name) => !names.has(name));
}

async function appliedChecksums(client: pg.Client): Promise<Map<string, string>> {
  const { rows } = await client.query<Row>("SELECT migration_name, checksum, finished_at, rolled_back_at, logs FROM _prisma_migrations ORDER BY started_at");
  const failed = rows.find((row) => row.finished_at === null && row.rolled_back_at === null);
  if (failed !== undefined) {
    throw new AppError(
      "conflict",
      `The migration ${failed.migration_name} failed in an earlier run${failed.logs === null ? "" : ` (${failed.logs})`}. ` +
        `Repair the database, then mark it: npx prisma migrate resolve --rolled-back ${failed.migration_name}`,
    );
  }
  return new Map(rows.filter((row) => row.finished_at !== null && row.rolled_back_at === null).map((row) => [row.migration_name, row.checksum]));
}

/** Script and record in one transaction: a run that is killed leaves neither. A failure is recorded as Prisma records it. */
async function apply(client: pg.Client, { name, sql, checksum }: Migration): Promise<void> {
  const record = "INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at, logs, applied_steps_count)";
  try {
    await client.query("BEGIN");
    await client.query(sql);
    await client.query(`${record} VALUES ($1, $2, $3, clock_timestamp(), NULL, 1)`, [randomUUID(), checksum, name]);
    await client.query("COMMIT");
  } catch (error) {
    const message = error instanceof pg.DatabaseError ? `${error.code ?? ""} ${error.message}` : String(error);
    await client.query("ROLLBACK");
    await client.query(`${record} VALUES ($1, $2, $3, NULL, $4, 0)`, [randomUUID(), checksum, name, message]);
    throw new AppError("conflict", `The migration ${name} failed and was undone: ${message}`, { cause: error });
  }
}

const UNKNOWN_DATABASE = "3D000";
const ALREADY_EXISTS = ["42P04", "23505"];

async function connectOrCreate(url: string): Promise<pg.Client> {
  try {
    return await connect(url);
  } catch (error) {
    if (!(error instanceof pg.DatabaseError) || error.code !== UNKNOWN_DATABASE) throw error;
    await createDatabase(url);
    return connect(url);
  }
}

async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url, application_name: "assay migrate" });
  await client.connect();
  return client;
}

/** Makes the database that a URL names, through the server's `postgres` database; nothing happens when it exists. */
export async function createDatabase(url: string): Promise<void> {
  const target = new URL(url);
  const name = decodeURIComponent(target.pathname.slice(1));
  target.pathname = "/postgres";
  const client = await connect(target.href);
  try {
    const { rowCount } = await client.query("SELECT 1 FROM pg_database WHERE datname = $1", [name]);
    if (rowCount === 0) await client.query(`CREATE DATABASE ${pg.escapeIdentifier(name)}`);
  } catch (error) {
    if (!(error instanceof pg.DatabaseError) || !ALREADY_EXISTS.includes(error.code ?? "")) throw error;
  } finally {
    await client.end();
  }
}
