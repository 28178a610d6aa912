import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { GET } from "@/app/api/sources/route";
import { POST } from "@/app/api/sources/[name]/sync/route";
import { addressOfScript } from "@/lib/core/bitcoin/addresses";
import { hashToText } from "@/lib/core/hex";
import { isOver } from "@/lib/core/jobs/job";
import { networkByName } from "@/lib/core/network";
import type { Principal } from "@/lib/core/policy/policy";
import { QueuedDto } from "@/lib/features/jobs/jobs.contract";
import type { Job } from "@/lib/features/jobs/jobs.ports";
import { SourceList } from "@/lib/features/sources/sources.contract";
import { readOwnerToken } from "@/lib/platform/auth/owner-token";
import { SESSION_COOKIE } from "@/lib/platform/auth/cookie";
import { nodeHasher } from "@/lib/platform/chain/hasher";
import { makeJobHandlers } from "@/lib/platform/jobs/handlers";
import { runWorker } from "@/lib/platform/jobs/worker";
import { makeServices, type Services } from "@/lib/platform/services";
import { TestChain, testScripts } from "@/lib/testing/chain";
import { startSimulatedNode, type SimulatedNode } from "@/lib/testing/core-server";
import { freshDatabase, type TestDatabase } from "@/lib/testing/database";
import { esploraWorld, startEsploraServer, type EsploraServerOfTests } from "@/lib/testing/esplora-server";
import { ledgerFaults } from "@/lib/testing/ledger-dump";

let db: TestDatabase;
let home: string;
let services: Services;
let owner: Principal;
let chain: TestChain;
let node: SimulatedNode;
let esplora: EsploraServerOfTests;
const stop: AbortController[] = [];
const workers: Promise<void>[] = [];

const ours = addressOfScript(testScripts.p2wpkh(7), networkByName("regtest"), nodeHasher) ?? "";

beforeEach(async () => {
  db = await freshDatabase();
  home = mkdtempSync(path.join(os.tmpdir(), "assay-sync-job-"));
  services = makeServices({ databaseUrl: db.url, home, limits: {} });
  owner = await services.accounts.localOwner();
  chain = new TestChain();
  for (let i = 0; i < 300; i += 1) chain.mine([], { coinbase: { coinbase: Uint8Array.of(3, i & 0xff, i >> 8, 1, 1), outputs: [{ value: 10n, script: testScripts.p2wpkh(7) }] } });
  node = await startSimulatedNode(chain);
  esplora = await startEsploraServer(esploraWorld(chain));
  configure({});
});
afterEach(async () => {
  for (const each of stop.splice(0)) each.abort();
  await Promise.all(workers.splice(0));
  await Promise.all([node.close(), esplora.close(), services.close()]);
  await db.close();
  rmSync(home, { recursive: true, force: true });
});

function configure(change: object): void {
  const sources = [
    { name: "node", kind: "core", url: node.url.replace("http://", "http://u:geheim@"), network: "regtest", enabled: true, ...change },
    { name: "api", kind: "esplora", url: esplora.url, network: "regtest", enabled: true },
  ];
  writeFileSync(path.join(home, "sources.json"), JSON.stringify({ sources }));
}

function work(): void {
  const end = new AbortController();
  stop.push(end);
  workers.push(runWorker({ name: `here:${stop.length}:`, jobs: services.jobs, handlers: makeJobHandlers(services), signal: end.signal, pollMs: 10 }));
}

async function over(id: string): Promise<Job> {
  for (;;) {
    const job = await services.jobs.get(owner, id);
    if (isOver(job.status)) return job;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

describe("sources over HTTP", () => {
  const shared = globalThis as { assayServices?: Services };
  const ask = async (method: "GET" | "POST", name = "", body?: unknown): Promise<{ status: number; reply: unknown }> => {
    shared.assayServices = services;
    const { token } = await services.accounts.signInWithLink(await readOwnerToken(home));
    const request = new Request("http://127.0.0.1:3000/api/sources", { method, headers: { host: "127.0.0.1:3000", "content-type": "application/json", cookie: `${SESSION_COOKIE}=${token}` }, ...(body !== undefined && { body: JSON.stringify(body) }) });
    const context = { params: Promise.resolve(name === "" ? {} : { name }) };
    const response = await (method === "GET" ? GET(request, context) : POST(request, context));
    delete shared.assayServices;
    return { status: response.status, reply: await response.json() };
  };

  it("are listed by name, with what was asked of them, and started by name", async () => {
    configure({ enabled: false });
    const { status, reply } = await ask("POST", "api", { kind: "esplora", addresses: [ours] });
    expect(status).toBe(202);
    work();
    expect((await over(QueuedDto.parse(reply).jobId)).status).toBe("done");
    const list = await ask("GET");
    expect(SourceList.parse(list.reply)).toMatchObject({
      sources: [{ name: "node", kind: "core", network: "regtest", enabled: false }, { name: "api", kind: "esplora", network: "regtest", enabled: true }],
      recent: expect.arrayContaining([expect.objectContaining({ source: "api", what: "GET /block-height/0", status: 200, error: null })]) as unknown,
    });
    expect(JSON.stringify(list.reply)).not.toMatch(/geheim|127\.0\.0\.1/);
  });

  it("cannot be used when they are off, unknown, of another kind, or asked for nonsense", async () => {
    configure({ enabled: false });
    const answers = [
      await ask("POST", "node", { kind: "core" }),
      await ask("POST", "nobody", { kind: "core" }),
      await ask("POST", "api", { kind: "core" }),
      await ask("POST", "api", { kind: "esplora", addresses: [] }),
      await ask("POST", "api", { kind: "esplora", addresses: ["../x"] }),
      await ask("POST", "api", { kind: "esplora", addresses: [ours], url: "http://169.254.169.254" }),
      await ask("POST", "a/b", { kind: "core" }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([403, 404, 400, 400, 400, 400, 400]);
    expect([node.asked, esplora.asked]).toEqual([[], []]);
  });
});

describe("a job that fetches from a named source", () => {
  it("brings the blocks of a node into ledger and analysis, and its result holds no URL and no password", async () => {
    work();
    const job = await over(await services.sources.startSync(owner, "node", { kind: "core" }));
    expect(job).toMatchObject({ status: "done", title: "Blocks from node", result: { blocks: 301, transactions: 301, rejected: [], tip: { height: 300, hash: hashToText(chain.tip.hash) } } });
    expect(JSON.stringify(job)).not.toMatch(/geheim|127\.0\.0\.1/);
    expect(await ledgerFaults(db.pool)).toEqual([]);
    const { recent } = await services.sources.list(owner);
    expect(recent.length).toBe((job.result as { requests: number }).requests);
    expect(new Set(recent.map(({ source }) => source))).toEqual(new Set(["node"]));
    const { rows: audited } = await db.pool.query<{ action: string; actor_id: string; target: string }>("SELECT action, actor_id, target FROM audit_event ORDER BY seq");
    expect(audited.map(({ action }) => action)).toEqual(["job.queued", "job.started", "sync.started", "job.done"]);
    expect(audited[2]).toMatchObject({ actor_id: owner.accountId, target: "source:node" });
    expect(JSON.stringify(recent.map(({ what, error }) => [what, error]))).not.toMatch(/geheim/);
    expect(await services.wallets.address("regtest", ours)).toMatchObject({ totals: { txCount: 300 } });
  });

  it("brings histories and says what is complete", async () => {
    work();
    const job = await over(await services.sources.startSync(owner, "api", { kind: "esplora", addresses: [ours], txids: [] }));
    expect(job).toMatchObject({ status: "done", result: { transactions: 300, histories: [{ address: ours, complete: true, transactions: 300 }] } });
    expect(await services.wallets.address("regtest", ours)).toMatchObject({ totals: { txCount: 300 }, complete: true });
  });

  it("fails in plain words when the owner switched the source off meanwhile, and goes on when it is on again", async () => {
    const id = await services.sources.startSync(owner, "node", { kind: "core" });
    configure({ enabled: false });
    work();
    expect(await over(id)).toMatchObject({ status: "failed", error: expect.stringContaining("The source “node” is switched off") as string });
    expect(node.asked).toEqual([]);
    configure({});
    await services.jobs.resume(owner, id);
    expect(await over(id)).toMatchObject({ status: "done", result: { blocks: 301 } });
  });

  it("can be cancelled in the middle and resumed, and counts every block once", async () => {
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => { release = resolve; });
    node.habits.before = (n) => (n >= 10 ? held : undefined);
    const id = await services.sources.startSync(owner, "node", { kind: "core" });
    work();
    while (node.asked.length < 10) await new Promise((resolve) => setTimeout(resolve, 20));
    await services.jobs.cancel(owner, id);
    expect((await over(id)).status).toBe("cancelled");
    release();
    delete node.habits.before;
    await services.jobs.resume(owner, id);
    expect(await over(id)).toMatchObject({ status: "done", result: { blocks: 301, newTransactions: 301 } });
    expect(await ledgerFaults(db.pool)).toEqual([]);
  });

  it("does not lose its way when the node is on another network than its owner says", async () => {
    configure({ network: "bitcoin" });
    work();
    const job = await over(await services.sources.startSync(owner, "node", { kind: "core" }));
    expect(job).toMatchObject({ status: "failed", error: "Source “node” is on regtest, where bitcoin was expected. Is the URL that of the right node?" });
  });
});
