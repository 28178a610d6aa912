import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { scriptOfAddress } from "@/lib/core/bitcoin/addresses";
import type { Category } from "@/lib/core/casework/claims";
import { networkByName } from "@/lib/core/network";
import { makeSample } from "@/lib/core/simulate/sample";
import { nodeHasher } from "@/lib/platform/chain/hasher";
import { makeServices, type Services } from "@/lib/platform/services";
import { freshDatabase, type TestDatabase } from "@/lib/testing/database";
import { fileAt, importInto } from "@/lib/testing/ledger-dump";
import { seedClaim } from "@/lib/testing/seed-claim";
import { NO_SHARED_DATA, sharedData } from "@/lib/testing/shared-data";

let db: TestDatabase;
let services: Services;
let folder: string;
beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), "assay-mining-"));
  db = await freshDatabase();
  services = makeServices({ databaseUrl: db.url, home: folder, limits: {} });
});
afterEach(async () => {
  await services.close();
  await db.close();
  rmSync(folder, { recursive: true, force: true });
});

const sample = makeSample(nodeHasher);
const pools = sample.truth.pools.filter(({ shape }) => shape !== "solo");
const [alpha] = pools;

async function importSample(): Promise<void> {
  const file = path.join(folder, "txs.ndjson");
  writeFileSync(file, sample.transactions);
  await importInto(db.pool, [fileAt(file)], { network: "testnet3" });
}

async function claim(address: string, name: string, category: Category): Promise<string> {
  const read = scriptOfAddress(address, networkByName("testnet3"), nodeHasher);
  if (!read.ok) throw new Error(read.reason);
  await db.pool.query("INSERT INTO entity(id, name, category) VALUES ($1, $1, $2) ON CONFLICT DO NOTHING", [name, category]);
  return seedClaim(db.pool, { network: "testnet3", key: nodeHasher.sha256(read.script), text: address, label: name, category, entityId: name });
}

/** What an analyst knows at the start. */
async function claimAll(): Promise<void> {
  for (const { address, category, actor } of sample.truth.known) await claim(address, sample.truth.actors.find(({ id }) => id === actor)!.name, category as Category);
}

const block = (height: number) => services.transactions.block("testnet3", String(height)).then(({ found }) => found?.pool);
const payout = (txid: string) => services.transactions.transaction("testnet3", txid).then(({ found }) => found?.payout);

describe("mining facts in the store", () => {
  it("come with the analysis: pools of blocks, payouts with grade, reasons and members, and their counts", async () => {
    await importSample();
    await claimAll();
    const result = await services.analysis.analyse();
    const real = pools.flatMap(({ payoutTxids }) => payoutTxids);
    expect(result).toMatchObject({ poolBlocks: pools.reduce((sum, { blocks }) => sum + blocks.length, 0), payouts: real.length });
    for (const { name, blocks, payoutTxids } of pools) {
      expect(await block(blocks[0]!.height)).toMatchObject({ name, entityId: name, method: "address", disagreement: [] });
      const found = await payout(payoutTxids.at(-1)!);
      expect(found).toMatchObject({ pool: name, grade: "high" });
      expect(found!.reasons.map(({ code }) => code)).toEqual(expect.arrayContaining(["lineage", "recurrence"]));
      expect(found!.members.length).toBeGreaterThan(0);
    }
    expect((await services.minedBy.payouts("testnet3")).size).toBe(real.length);
    expect((await services.minedBy.payouts("bitcoin")).size).toBe(0);
  });

  it("follow the claims without a new analysis: none, then one pool's, then none when the claim is retracted", async () => {
    await importSample();
    const first = await services.analysis.analyse();
    expect(first).toMatchObject({ poolBlocks: 0, payouts: 0 });
    const known = sample.truth.known.filter(({ actor }) => actor === alpha!.actor);
    const ids = [];
    for (const { address } of known) ids.push(await claim(address, alpha!.name, "mining-pool"));
    const second = await services.analysis.analyse();
    expect(second).toMatchObject({ generation: first.generation, upToDate: true, poolBlocks: alpha!.blocks.length, payouts: alpha!.payoutTxids.length });
    await db.pool.query("UPDATE claim SET current = false");
    await db.pool.query("INSERT INTO claim SELECT (jsonb_populate_record(c, '{\"version\": 2, \"current\": true, \"status\": \"retracted\"}')).* FROM claim c WHERE id = ANY($1)", [ids]);
    expect(await services.analysis.analyse()).toMatchObject({ generation: first.generation, poolBlocks: 0, payouts: 0 });
    expect(await block(alpha!.blocks[0]!.height)).toBeNull();
  });

  it("rest on no hypothesis", async () => {
    await importSample();
    await claimAll();
    await db.pool.query("UPDATE claim SET status = 'hypothesis'");
    expect(await services.analysis.analyse()).toMatchObject({ poolBlocks: 0, payouts: 0 });
  });

  it("name no payout of an exchange that a claim calls a pool", async () => {
    await importSample();
    const exchange = sample.truth.known.find(({ category }) => category === "exchange")!;
    await claim(exchange.address, "Not a pool", "mining-pool");
    expect(await services.analysis.analyse()).toMatchObject({ poolBlocks: 0, payouts: 0 });
  });

  it("are left as they were when a run is cancelled", async () => {
    await importSample();
    await claimAll();
    const stop = new AbortController();
    await expect(services.mining.update({ signal: stop.signal })).resolves.toEqual({ poolBlocks: 0, payouts: 0 });
    await services.analysis.analyse();
    stop.abort();
    await expect(services.mining.update({ full: true, signal: stop.signal })).rejects.toMatchObject({ code: "cancelled" });
    expect((await services.minedBy.payouts("testnet3")).size).toBeGreaterThan(0);
  });

  it.skipIf(sharedData("blocks/mainnet-single") === null)(`name the pools of real blocks by their markers ${NO_SHARED_DATA}`, async () => {
    await importInto(db.pool, [fileAt(sharedData("blocks/mainnet-single/237500.bin") ?? "")], { network: "bitcoin" });
    expect(await services.analysis.analyse()).toMatchObject({ poolBlocks: 1, payouts: 0 });
    const { found } = await services.transactions.block("bitcoin", "237500");
    expect(found?.pool).toMatchObject({ name: "BTC Guild", method: "tag", disagreement: [] });
  });
});
