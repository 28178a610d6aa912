import { readFileSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { JsonObject } from "@/lib/core/jobs/job";
import { scriptRef } from "@/lib/core/graph/node-key";
import { networkByName } from "@/lib/core/network";
import { addressOfScript } from "@/lib/core/bitcoin/addresses";
import { hashToText } from "@/lib/core/hex";
import type { SyncRun } from "@/lib/features/sync/sync.ports";
import { nodeHasher } from "@/lib/platform/chain/hasher";
import { TestChain, recordOf, testScripts, type TestTx } from "@/lib/testing/chain";
import { freshDatabase, type TestDatabase } from "@/lib/testing/database";
import { esploraWorld, startEsploraServer, type EsploraJson, type EsploraOptions, type EsploraServerOfTests, type EsploraWorld } from "@/lib/testing/esplora-server";
import { dumpLedger, fileOf, importInto, ledgerFaults } from "@/lib/testing/ledger-dump";
import { sharedData } from "@/lib/testing/shared-data";
import { syncInto } from "@/lib/testing/sync";

let db: TestDatabase;
const open: { close(): Promise<void> }[] = [];
beforeEach(async () => { db = await freshDatabase(); });
afterEach(async () => {
  await Promise.all(open.splice(0).map((each) => each.close()));
  await db.close();
});

async function serverOf(world: EsploraWorld, options: EsploraOptions = {}): Promise<EsploraServerOfTests> {
  const server = await startEsploraServer(world, options);
  open.push(server);
  return server;
}

const ours = testScripts.p2wpkh(7);
const bare = Uint8Array.of(0x51); // anyone can spend: a script without an address
const addressOf = (script: Uint8Array): string => addressOfScript(script, networkByName("regtest"), nodeHasher) ?? "";
const refOf = (script: Uint8Array): string => scriptRef(null, nodeHasher.sha256(script));

/** `n` blocks that pay us, every second of which also spends what the one before paid. */
function busyChain(n: number): TestChain {
  const chain = new TestChain();
  for (let i = 0; i < n; i += 1) {
    const last = chain.blocks.at(-1);
    const spend: TestTx[] = last !== undefined && i % 2 === 1 ? [{ inputs: [{ prevTxid: last.txids[0]!, prevN: 0 }], outputs: [{ value: 900n, script: testScripts.p2sh(i) }, { value: 50n, script: ours }] }] : [];
    chain.mine(spend, { coinbase: { coinbase: Uint8Array.of(3, i & 0xff, i >> 8, 1, 1), outputs: [{ value: 1000n, script: ours }, { value: 5n, script: bare }] } });
  }
  return chain;
}

const coverage = async () => (await db.pool.query<{ text: string; complete: boolean; tip_height: number | null; name: string }>("SELECT c.text, complete, tip_height, s.kind || ' ' || s.name AS name FROM address_coverage c JOIN source s ON s.id = c.source_id ORDER BY c.text")).rows;

describe("fetching histories into the ledger", () => {
  it("gives what importing the blocks gives of them, with its completeness by source", async () => {
    const chain = busyChain(60);
    const server = await serverOf(esploraWorld(chain));
    const result = await syncInto(db.pool).esplora(server.url, { addresses: [addressOf(ours)] });
    expect(result).toMatchObject({ files: 1, transactions: 90, newTransactions: 90, inputs: 30, outputs: 180, unresolvedInputs: 0, rejected: [], requests: server.asked.length });
    expect(result.addresses).toBe(1 + 1 + 30);
    expect(result.histories).toEqual([{ address: addressOf(ours), complete: true, transactions: 90, stated: 90, reason: null }]);
    expect(await coverage()).toEqual([{ text: addressOf(ours), complete: true, tip_height: 60, name: `esplora-http 127.0.0.1:${server.port}` }]);
    expect(await ledgerFaults(db.pool)).toEqual([]);
    const other = await freshDatabase();
    await importInto(other.pool, [fileOf(chain.blocks.map((block) => ({ kind: "record", record: recordOf(block, { heightSource: "source" }) })))]);
    const [fetched, imported] = [await dumpLedger(db.pool), await dumpLedger(other.pool)];
    await other.close();
    for (const table of ["output", "input", "address", "coinbase"]) expect(fetched[table]).toEqual(imported[table]);
    const essence = (rows: readonly string[] | undefined) => rows?.map((row) => JSON.parse(row) as Record<string, unknown>).map(({ txid, block, time, status, flags, input_count, output_count }) => ({ txid, block, time, status, flags, input_count, output_count }));
    expect(essence(fetched["tx"])).toEqual(essence(imported["tx"]));
  });

  it("takes scripts without an address, several subjects, single transactions and what is not in a block yet", async () => {
    const chain = busyChain(10);
    const mempool: TestTx = { inputs: [{ prevTxid: chain.blocks[0]!.txids[0]!, prevN: 1 }], outputs: [{ value: 4n, script: testScripts.p2tr(4) }] };
    const server = await serverOf(esploraWorld(chain, [mempool]));
    const txid = hashToText(chain.blocks[3]!.txids[1]!);
    const result = await syncInto(db.pool).esplora(server.url, { addresses: [refOf(bare), addressOf(testScripts.p2sh(3)), refOf(bare)], txids: [txid, txid.toUpperCase()] });
    expect(result).toMatchObject({ files: 3, transactions: 13, newTransactions: 12, rejected: [] });
    expect(result.histories.map(({ transactions, complete }) => [transactions, complete])).toEqual([[10, true], [1, true]]);
    expect((await coverage()).map(({ text }) => text).sort()).toEqual([addressOf(testScripts.p2sh(3)), refOf(bare)].sort());
    const { rows } = await db.pool.query("SELECT status, count(*)::int AS n FROM tx GROUP BY 1 ORDER BY 1");
    expect(rows).toEqual([{ status: 0, n: 11 }, { status: 1, n: 1 }]);
  });

  it("does not call whole what the server cuts, and takes the word back when it once did", async () => {
    const chain = busyChain(60);
    const honest = await serverOf(esploraWorld(chain));
    let cut = false;
    const server = await startEsploraServer(honest.world, { bend: (txs, path) => (cut && path.includes("/chain/") ? [] : txs) });
    open.push(server);
    const sync = syncInto(db.pool);
    await sync.esplora(server.url, { addresses: [addressOf(ours)] });
    expect((await coverage()).map(({ complete }) => complete)).toEqual([true]);
    cut = true;
    const result = await sync.esplora(server.url, { addresses: [addressOf(ours)] });
    expect(result.histories[0]).toMatchObject({ complete: false, transactions: 25, stated: 90 });
    expect(result.rejectedCount).toBe(1);
    expect((await coverage()).map(({ complete }) => complete)).toEqual([false]);
  });

  it("keeps what it has when the server fails for good, claims nothing, and goes on the next time", async () => {
    const chain = busyChain(60);
    let broken = true;
    const server = await serverOf(esploraWorld(chain), { fault: (path) => (broken && path.includes("/chain/") ? { status: 500 } : null) });
    const sync = syncInto(db.pool, { firstMs: 1, longestMs: 5 });
    await expect(sync.esplora(server.url, { addresses: [addressOf(ours)] })).rejects.toMatchObject({ code: "source_unavailable" });
    expect(await coverage()).toEqual([]);
    expect(await ledgerFaults(db.pool)).toEqual([]);
    broken = false;
    expect((await sync.esplora(server.url, { addresses: [addressOf(ours)] })).histories[0]?.complete).toBe(true);
  });

  it("of a job goes on where it was killed: finished subjects are not asked for again, pages neither", async () => {
    const chain = busyChain(1600);
    const world = esploraWorld(chain);
    const saved: JsonObject[] = [];
    const jobOf = (checkpoint: JsonObject | null): SyncRun["job"] => ({ id: "j", worker: "w", checkpoint, save: async (next) => void saved.push(JSON.parse(JSON.stringify(next)) as JsonObject) });
    const order = { addresses: [addressOf(testScripts.p2sh(1)), addressOf(ours), refOf(bare)] };
    const first = await serverOf(world);
    const stop = new AbortController();
    const sync = syncInto(db.pool);
    await expect(sync.esplora(first.url, order, { signal: stop.signal, job: { ...jobOf(null)!, save: async (next) => { saved.push(JSON.parse(JSON.stringify(next)) as JsonObject); if (saved.length === 3) stop.abort(); } } })).rejects.toMatchObject({ code: "cancelled" });
    const asked = first.asked.length;
    first.asked.length = 0;
    const result = await sync.esplora(first.url, order, { job: jobOf(saved.at(-1)!) });
    expect(first.asked.length).toBeLessThan(2400 / 25 + 1600 / 25 + 15 - 60);
    expect(first.asked.some((path) => path.includes(order.addresses[0]!))).toBe(false);
    expect(asked).toBeGreaterThan(60);
    expect(result.histories.map(({ transactions, complete }) => [transactions, complete])).toEqual([[1, true], [2400, true], [1600, true]]);
    expect(result).toMatchObject({ files: 3, transactions: 1 + 2400 + 1600, rejected: [] });
    const { rows } = await db.pool.query("SELECT count(*)::int AS n FROM tx");
    expect(rows).toEqual([{ n: 2400 }]);
  });

  it("says what is wrong with an order before anything is asked", async () => {
    const server = await serverOf(esploraWorld(busyChain(1)));
    const sync = syncInto(db.pool);
    await expect(sync.esplora(server.url, {})).rejects.toThrow("Name at least one");
    await expect(sync.esplora(server.url, { addresses: ["1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb"] })).rejects.toThrow("“1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb” is no address of any network");
    await expect(sync.esplora(server.url, { txids: ["12"] })).rejects.toThrow("“12” is no txid");
    await expect(sync.esplora("ftp://x", { txids: ["00".repeat(32)] })).rejects.toMatchObject({ code: "invalid_input" });
    expect(server.asked).toEqual([]);
    await expect(sync.esplora(server.url, { addresses: ["1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa"] })).rejects.toThrow("is not an address of regtest, the network of the source");
    expect(server.asked).toEqual(["/block-height/0"]);
  });

  it("takes what was recorded of public servers, whole", async () => {
    const names = ["batch-withdrawal-143", "joinmarket-coinjoin", "wabisabi-coinjoin", "whirlpool-coinjoin", "taproot-script-path", "bare-multisig", "op-return-charley", "taproot-op-return", "dust-attack-555", "simple-legacy-p2pkh"];
    const files = names.map((name) => sharedData(`esplora/txs/${name}.json`)).filter((file) => file !== null);
    if (files.length === 0) return;
    const txs = files.flatMap((file) => JSON.parse(readFileSync(file, "utf8")) as EsploraJson | EsploraJson[]);
    const server = await serverOf({ network: "bitcoin", tip: 900_000, txs });
    const result = await syncInto(db.pool).esplora(server.url, { txids: txs.map(({ txid }) => txid) });
    expect(result).toMatchObject({ transactions: txs.length, newTransactions: txs.length, rejected: [], requests: txs.length + 1 });
    expect(await ledgerFaults(db.pool)).toEqual([]);
  });
});
