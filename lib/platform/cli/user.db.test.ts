import { execFile } from "node:child_process";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { PROJECT_ROOT } from "@/lib/platform/env";
import { freshDatabase, type TestDatabase } from "@/lib/testing/database";

let db: TestDatabase;
beforeAll(async () => {
  db = await freshDatabase();
});
afterAll(async () => {
  await db.close();
});

const assay = (...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> =>
  new Promise((resolve) => {
    const env = { ...process.env, LOG_LEVEL: "", DATABASE_URL: db.url, ASSAY_URL: "https://assay.example" };
    const child = execFile(path.join(PROJECT_ROOT, "bin/assay"), args, { env }, (_error, stdout, stderr) => {
      resolve({ code: child.exitCode ?? -1, stdout, stderr });
    });
  });

test("accounts are made, listed and reset on the command line: with a one-time link, never a password", async () => {
  const made = await assay("user", "create", "Ada@Example.org", "--role", "analyst", "--json");
  expect(made.code).toBe(0);
  const { link, ...user } = JSON.parse(made.stdout) as { link: string };
  expect(user).toMatchObject({ email: "ada@example.org", role: "analyst", status: "invited" });
  expect(link).toMatch(/^https:\/\/assay\.example\/account\/password#token=[\w-]{43}$/);
  const reset = await assay("user", "reset", "ada@example.org");
  expect(reset).toMatchObject({ code: 0, stdout: expect.stringContaining("/account/password#token=") as string });
  expect(reset.stdout).not.toContain(link);
  const list = await assay("user", "list", "--json");
  expect(JSON.parse(list.stdout)).toEqual({ users: [expect.objectContaining({ email: "ada@example.org", status: "invited", signedInAt: null })] });
  expect(list.stdout).not.toContain("token");
});

test("what is wrong is named", async () => {
  expect(await assay("user", "create", "ada@example.org", "--role", "king")).toMatchObject({ code: 2, stderr: expect.stringContaining("king") as string });
  expect(await assay("user", "reset", "nobody@example.org")).toMatchObject({ code: 1, stderr: expect.stringContaining("no such account") as string });
});
