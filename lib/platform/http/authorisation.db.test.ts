import { createHash, randomUUID } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ROLES_OF_PEOPLE } from "@/lib/core/policy/policy";
import { SESSION_COOKIE } from "@/lib/platform/auth/cookie";
import { PROJECT_ROOT } from "@/lib/platform/env";
import { makeServices, type Services } from "@/lib/platform/services";
import { freshDatabase, type TestDatabase } from "@/lib/testing/database";

/**
 * Every route × every principal, against the reviewed table authorisation.tsv. A route that the table lacks fails, and so does
 * a row without a route: whoever adds a route decides here who may.
 */

const METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"] as const;
type Method = (typeof METHODS)[number];
type Handler = (request: Request, context: { params: Promise<unknown> }) => Promise<Response>;
interface Row {
  readonly method: Method;
  readonly route: string;
  readonly least: string;
}

const TABLE: readonly Row[] = readFileSync(path.join(import.meta.dirname, "authorisation.tsv"), "utf8").trim().split("\n").map((line) => {
  const [method, route, least] = line.split("\t") as [Method, string, string];
  return { method, route, least };
});
const FILES = (readdirSync(path.join(PROJECT_ROOT, "app/api"), { recursive: true }) as string[]).filter((file) => path.basename(file) === "route.ts").map((file) => path.join("app/api", file));
const routeOf = (file: string): string => `/${path.dirname(path.relative("app", file))}`;
const load = async (route: string): Promise<Partial<Record<Method, Handler>>> => (await import(pathToFileURL(path.join(PROJECT_ROOT, "app", route, "route.ts")).href)) as Partial<Record<Method, Handler>>;

/** Who has no session that counts, by how their session is. */
const OUTSIDERS = ["nobody", "forged", "expired", "idle", "half-way", "enrolling", "disabled"] as const;
const INSIDERS = [...ROLES_OF_PEOPLE, "owner"] as const;
type Who = (typeof OUTSIDERS)[number] | (typeof INSIDERS)[number];

const shared = globalThis as { assayServices?: Services };
const cookies = new Map<Who, string>();
let db: TestDatabase;
let home: string;

beforeAll(async () => {
  db = await freshDatabase();
  home = mkdtempSync(path.join(tmpdir(), "assay-matrix-"));
  const services = makeServices({ databaseUrl: db.url, home, limits: {} });
  shared.assayServices = services;
  const hour = 3_600_000;
  const seat = async (who: Who, { role = "admin", stage = "signed-in", expires = hour, seen = 0, disabled = false } = {}): Promise<void> => {
    const owner = who === "owner" ? await services.accounts.localOwner() : null;
    const accountId = owner?.accountId ?? randomUUID();
    if (owner === null) await services.prisma.account.create({ data: { id: accountId, kind: "user", name: who, email: `${who}@example.org`, role, disabledAt: disabled ? new Date() : null } });
    const token = `token of ${who}`;
    const now = Date.now();
    await services.prisma.session.create({ data: { accountId, stage, tokenHash: createHash("sha256").update(token).digest(), expiresAt: new Date(now + expires), seenAt: new Date(now - seen) } });
    cookies.set(who, `${SESSION_COOKIE}=${token}`);
  };
  cookies.set("forged", `${SESSION_COOKIE}=guess`);
  await seat("expired", { expires: -1 });
  await seat("idle", { seen: hour });
  await seat("half-way", { stage: "code" });
  await seat("enrolling", { stage: "enrolment" });
  await seat("disabled", { disabled: true });
  for (const role of ROLES_OF_PEOPLE) await seat(role, { role });
  await seat("owner");
});
afterAll(async () => {
  await shared.assayServices?.close();
  delete shared.assayServices;
  await db.close();
  rmSync(home, { recursive: true });
});

/** Without parameters and body, so that whoever may come in changes nothing. */
async function statusFor(who: Who, { method, route }: Row): Promise<number> {
  const handler = (await load(route))[method];
  const cookie = cookies.get(who);
  const request = new Request(`http://127.0.0.1:3000${route}`, { method, headers: { host: "127.0.0.1:3000", ...(cookie !== undefined && { cookie }) } });
  return (await handler!(request, { params: Promise.resolve({}) })).status;
}

test("the table names every route and method there is, and none that there is not", async () => {
  const there = await Promise.all(FILES.map(async (file) => {
    const handlers = await load(routeOf(file));
    return METHODS.filter((method) => handlers[method] !== undefined).map((method) => `${method} ${routeOf(file)}`);
  }));
  expect(TABLE.map(({ method, route }) => `${method} ${route}`).sort()).toEqual(there.flat().sort());
  for (const { least } of TABLE) expect(["open", ...ROLES_OF_PEOPLE]).toContain(least);
});

describe.each(TABLE.map((row) => [`${row.method} ${row.route}`, row] as const))("%s", (_, row) => {
  const rank = (role: string): number => (role === "owner" ? ROLES_OF_PEOPLE.length : ROLES_OF_PEOPLE.findIndex((one) => one === role));

  test(`is ${row.least === "open" ? "open" : `for ${row.least} and above`}`, async () => {
    for (const who of [...OUTSIDERS, ...INSIDERS]) {
      const status = await statusFor(who, row);
      const expected = row.least === "open" || rank(who) >= rank(row.least) ? "in" : rank(who) < 0 ? "401" : "403";
      const got = status === 401 || status === 403 ? status.toString() : "in";
      expect(`${who}: ${got}`).toBe(`${who}: ${expected}`);
      expect(status, who).not.toBe(500);
    }
  });
});
