import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { PROJECT_ROOT } from "@/lib/platform/env";
import { SESSION_COOKIE } from "@/lib/platform/auth/cookie";
import { readOwnerToken } from "@/lib/platform/auth/owner-token";
import { route } from "@/lib/platform/http/route";
import { makeServices, type Services } from "@/lib/platform/services";
import { freshDatabase, type TestDatabase } from "@/lib/testing/database";

const METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"] as const;
const HEALTH = ["app/api/health/live/route.ts", "app/api/health/ready/route.ts"];
/** For people on their way in: signing in, and one-time links. They have no principal yet. */
const BEFORE_SIGN_IN = ["session", "session/code", "session/end", "session/second-factor", "session/second-factor/confirm", "links", "links/password"].map((name) => `app/api/${name}/route.ts`);
const OPEN = new Set([...HEALTH, ...BEFORE_SIGN_IN]);
const FILES = (readdirSync(path.join(PROJECT_ROOT, "app/api"), { recursive: true }) as string[]).filter((file) => path.basename(file) === "route.ts").map((file) => path.join("app/api", file));

type Handler = (request: Request, context: { params: Promise<unknown> }) => Promise<Response>;
const shared = globalThis as { assayServices?: Services };
let db: TestDatabase;
let home: string;
let cookie: string;

beforeAll(async () => {
  db = await freshDatabase();
  home = mkdtempSync(path.join(tmpdir(), "assay-doors-"));
  shared.assayServices = makeServices({ databaseUrl: db.url, home, limits: {} });
  const session = await shared.assayServices.accounts.signInWithLink(await readOwnerToken(home));
  cookie = `${SESSION_COOKIE}=${session.token}`;
});
afterAll(async () => {
  await shared.assayServices?.close();
  delete shared.assayServices;
  await db.close();
  rmSync(home, { recursive: true });
});

const load = async (file: string): Promise<Partial<Record<(typeof METHODS)[number], Handler>>> =>
  (await import(pathToFileURL(path.join(PROJECT_ROOT, file)).href)) as Partial<Record<(typeof METHODS)[number], Handler>>;
const ask = (method: string, headers: Record<string, string> = {}, body?: string): Request =>
  new Request("http://127.0.0.1:3000/api/x", { method, headers: { host: "127.0.0.1:3000", ...headers }, ...(body !== undefined && { body }) });
const context = { params: Promise.resolve({}) };

describe("every door", () => {
  test.each(FILES.filter((file) => !OPEN.has(file)))("%s answers 401 without a session, whatever the method", async (file) => {
    const handlers = await load(file);
    const methods = METHODS.filter((method) => handlers[method] !== undefined);
    expect(methods.length).toBeGreaterThan(0);
    for (const method of methods) {
      for (const headers of [{}, { cookie: `${SESSION_COOKIE}=guess` }]) {
        const response = await handlers[method]!(ask(method, headers), context);
        expect(response.status, method).toBe(401);
        expect(response.headers.get("content-type")).toBe("application/problem+json");
        expect(await response.json()).toMatchObject({ code: "unauthenticated", status: 401 });
      }
    }
  });

  test.each(FILES.filter((file) => !HEALTH.includes(file)))("%s refuses changes that come from another site, even with a session", async (file) => {
    const handlers = await load(file);
    for (const method of ["POST", "PUT", "DELETE", "PATCH"] as const) {
      const handler = handlers[method];
      if (handler === undefined) continue;
      for (const foreign of [{ origin: "https://evil.example" }, { "sec-fetch-site": "cross-site" }, { "sec-fetch-site": "same-site" }]) {
        expect((await handler(ask(method, { cookie, ...foreign }), context)).status, `${method} ${JSON.stringify(foreign)}`).toBe(403);
      }
    }
  });

  test("an address that no handler answers is not found with a session", async () => {
    const { GET } = await load("app/api/[...path]/route.ts");
    expect((await GET!(ask("GET", { cookie }), context)).status).toBe(404);
  });
});

describe("a declared route", () => {
  const spec = { action: "ledger.read", body: z.strictObject({ n: z.number() }), reply: z.strictObject({ n: z.number().positive() }) } as const;
  const post = (body: string, headers: Record<string, string> = {}): Promise<Response> =>
    route(spec, ({ body: { n } }) => Promise.resolve({ n }))(ask("POST", { cookie, "content-type": "application/json", ...headers }, body), context);

  test("answers with what the service gave, uncached and with a request id", async () => {
    const response = await post('{"n":1}');
    expect(response.status).toBe(200);
    expect(response.headers.get("cache-control")).toBe("no-store");
    expect(response.headers.get("x-request-id")).toMatch(/^[0-9a-f-]{36}$/);
  });

  test.each([
    ['{"n":"1"}', 400], ['{"n":1,"extra":true}', 400], ['{"__proto__":{"n":1}}', 400], ["{", 400], ["", 400], ["\u0000", 400],
  ])("what the caller got wrong is a 400: %j", async (body, status) => {
    const response = await post(body);
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ code: "invalid_input" });
  });

  test("a body of another type, or beyond the limit, is refused", async () => {
    expect((await post('{"n":1}', { "content-type": "text/plain" })).status).toBe(400);
    expect((await post(JSON.stringify({ n: 1, pad: "x".repeat(1_000_001) }))).status).toBe(413);
  });

  test("a reply that breaks its own contract is our fault, and tells nothing of itself", async () => {
    const response = await post('{"n":-1}');
    expect(response.status).toBe(500);
    expect(await response.json()).toEqual({ code: "internal", status: 500, detail: expect.stringContaining("request id") as string, requestId: expect.any(String) as string });
  });

  test("a database that is away is a 503 that says when to try again", async () => {
    const response = await route(spec, () => Promise.reject(Object.assign(new Error("connect ECONNREFUSED"), { code: "ECONNREFUSED" })))(ask("POST", { cookie, "content-type": "application/json" }, '{"n":1}'), context);
    expect(response.status).toBe(503);
    expect(response.headers.get("retry-after")).toBe("2");
  });
});
