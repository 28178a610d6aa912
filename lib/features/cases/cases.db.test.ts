import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Principal } from "@/lib/core/policy/policy";
import { makeServices, type Services } from "@/lib/platform/services";
import { freshDatabase, type TestDatabase } from "@/lib/testing/database";

const NODE = { key: "wallet:bitcoin:12cbQLTFMXRnSzktFkuoG3eHoMeFtpTu3S", x: 10, y: -20.5, pinned: true };
let db: TestDatabase;
let services: Services;
let owner: Principal;

beforeAll(async () => {
  db = await freshDatabase();
  services = makeServices({ databaseUrl: db.url, home: "/nonexistent", limits: {} });
  owner = await services.accounts.localOwner();
});
afterAll(async () => {
  await services.close();
  await db.close();
});

test("a case starts with one empty graph, and a saved graph comes back as it was", async () => {
  const { caseId, graphId } = await services.cases.create(owner, { name: "First" });
  const empty = await services.cases.graph(owner, graphId);
  expect(empty).toMatchObject({ caseId, caseName: "First", version: 1, document: { nodes: [] } });
  const saved = await services.cases.saveGraph(owner, graphId, { version: 1, document: { nodes: [NODE] } });
  expect(saved.version).toBe(2);
  expect((await services.cases.graph(owner, graphId)).document).toEqual({ nodes: [NODE] });
  const events = await services.prisma.auditEvent.findMany({ where: { caseId }, orderBy: { seq: "asc" } });
  expect(events.map((event) => event.action)).toEqual(["case.created", "graph.saved"]);
  expect(events[1]?.payload).toContain(NODE.key);
});

test("of two saves on the same version one is kept and the other is told; nothing is overwritten", async () => {
  const { graphId } = await services.cases.create(owner, { name: "Race" });
  const other = { ...NODE, x: 999 };
  const results = await Promise.allSettled([services.cases.saveGraph(owner, graphId, { version: 1, document: { nodes: [NODE] } }), services.cases.saveGraph(owner, graphId, { version: 1, document: { nodes: [other] } })]);
  expect(results.filter((result) => result.status === "fulfilled")).toHaveLength(1);
  expect(results.find((result) => result.status === "rejected")).toMatchObject({ reason: { code: "conflict" } });
});

test("a graph of somebody else looks like no graph", async () => {
  const { graphId } = await services.cases.create(owner, { name: "Mine" });
  const stranger: Principal = { accountId: randomUUID(), name: "S", kind: "user", role: "admin" };
  const [foreign, none] = await Promise.allSettled([services.cases.graph(stranger, graphId), services.cases.graph(stranger, randomUUID())]);
  expect(foreign).toEqual(none);
});

test("a session of the owner's link is known by its token until it is over, and by nothing else", async () => {
  expect(await services.accounts.principalOfSession("guess")).toBeNull();
  await expect(services.accounts.signInWithLink("guess")).rejects.toMatchObject({ code: "unauthenticated" });
});
