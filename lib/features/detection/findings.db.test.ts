import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Principal } from "@/lib/core/policy/policy";
import { HUNT, type DetectRequest } from "@/lib/features/detection/detection.ports";
import { makeJobHandlers } from "@/lib/platform/jobs/handlers";
import type { Services } from "@/lib/platform/services";
import { economyStore, type EconomyStore } from "@/lib/testing/economy-store";
import { simulated } from "@/lib/testing/simulated";

let store: EconomyStore;
let services: Services;
let owner: Principal;
beforeAll(async () => {
  store = await economyStore(simulated({ seed: 7, days: 20, miners: 20 }));
  ({ services } = store);
  owner = await services.accounts.localOwner();
  await store.claimAll("proposed");
}, 120_000);
afterAll(() => store.close());

const hunt = async (request: Partial<DetectRequest> = {}) => (await services.findings.hunt(owner, { ...HUNT, ...request })).run;
const all = async () => services.findings.page(owner, {}, { limit: 200 });
const claims = async (status: "proposed" | "accepted") => (await services.claimLists.page(owner, { statuses: [status] }, { limit: 100 })).items.map(({ id }) => ({ id, version: null }));
const strongest = async () => (await all()).items[0]!;

describe("the findings of all runs", () => {
  it("stand in the inbox once, strongest first, with the run they are of", async () => {
    expect(await all()).toMatchObject({ items: [], run: null, stale: true });
    const first = await hunt();
    expect(first).toMatchObject({ added: first.found, changed: 0, gone: 0 });
    expect(await hunt()).toMatchObject({ found: first.found, added: 0, changed: 0, gone: 0 });
    const { items, stale, counts } = await all();
    expect(items.length).toBe(first.found);
    expect(items[0]).toMatchObject({ disposition: "open", gone: false, version: 1, finding: { grade: "corroborated", kind: "mining-round-trip" } });
    expect(counts.reduce((sum, { count }) => sum + count, 0)).toBe(first.found);
    expect(stale).toBe(false);
  });

  it("are read page by page, each once, and narrowed by kind, grade and disposition", async () => {
    const whole = (await all()).items.map(({ finding }) => finding.id);
    const paged: string[] = [];
    for (let cursor: string | undefined; ; ) {
      const page = await services.findings.page(owner, {}, { limit: 3, cursor });
      paged.push(...page.items.map(({ finding }) => finding.id));
      if (page.nextCursor === null) break;
      cursor = page.nextCursor;
    }
    expect(paged).toEqual(whole);
    const { items } = await services.findings.page(owner, { grade: "corroborated", kind: "commingling" }, { limit: 50 });
    expect(items.every(({ finding }) => finding.grade === "corroborated" && finding.kind === "commingling")).toBe(true);
    expect((await services.findings.page(owner, { disposition: "dismissed" }, { limit: 50 })).items).toEqual([]);
    await expect(services.findings.page(owner, {}, { limit: 5, cursor: "no-cursor" })).rejects.toMatchObject({ code: "invalid_input" });
  });

  it("are dismissed with a reason only, on the version that was seen, and stay so over runs", async () => {
    const { finding: { id }, version } = await strongest();
    await expect(services.findings.dispose(owner, id, { disposition: "dismissed", reason: " ", version })).rejects.toMatchObject({ code: "invalid_input" });
    await expect(services.findings.dispose(owner, id, { disposition: "relied-on", reason: null, version: version + 1 })).rejects.toMatchObject({ code: "conflict" });
    await expect(services.findings.dispose(owner, "0".repeat(20), { disposition: "relied-on", reason: null, version })).rejects.toMatchObject({ code: "not_found" });
    expect(await services.findings.dispose(owner, id, { disposition: "dismissed", reason: "An honest renter", version })).toMatchObject({ disposition: "dismissed", reason: "An honest renter", disposedBy: owner.name, changedSince: false });
    await hunt();
    expect(await services.findings.get(owner, id)).toMatchObject({ disposition: "dismissed", changedSince: false });
    const { rows } = await store.db.pool.query<{ payload: string }>("SELECT payload FROM audit_event WHERE action = 'finding.dismissed' AND target = $1", [`finding:${id}`]);
    expect(rows.map(({ payload }) => JSON.parse(payload) as unknown)).toEqual([{ from: "open", reason: "An honest renter", version }]);
  });

  it("keep every version, and say when one was told differently since its disposition", async () => {
    const { finding: { id } } = await strongest();
    await services.claims.review(owner, await claims("proposed"), { verdict: "accept", reason: "Read the source" });
    expect((await all()).stale).toBe(true);
    expect((await hunt()).changed).toBeGreaterThan(0);
    expect(await services.findings.get(owner, id)).toMatchObject({ version: 2, disposition: "dismissed", changedSince: true, finding: { reviewed: true } });
    const { rows } = await store.db.pool.query("SELECT version FROM finding_version WHERE finding_id = $1 ORDER BY version", [id]);
    expect(rows).toEqual([{ version: 1 }, { version: 2 }]);
  });

  it("are not changed by a run with a filter, which sees part of the evidence only", async () => {
    expect(await hunt({ actor: "nobody" })).toMatchObject({ found: 0, added: 0, changed: 0, gone: 0 });
    expect((await all()).items.every(({ gone }) => !gone)).toBe(true);
  });

  it("are named when a claim that they rest on is retracted, and gone after the next run", async () => {
    const { finding } = await strongest();
    const { uses } = await services.claims.retract(owner, finding.restsOn[0]!.id, { version: null, reason: "The source was wrong" });
    expect(uses.map(({ kind, ref }) => [kind, ref])).toContainEqual(["finding", finding.id]);
    for (const { id } of await claims("accepted")) await services.claims.retract(owner, id, { version: null, reason: "The source was wrong" });
    expect((await hunt()).gone).toBeGreaterThan(0);
    expect(await services.findings.get(owner, finding.id)).toMatchObject({ gone: true });
  });

  it("come from the worker, too", async () => {
    const jobId = await services.jobs.enqueue(owner, { kind: "detect", title: "Hunt", params: {} });
    const job = await services.jobs.get(owner, jobId);
    const result = await makeJobHandlers(services).detect!(job, { signal: new AbortController().signal, progress: () => undefined, checkpoint: () => Promise.resolve() });
    expect(result).toMatchObject({ found: 0, added: 0 });
  });

  it("are for those who may: a viewer reads, and neither hunts nor disposes", async () => {
    const viewer: Principal = { accountId: owner.accountId, name: "Vera", kind: "user", role: "viewer" };
    await expect(services.findings.page(viewer, {}, { limit: 1 })).resolves.toBeDefined();
    await expect(services.findings.hunt(viewer, HUNT)).rejects.toMatchObject({ code: "forbidden" });
    await expect(services.findings.dispose(viewer, "0".repeat(20), { disposition: "open", reason: null, version: 1 })).rejects.toMatchObject({ code: "forbidden" });
  });
});
