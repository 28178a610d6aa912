import { execFile } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { migrate, MIGRATIONS_FOLDER, pendingMigrations, readMigrations } from "@/lib/platform/db/migrate";
import { PROJECT_ROOT } from "@/lib/platform/env";
import { freshDatabase, type TestDatabase } from "@/lib/testing/database";

let db: TestDatabase;
let folder: string;
beforeEach(async () => {
  db = await freshDatabase();
  folder = mkdtempSync(path.join(os.tmpdir(), "assay-migrations-"));
  cpSync(MIGRATIONS_FOLDER, folder, { recursive: true });
});
afterEach(async () => {
  await db.close();
  rmSync(folder, { recursive: true, force: true });
});

const add = (name: string, sql: string): void => {
  mkdirSync(path.join(folder, name), { recursive: true });
  writeFileSync(path.join(folder, name, "migration.sql"), sql);
};
const prisma = (...args: string[]): Promise<{ stdout: string; stderr: string }> =>
  promisify(execFile)(process.execPath, ["node_modules/prisma/build/index.js", ...args], { cwd: PROJECT_ROOT, env: { ...process.env, DATABASE_URL: db.url } });

describe("migrations", () => {
  it("apply once, however many processes apply them at the same time", async () => {
    add("29990101000000_one", "CREATE TABLE one (n int); CREATE FUNCTION two() RETURNS int LANGUAGE sql AS $$ SELECT 1; SELECT 2 $$;");
    const reports = await Promise.all([1, 2, 3, 4].map(() => migrate(db.url, { folder })));
    expect(reports.flatMap(({ applied }) => applied)).toEqual(["29990101000000_one"]);
    expect(await migrate(db.url, { folder })).toEqual({ applied: [], edited: [] });
  });

  it("are what Prisma itself would have applied", async () => {
    const { stdout } = await prisma("migrate", "status");
    expect(stdout).toContain("Database schema is up to date");
    expect((await prisma("migrate", "deploy")).stdout).toContain("No pending migrations");
    const { rows } = await db.pool.query("SELECT migration_name, checksum, applied_steps_count FROM _prisma_migrations ORDER BY 1");
    expect(rows).toEqual(readMigrations().map(({ name, checksum }) => ({ migration_name: name, checksum, applied_steps_count: 1 })));
  });

  it("produce the schema of schema.prisma", async () => {
    const { stdout } = await prisma("migrate", "diff", "--from-config-datasource", "--to-schema", "prisma/schema.prisma", "--script");
    expect(stdout.replace(/^-- .*$/gm, "").trim()).toBe("");
  });

  it("are replayed beside the database, never in it, and a difference to the schema is told", async () => {
    const schema = path.join(folder, "changed.prisma");
    writeFileSync(schema, readFileSync(path.join(PROJECT_ROOT, "prisma/schema.prisma"), "utf8").replace("model Flag {", "model Flag {\n  added Int?"));
    const diff = prisma("migrate", "diff", "--from-migrations", "prisma/migrations", "--to-schema", schema, "--script", "--exit-code");
    await expect(diff).rejects.toMatchObject({ code: 2, stdout: expect.stringContaining('ADD COLUMN     "added" INTEGER') as string });
    const { rows } = await db.pool.query("SELECT count(*) AS tables FROM pg_tables WHERE schemaname = 'public' AND tablename = 'ledger_flag'");
    expect(rows).toEqual([{ tables: 1n }]);
    expect((await db.pool.query("SELECT 1 FROM pg_database WHERE datname LIKE 'prisma_migrate_shadow%'")).rowCount).toBe(0);
  });

  it("that fail are undone, recorded, and refused from then on with the remedy", async () => {
    add("29990101000000_bad", "CREATE TABLE half (n int); SELECT 1/0;");
    await expect(migrate(db.url, { folder })).rejects.toThrow(/29990101000000_bad failed and was undone: 22012 division by zero/);
    expect((await db.pool.query("SELECT to_regclass('half') AS half")).rows).toEqual([{ half: null }]);
    await expect(migrate(db.url, { folder })).rejects.toThrow(/migrate resolve --rolled-back 29990101000000_bad/);
  });

  it("that were edited after they had been applied are told", async () => {
    const [first] = readMigrations(folder);
    if (first === undefined) throw new Error("no migration");
    add(first.name, `${first.sql}\n-- edited`);
    expect(await migrate(db.url, { folder })).toEqual({ applied: [], edited: [first.name] });
  });

  it("that are missing are named for the readiness check", async () => {
    add("29990101000000_later", "SELECT 1;");
    expect(await pendingMigrations(db.pool, folder)).toEqual(["29990101000000_later"]);
    expect(await pendingMigrations(db.pool)).toEqual([]);
  });

  it("make the database when there is none", async () => {
    const url = new URL(db.url);
    url.pathname = `${url.pathname}_new`;
    expect((await migrate(url.href)).applied).toEqual(readMigrations().map(({ name }) => name));
    await db.pool.query(`DROP DATABASE ${url.pathname.slice(1)}`);
  });
});
