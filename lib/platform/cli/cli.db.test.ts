import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, symlinkSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { PROJECT_ROOT } from "@/lib/platform/env";
import { freshDatabase, type TestDatabase } from "@/lib/testing/database";

let elsewhere: string;
let db: TestDatabase;
beforeAll(async () => {
  elsewhere = mkdtempSync(path.join(os.tmpdir(), "assay-cli-"));
  db = await freshDatabase();
});
afterAll(async () => {
  await db.close();
  rmSync(elsewhere, { recursive: true });
});

interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

const assay = (args: string[], { program = path.join(PROJECT_ROOT, "bin/assay"), env = {} }: { program?: string; env?: Record<string, string> } = {}): Promise<Outcome> =>
  new Promise((resolve) => {
    const child = execFile(program, args, { cwd: elsewhere, env: { ...process.env, LOG_LEVEL: "", DATABASE_URL: db.url, ...env } }, (_error, stdout, stderr) => {
      resolve({ code: child.exitCode ?? -1, stdout, stderr });
    });
  });

describe("the command line", () => {
  it("works from any folder, through a link, and prints one JSON document", async () => {
    const link = path.join(elsewhere, "assay");
    symlinkSync(path.join(PROJECT_ROOT, "bin/assay"), link);
    const { code, stdout, stderr } = await assay(["db", "url", "--json"], { program: link });
    expect({ code, document: JSON.parse(stdout) as unknown, stderr }).toEqual({ code: 0, document: { url: db.url }, stderr: "" });
  });

  it("ends with 2 and names the argument when it is used wrongly", async () => {
    expect(await assay(["db", "backup", "--json"])).toMatchObject({ code: 2, stdout: "", stderr: expect.stringContaining("FILE: is missing") as string });
    expect(await assay(["db", "url"], { env: { PORT: "many" } })).toMatchObject({ code: 2, stderr: expect.stringContaining("PORT") as string });
  });

  it("ends with 1 and says why when the work fails", async () => {
    const outcome = await assay(["db", "stop", "--json"]);
    expect(outcome).toMatchObject({ code: 1, stdout: "", stderr: expect.stringContaining("DATABASE_URL is set") as string });
  });

  it("says that the database is away, and tells no password", async () => {
    const outcome = await assay(["db", "url"], { env: { DATABASE_URL: "postgresql://assay:hunter2@127.0.0.1:9/assay" } });
    expect(outcome).toMatchObject({ code: 1, stderr: expect.stringMatching(/cannot be reached: .*DATABASE_URL/) as string });
    expect(outcome.stderr).not.toContain("hunter2");
  });

  it("saves and restores a database by file", async () => {
    const target = await freshDatabase();
    const file = path.join(elsewhere, "copy.tar.gz");
    await db.pool.query("INSERT INTO source (kind, name, network) VALUES ('csv', 'kept', 0)");
    expect((await assay(["db", "backup", "copy.tar.gz"])).code).toBe(0);
    expect((await assay(["db", "restore", file, "--json"], { env: { DATABASE_URL: target.url } })).code).toBe(0);
    expect((await target.pool.query("SELECT name FROM source")).rows).toEqual([{ name: "kept" }]);
    expect((await assay(["db", "restore", file], { env: { DATABASE_URL: target.url } })).code).toBe(1);
    await target.close();
  });
});
