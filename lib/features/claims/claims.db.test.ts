import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Principal } from "@/lib/core/policy/policy";
import { makeServices, type Services } from "@/lib/platform/services";
import { freshDatabase, type TestDatabase } from "@/lib/testing/database";

const BLOCK_9 = "12cbQLTFMXRnSzktFkuoG3eHoMeFtpTu3S";
let db: TestDatabase;
let services: Services;
let owner: Principal;
let caseId: string;

beforeAll(async () => {
  db = await freshDatabase();
  services = makeServices({ databaseUrl: db.url, home: "/nonexistent", limits: {} });
  owner = await services.accounts.localOwner();
  ({ caseId } = await services.cases.create(owner, { name: "Test case" }));
});
afterAll(async () => {
  await services.close();
  await db.close();
});

const tag = (change: object = {}) => ({
  subject: { kind: "wallet" as const, network: "bitcoin" as const, ref: BLOCK_9 },
  role: null, entityId: "apt43", label: "APT43", category: "state-actor" as const, source: null, method: null, note: null, caseId, ...change,
});
const auditCount = async (action: string): Promise<number> => services.prisma.auditEvent.count({ where: { action } });

test("a quick tag without a source is a hypothesis, and is told in the audit log", async () => {
  const id = await services.claims.add(owner, tag());
  const row = await services.prisma.claim.findFirstOrThrow({ where: { id } });
  expect(row).toMatchObject({ status: "hypothesis", scope: "case", version: 1, current: true, subjectText: BLOCK_9, entityId: "apt43" });
  expect(await auditCount("claim.created")).toBe(1);
});

test("a tag with a source is proposed", async () => {
  const id = await services.claims.add(owner, tag({ label: "APT43, named in a report", source: { name: "A report", url: "https://example.org/report", quote: null, date: "2023-03-28" } }));
  const row = await services.prisma.claim.findFirstOrThrow({ where: { id } });
  expect(row.status).toBe("proposed");
  expect(row.sourceDate?.toISOString().slice(0, 10)).toBe("2023-03-28");
});

test("the same tag twice is refused, and the refusal leaves no audit event", async () => {
  const before = await auditCount("claim.created");
  await expect(services.claims.add(owner, tag())).rejects.toMatchObject({ code: "conflict" });
  expect(await auditCount("claim.created")).toBe(before);
});

test("what is no address of the network is refused with the reason", async () => {
  await expect(services.claims.add(owner, tag({ subject: { kind: "wallet", network: "bitcoin", ref: `${BLOCK_9.slice(0, -1)}X` } }))).rejects.toThrow(/not an address of bitcoin/);
  await expect(services.claims.add(owner, tag({ subject: { kind: "wallet", network: "litecoin", ref: BLOCK_9 } }))).rejects.toMatchObject({ code: "invalid_input" });
});

test("a retracted claim keeps both versions and its reason; retracting it on an old version is a conflict", async () => {
  const id = await services.claims.add(owner, tag({ label: "Mistake" }));
  await services.claims.retract(owner, id, { version: 1, reason: "wrong wallet" });
  const versions = await services.prisma.claim.findMany({ where: { id }, orderBy: { version: "asc" } });
  expect(versions.map(({ version, status, current, reason }) => ({ version, status, current, reason }))).toEqual([
    { version: 1, status: "hypothesis", current: false, reason: null },
    { version: 2, status: "retracted", current: true, reason: "wrong wallet" },
  ]);
  await expect(services.claims.retract(owner, id, { version: 1, reason: "again" })).rejects.toMatchObject({ code: "conflict" });
});

test("two people who retract at once: one succeeds, the other is told", async () => {
  const id = await services.claims.add(owner, tag({ label: "Contested" }));
  const results = await Promise.allSettled([1, 2].map((n) => services.claims.retract(owner, id, { version: 1, reason: `reason ${n}` })));
  expect(results.map((result) => result.status).sort()).toEqual(["fulfilled", "rejected"]);
  expect(await services.prisma.claim.count({ where: { id, current: true } })).toBe(1);
});

test("somebody else's case looks like no case at all", async () => {
  const stranger: Principal = { accountId: randomUUID(), name: "Stranger", kind: "user", role: "admin" };
  const [foreign, none] = await Promise.allSettled([services.claims.add(stranger, tag({ label: "x" })), services.claims.add(stranger, tag({ label: "x", caseId: randomUUID() }))]);
  expect(foreign).toEqual(none);
  expect(foreign).toMatchObject({ status: "rejected", reason: { code: "not_found" } });
});
