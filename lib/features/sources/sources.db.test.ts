import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { JobOrder } from "@/lib/features/jobs/jobs.service";
import { SourceList } from "@/lib/features/sources/sources.contract";
import { toSourceListDto } from "@/lib/features/sources/sources.dto";
import { makeOutboundLog } from "@/lib/features/sources/sources.repository";
import { makeSourceService } from "@/lib/features/sources/sources.service";
import { freshDatabase, type TestDatabase } from "@/lib/testing/database";

let db: TestDatabase;
beforeAll(async () => { db = await freshDatabase(); });
afterAll(async () => { await db.close(); });

const owner = { accountId: "00000000-0000-0000-0000-000000000001", name: "owner", kind: "local-owner", role: "admin" } as const;
const viewer = { ...owner, kind: "user", role: "viewer" } as const;
const configured = [
  { name: "node", kind: "core", network: "bitcoin", enabled: true },
  { name: "off", kind: "core", network: "bitcoin", enabled: false },
  { name: "esplora", kind: "esplora", network: "bitcoin", enabled: true },
] as const;

function service() {
  const orders: JobOrder[] = [];
  const log = makeOutboundLog(db.pool);
  const enqueue = (_principal: unknown, order: JobOrder): Promise<string> => Promise.resolve(String(orders.push(order)));
  return { orders, log, sources: makeSourceService({ sources: { all: () => Promise.resolve(configured) }, log, enqueue }) };
}

describe("the log of what left the machine", () => {
  it("has a request from before it was sent, with its end when it has one, on one line", async () => {
    const { log, sources } = service();
    const id = await log.begin({ source: "node", what: "POST getblock\u0000\n 1" });
    expect(await log.recent(1)).toMatchObject([{ source: "node", what: "POST getblock  1", status: null, bytes: null, millis: null, error: null }]);
    await log.end(id, { status: 200, bytes: 12, millis: 3, error: "said\nno" });
    await log.begin({ source: "node", what: "second" });
    const list = SourceList.parse(toSourceListDto(await sources.list(owner)));
    expect(list.sources).toEqual(configured);
    expect(list.recent.map(({ what, status, error }) => [what, status, error])).toEqual([["second", null, null], ["POST getblock  1", 200, "said no"]]);
  });
});

describe("starting to fetch from a named source", () => {
  it("queues a job that names the source and nothing else of it", async () => {
    const { orders, sources } = service();
    await sources.startSync(owner, "node", { kind: "core", from: 5 });
    await sources.startSync(owner, "esplora", { kind: "esplora", addresses: ["a", "b"], txids: ["c"] });
    expect(orders).toEqual([
      { kind: "sync-core", title: "Blocks from node", params: { source: "node", from: 5, to: null } },
      { kind: "sync-esplora", title: "2 address histories and 1 transaction from esplora", params: { source: "esplora", addresses: ["a", "b"], txids: ["c"] } },
    ]);
  });

  it("is refused for unknown and switched-off sources, other kinds, empty orders and people without the role", async () => {
    const { orders, sources } = service();
    const core = { kind: "core" } as const;
    await expect(sources.startSync(owner, "nobody", core)).rejects.toMatchObject({ code: "not_found" });
    await expect(sources.startSync(owner, "off", core)).rejects.toMatchObject({ code: "forbidden" });
    await expect(sources.startSync(owner, "esplora", core)).rejects.toMatchObject({ code: "invalid_input" });
    await expect(sources.startSync(owner, "node", { ...core, from: 9, to: 3 })).rejects.toMatchObject({ code: "invalid_input" });
    await expect(sources.startSync(owner, "esplora", { kind: "esplora", addresses: [], txids: [] })).rejects.toMatchObject({ code: "invalid_input" });
    await expect(sources.startSync(viewer, "node", core)).rejects.toMatchObject({ code: "forbidden" });
    await expect(sources.list(viewer)).rejects.toMatchObject({ code: "forbidden" });
    expect(orders).toEqual([]);
  });
});
