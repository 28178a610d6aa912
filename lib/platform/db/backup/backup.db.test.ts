import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { afterAll, beforeAll, beforeEach, afterEach, describe, expect, it } from "vitest";
import { backup } from "@/lib/platform/db/backup/backup";
import { restore } from "@/lib/platform/db/backup/restore";
import { MIGRATIONS_FOLDER } from "@/lib/platform/db/migrate";
import type { Db } from "@/lib/platform/db/pool";
import { freshDatabase, type TestDatabase } from "@/lib/testing/database";

let folder: string;
let source: TestDatabase;
let file: string;
let target: TestDatabase;
const { signal } = new AbortController();

beforeAll(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), "assay-backup-"));
  file = path.join(folder, "whole.tar.gz");
  source = await freshDatabase();
  await fill(source.pool);
  await backup({ url: source.url, file, signal });
});
afterAll(async () => {
  await source.close();
  rmSync(folder, { recursive: true });
});
beforeEach(async () => {
  target = await freshDatabase();
});
afterEach(() => target.close());

/** More than one piece in one table, every kind of column, references, and a used sequence. */
async function fill(db: Db): Promise<void> {
  await db.query("INSERT INTO source (kind, name, network) SELECT 'blk', 'blk' || n, 0 FROM generate_series(1, 5) n");
  await db.query("INSERT INTO address (id, network, script_hash, script, text, type) SELECT n, 0, sha256(n::text::bytea), sha256((-n)::text::bytea), 'address' || n, 1 FROM generate_series(1, 60000) n");
  await db.query("INSERT INTO account (id, kind, name, role) VALUES ('00000000-0000-4000-8000-000000000001', 'user', E'Zoë \\u202e\\t', 'admin')");
  await db.query("INSERT INTO session (token_hash, account_id, expires_at) VALUES ('\\x00ff', '00000000-0000-4000-8000-000000000001', '2030-01-01')");
  await db.query(`INSERT INTO job (id, kind, params, status, account_id) VALUES ('00000000-0000-4000-8000-000000000002', 'import', '{"a": [1, null, "☃"]}', 'queued', '00000000-0000-4000-8000-000000000001')`);
  await db.query("UPDATE ledger_state SET version = 7, next_address = 60001");
}

const contents = async (db: Db): Promise<unknown> => {
  const tables = ["source", "address", "account", "session", "job", "ledger_state"];
  return Promise.all(tables.map(async (table) => (await db.query(`SELECT md5(string_agg(t::text, '|' ORDER BY t::text)) AS digest, count(*) AS n FROM ${table} t`)).rows[0]));
};
const damagedFile = (bytes: Buffer): string => {
  const damaged = path.join(folder, "damaged.tar.gz");
  writeFileSync(damaged, bytes);
  return damaged;
};
const untouched = async (): Promise<void> => {
  const { rows } = await target.pool.query("SELECT (SELECT count(*) FROM address) AS addresses, (SELECT version FROM ledger_state) AS version");
  expect(rows).toEqual([{ addresses: 0n, version: 0n }]);
};

describe("a backup", () => {
  it("comes back the same, and its database goes on where it stood", async () => {
    const report = await restore({ url: target.url, file, signal });
    expect(await contents(target.pool)).toEqual(await contents(source.pool));
    expect(report.tables.find(({ name }) => name === "address")).toMatchObject({ rows: 60_000 });
    const { rows } = await target.pool.query("INSERT INTO source (kind, name, network) VALUES ('csv', 'new', 0) RETURNING id");
    expect(rows).toEqual([{ id: 6 }]);
  });

  it("of a restored database is the same table for table", async () => {
    await restore({ url: target.url, file, signal });
    const again = path.join(folder, "again.tar.gz");
    const second = await backup({ url: target.url, file: again, signal });
    const first = await backup({ url: source.url, file: path.join(folder, "first.tar.gz"), signal });
    expect(second.tables).toEqual(first.tables);
  });

  it("does not replace a file", async () => {
    await expect(backup({ url: source.url, file, signal })).rejects.toMatchObject({ code: "conflict" });
  });

  it("that is cancelled leaves no file", async () => {
    const stop = new AbortController();
    const half = path.join(folder, "half.tar.gz");
    const work = backup({ url: source.url, file: half, signal: stop.signal, progress: () => { stop.abort(); } });
    await expect(work).rejects.toMatchObject({ code: "cancelled" });
    expect([existsSync(half), existsSync(`${half}.partial`)]).toEqual([false, false]);
  });
});

describe("a restore", () => {
  it("refuses a database that holds something", async () => {
    await target.pool.query("INSERT INTO source (kind, name, network) VALUES ('csv', 'mine', 0)");
    await expect(restore({ url: target.url, file, signal })).rejects.toMatchObject({ code: "conflict" });
    expect((await target.pool.query("SELECT name FROM source")).rows).toEqual([{ name: "mine" }]);
  });

  it("takes nothing of a file that was cut off, wherever", async () => {
    const bytes = readFileSync(file);
    for (const share of [0, 0.001, 0.1, 0.5, 0.9, 0.999]) {
      await expect(restore({ url: target.url, file: damagedFile(bytes.subarray(0, Math.floor(bytes.length * share))), signal })).rejects.toMatchObject({ code: "invalid_input" });
      await untouched();
    }
    const plain = gunzipSync(bytes);
    for (const length of [0, 511, 512, 100_000, 5_000_000, plain.length - 4096]) {
      await expect(restore({ url: target.url, file: damagedFile(gzipSync(plain.subarray(0, length), { level: 1 })), signal })).rejects.toMatchObject({ code: "invalid_input" });
      await untouched();
    }
  });

  it("takes nothing of a file in which one byte is another one", async () => {
    const plain = gunzipSync(readFileSync(file));
    const inAddresses = plain.indexOf("address12345");
    for (const at of [0, 700, inAddresses, inAddresses - 40, plain.length - 2000]) {
      const changed = Buffer.from(plain);
      changed.writeUInt8(changed.readUInt8(at) ^ 1, at);
      await expect(restore({ url: target.url, file: damagedFile(gzipSync(changed, { level: 1 })), signal })).rejects.toMatchObject({ code: "invalid_input" });
      await untouched();
    }
  });

  it("tells what is no backup at all", async () => {
    for (const bytes of [Buffer.from("not gzip"), gzipSync("not tar"), gzipSync(Buffer.alloc(1_000_000))]) {
      await expect(restore({ url: target.url, file: damagedFile(bytes), signal })).rejects.toMatchObject({ code: "invalid_input" });
    }
    await expect(restore({ url: target.url, file: path.join(folder, "none"), signal })).rejects.toMatchObject({ code: "not_found" });
  });

  it("loads a backup of an older schema into that schema and migrates it", async () => {
    const newer = path.join(folder, "migrations");
    cpSync(MIGRATIONS_FOLDER, newer, { recursive: true });
    mkdirSync(path.join(newer, "29990101000000_later"));
    writeFileSync(path.join(newer, "29990101000000_later", "migration.sql"), "ALTER TABLE source ADD COLUMN note text NOT NULL DEFAULT 'none'; UPDATE source SET note = 'old';");
    await restore({ url: target.url, file, signal }, newer);
    expect((await target.pool.query("SELECT DISTINCT note FROM source")).rows).toEqual([{ note: "old" }]);
  });

  it("refuses a backup of a newer schema", async () => {
    const older = path.join(folder, "none");
    mkdirSync(older);
    await expect(restore({ url: target.url, file, signal }, older)).rejects.toThrow(/which this version of Assay does not have/);
    await untouched();
  });
});
