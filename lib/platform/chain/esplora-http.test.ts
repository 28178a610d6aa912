import { readFileSync } from "node:fs";
import { afterEach, describe, expect, it } from "vitest";
import { addressOfScript } from "@/lib/core/bitcoin/addresses";
import type { Decoded } from "@/lib/core/bitcoin/columns";
import { readScriptRef } from "@/lib/core/bitcoin/script-ref";
import { hashToText } from "@/lib/core/hex";
import { networkByName, type NetworkName } from "@/lib/core/network";
import type { HistoryBookmark } from "@/lib/core/sync/history-count";
import { makeHistoryWalk, walkHistory, walkTransactions, type HistoryWalk } from "@/lib/features/sync/history.service";
import type { EsploraServer, HistorySubject } from "@/lib/features/sync/sync.ports";
import { makeEsploraServer } from "@/lib/platform/chain/esplora-http";
import { nodeHasher } from "@/lib/platform/chain/hasher";
import { makeHttpClient } from "@/lib/platform/chain/http-client";
import { TestChain, concat, testScripts, type TestTx } from "@/lib/testing/chain";
import { esploraWorld, startEsploraServer, type EsploraJson, type EsploraOptions, type EsploraWorld } from "@/lib/testing/esplora-server";
import { memoryLog } from "@/lib/testing/loopback-server";
import { sharedData } from "@/lib/testing/shared-data";

const open: { close(): Promise<void> }[] = [];
afterEach(async () => { await Promise.all(open.splice(0).map((each) => each.close())); });

const signal = new AbortController().signal;

async function serverOf(world: EsploraWorld, options: EsploraOptions = {}) {
  const http = await startEsploraServer(world, options);
  const log = memoryLog();
  const client = makeHttpClient({ source: "esplora", base: new URL(http.url), log, retries: { firstMs: 1, longestMs: 5 }, timeouts: { firstAnswer: 200, idle: 200 } });
  open.push(client, http);
  return { server: makeEsploraServer("esplora", client), http, log };
}

function subjectOf(ref: string, network: NetworkName): HistorySubject {
  const read = readScriptRef(ref, network, nodeHasher);
  if (!read.ok) throw new Error(read.reason);
  return read.named;
}

/** A chain in which one address is paid `n` times, and what Esplora makes of it. */
function paidOften(n: number, script = testScripts.p2wpkh(7)): { chain: TestChain; subject: HistorySubject } {
  const chain = new TestChain();
  for (let i = 0; i < n; i += 1) chain.mine([], { coinbase: { coinbase: Uint8Array.of(3, i & 0xff, i >> 8, 1, 1), outputs: [{ value: 1000n + BigInt(i), script }, { value: 7n, script: testScripts.p2pkh(i) }] } });
  return { chain, subject: { ref: "ours", address: null, scriptHash: nodeHasher.sha256(script) } };
}

const outcomeOf = ({ count, tipHeight }: HistoryWalk) => ({ transactions: count.transactions, stated: count.stated, complete: count.gap === null, reason: count.gap, tipHeight });

interface History {
  readonly outcome: ReturnType<typeof outcomeOf>;
  readonly decoded: Decoded[];
  readonly txids: string[];
  readonly rejected: string[];
  readonly bookmarks: HistoryBookmark[];
}

async function history({ server }: { readonly server: EsploraServer }, subject: HistorySubject, { from = null, network = "regtest", stopAt = Infinity }: { from?: HistoryBookmark | null; network?: NetworkName; stopAt?: number } = {}): Promise<History> {
  await server.network({ expected: network, addresses: [], txid: null }, signal);
  const walk = makeHistoryWalk({ server, subject, signal, from, onProgress: () => undefined });
  const decoded: Decoded[] = [];
  const bookmarks: HistoryBookmark[] = [];
  for await (const each of walkHistory(walk)) {
    if (each.kind === "bookmark") bookmarks.push(each.bookmark);
    else decoded.push(each);
    if (bookmarks.length >= stopAt) break;
  }
  const records = decoded.flatMap((each) => (each.kind === "record" ? [each.record] : []));
  const txids = records.flatMap(({ txs }) => Array.from({ length: txs.txCount }, (_, t) => hashToText(txs.txid.slice(32 * t, 32 * t + 32))));
  const rejected = decoded.flatMap((each) => (each.kind === "rejected" ? [`${each.rejection.position}: ${each.rejection.reason}`] : []));
  return { outcome: outcomeOf(walk), decoded, txids, rejected, bookmarks };
}

describe("the network of an Esplora server", () => {
  it("is told by its genesis block, and must be the one expected", async () => {
    const { server } = await serverOf({ network: "litecoin", tip: 1, txs: [] });
    expect(await server.network({ expected: null, addresses: [], txid: null }, signal)).toBe("litecoin");
    await expect(server.network({ expected: "bitcoin", addresses: [], txid: null }, signal)).rejects.toThrow("Source “esplora” is on litecoin, where bitcoin was expected.");
  });

  it("is what is expected, or what the addresses say, where the server is silent", async () => {
    const { chain } = paidOften(2);
    const { server, http } = await serverOf(esploraWorld(chain), { silent: true });
    expect(await server.network({ expected: "signet", addresses: [], txid: null }, signal)).toBe("signet");
    expect(await server.network({ expected: null, addresses: [addressOfScript(testScripts.p2wpkh(1), networkByName("litecoin"), nodeHasher)!], txid: null }, signal)).toBe("litecoin");
    expect(await server.network({ expected: null, addresses: [], txid: http.world.txs[0]!.txid }, signal)).toBe("regtest");
    expect(await server.network({ expected: null, addresses: [], txid: "00".repeat(32) }, signal)).toBe("bitcoin");
  });

  it("is not asked of something else than an Esplora server", async () => {
    const { server } = await serverOf({ network: "bitcoin", tip: 1, txs: [] }, { fault: () => ({ status: 200, body: "<!doctype html><title>Welcome</title>", headers: { "content-type": "text/html" } }) });
    await expect(server.network({ expected: null, addresses: [], txid: null }, signal)).rejects.toThrow("an HTML page (“Welcome”), which is not the Esplora API");
  });
});

describe("a history from an Esplora server", () => {
  it("is read page by page to its end and is complete by count", async () => {
    for (const n of [0, 1, 24, 25, 26, 50, 110]) {
      const { chain, subject } = paidOften(n);
      const world = esploraWorld(chain);
      const served = await serverOf(world);
      const { outcome, txids, rejected } = await history(served, subject);
      expect(txids).toEqual(world.txs.map(({ txid }) => txid).reverse());
      expect(outcome).toEqual({ transactions: n, stated: n, complete: true, reason: null, tipHeight: n });
      expect(rejected).toEqual([]);
      expect(served.http.asked.length).toBeLessThanOrEqual(4 + Math.ceil(n / 25));
    }
  });

  it("states values and scripts of what was spent, blocks, heights and times", async () => {
    const chain = new TestChain();
    const paid = chain.mine([], { coinbase: { coinbase: Uint8Array.of(1, 1), outputs: [{ value: 500n, script: testScripts.p2pkh(1) }] } });
    const spend: TestTx = { inputs: [{ prevTxid: paid.txids[0]!, prevN: 0 }], outputs: [{ value: 490n, script: testScripts.p2sh(2) }] };
    const block = chain.mine([spend]);
    const served = await serverOf(esploraWorld(chain, [{ inputs: [{ prevTxid: block.txids[1]!, prevN: 0 }], outputs: [{ value: 480n, script: testScripts.p2tr(3) }] }]));
    const { decoded, outcome } = await history(served, { ref: "x", address: null, scriptHash: nodeHasher.sha256(testScripts.p2sh(2)) });
    expect(outcome).toMatchObject({ transactions: 1, complete: true });
    expect(decoded.map((each) => each.kind === "record" && [each.record.block?.height ?? null, each.record.txs.prevValue[0]])).toEqual([[null, 490n], [2, 500n]]);
  });

  it("takes what is recorded of real servers", async () => {
    const file = sharedData("esplora/txs/satoshi-genesis-txs.json");
    if (file === null) return;
    const txs = (JSON.parse(readFileSync(file, "utf8")) as EsploraJson[]).reverse();
    const served = await serverOf({ network: "bitcoin", tip: 900_000, txs });
    const { outcome, rejected } = await history(served, subjectOf("1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa", "bitcoin"), { network: "bitcoin" });
    expect(outcome).toEqual({ transactions: 50, stated: 50, complete: true, reason: null, tipHeight: 900_000 });
    expect(rejected).toEqual([]);
  });

  it("is not called complete when the server cuts it, and says what is missing", async () => {
    const { chain, subject } = paidOften(80);
    const capped = await serverOf(esploraWorld(chain), { bend: (txs, path) => (path.includes("/chain/") ? [] : txs) });
    const { outcome, rejected, txids } = await history(capped, subject);
    expect(txids).toHaveLength(25);
    expect(outcome).toMatchObject({ complete: false, transactions: 25, stated: 80, reason: "the server gave 25 transactions, where it says that there are 80" });
    expect(rejected).toEqual(["ours: the history is not whole: the server gave 25 transactions, where it says that there are 80"]);
  });

  it("ends when the server gives the same page again and again, or ever new ones", async () => {
    const { chain, subject } = paidOften(60);
    const world = esploraWorld(chain);
    const newest = [...world.txs].reverse().slice(0, 25);
    const repeating = await serverOf(world, { bend: () => newest });
    expect((await history(repeating, subject)).outcome).toMatchObject({ complete: false, transactions: 25, reason: "the server gives the same transactions again and again" });
    expect(repeating.http.asked.length).toBeLessThan(10);
    let n = 0;
    const endless = await serverOf(world, { bend: (txs) => txs.map((tx) => ({ ...tx, txid: (n += 1).toString(16).padStart(64, "0") })).concat(txs), bendCount: () => 3 });
    expect((await history(endless, subject)).outcome).toMatchObject({ complete: false });
  });

  it("is not complete where the server does not say how many there are", async () => {
    const { chain, subject } = paidOften(30);
    const { outcome, txids, rejected } = await history(await serverOf(esploraWorld(chain), { fault: (path) => (path.split("/").length === 3 && path.startsWith("/scripthash") ? { status: 404 } : null) }), subject);
    expect(txids).toHaveLength(30);
    expect(outcome).toMatchObject({ complete: false, reason: "the server does not say how many transactions there are" });
    expect(rejected).toEqual([]);
  });

  it("takes in what is added at its top meanwhile", async () => {
    const { chain, subject } = paidOften(60);
    const longer = esploraWorld(chain);
    chain.forget(10);
    const shorter = esploraWorld(chain);
    for (const [at, gives] of [["/txs", 60], ["/chain/", 50]] as const) {
      const served = await serverOf(shorter, { fault: (path) => { if (path.includes(at)) served.http.world = longer; return null; } });
      const { outcome, txids } = await history(served, subject);
      expect(outcome).toMatchObject({ complete: true, transactions: gives, stated: gives });
      expect(new Set(txids)).toEqual(new Set((gives === 60 ? longer : shorter).txs.map(({ txid }) => txid)));
    }
  });

  it("goes on where it was left, also when it has grown since", async () => {
    const { chain, subject } = paidOften(140);
    const longer = esploraWorld(chain);
    chain.forget(33);
    const shorter = esploraWorld(chain);
    for (const [world, gives] of [[shorter, 107], [longer, 140]] as const) {
      for (const stopAt of [1, 2, 4]) {
        const served = await serverOf(shorter);
        const first = await history(served, subject, { stopAt });
        expect(first.txids).toHaveLength(25 * stopAt);
        served.http.world = world;
        served.http.asked.length = 0;
        const second = await history(served, subject, { from: first.bookmarks.at(-1)! });
        expect(second.outcome).toMatchObject({ complete: true, transactions: gives, stated: gives, tipHeight: 107 });
        expect([...new Set([...first.txids, ...second.txids])].sort()).toEqual(world.txs.map(({ txid }) => txid).sort());
        if (world === shorter) expect(served.http.asked.filter((path) => path.includes("/txs"))).toHaveLength(5 - stopAt);
      }
    }
  });

  it("leaves out what does not belong to it and what cannot be read, and says so", async () => {
    const { chain, subject } = paidOften(3);
    const { chain: other } = paidOften(1, testScripts.p2tr(99));
    const foreign = esploraWorld(other).txs[0];
    const served = await serverOf(esploraWorld(chain), { bend: (txs, path) => (path.endsWith("/txs") ? [...txs.slice(0, 2), { ...txs[2], vout: "nonsense" }, foreign, 7, null] : txs) });
    const { outcome, txids, rejected } = await history(served, subject);
    expect(txids).toHaveLength(2);
    expect(outcome.complete).toBe(false);
    expect(rejected.map((each) => each.replace(/[0-9a-f]{64}/, "TXID"))).toEqual([
      "ours, transaction TXID, vout: must be a list, is text",
      "ours, transaction 5 of the reply: must be an object, is a number",
      "ours, transaction 6 of the reply: must be an object, is null",
      "ours, transaction TXID: the server gave it as history of ours, which it does not touch",
      expect.stringContaining("the history is not whole"),
    ]);
  });

  it("comes through a server that is slow, busy, cut off or silent at times", async () => {
    const { chain, subject } = paidOften(120);
    const served = await serverOf(esploraWorld(chain), {
      fault: (_path, n) => ([null, null, { status: 500 }, null, "never", null, { status: 429, headers: { "retry-after": "0" } }, "cut", null] as const)[n % 9] ?? null,
    });
    const { outcome, txids } = await history(served, subject);
    expect(txids).toHaveLength(120);
    expect(outcome.complete).toBe(true);
    expect(served.log.rows.map(({ error }) => error).filter((error) => error !== null).length).toBeGreaterThan(4);
  });

  it("ends in a clear error when the server fails for good, and at once when cancelled", async () => {
    const { chain, subject } = paidOften(60);
    const broken = await serverOf(esploraWorld(chain), { fault: (path) => (path.includes("/chain/") ? { status: 502, body: "bad gateway" } : null) });
    await expect(history(broken, subject)).rejects.toThrow(/GET \/scripthash\/.*answered 502 Bad Gateway with 11 bytes \(“bad gateway”\) \(tried 20 times\)/);
    const stop = new AbortController();
    const { server } = await serverOf(esploraWorld(chain), { fault: (path) => { if (path.includes("/chain/")) stop.abort(); return null; } });
    await server.network({ expected: "regtest", addresses: [], txid: null }, stop.signal);
    await expect(async () => {
      for await (const each of walkHistory(makeHistoryWalk({ server, subject, signal: stop.signal, from: null, onProgress: () => undefined }))) expect(each.kind).not.toBe("rejected");
    }).rejects.toMatchObject({ code: "cancelled" });
  });

  it("of an address that the server refuses is a gap with the server's words", async () => {
    const { chain, subject } = paidOften(2);
    const { outcome, rejected } = await history(await serverOf(esploraWorld(chain), { fault: (path) => (path.includes("scripthash") ? { status: 400, body: "Too many history entries" } : null) }), subject);
    expect(outcome).toMatchObject({ complete: false, stated: null });
    expect(rejected).toEqual(["ours: the history is not whole: the server answered 400 Bad Request with 24 bytes (“Too many history entries”)"]);
  });
});

describe("single transactions from an Esplora server", () => {
  it("come one by one; those it does not have are gaps", async () => {
    const { chain } = paidOften(3);
    const world = esploraWorld(chain);
    const { server } = await serverOf(world, { silent: true });
    await server.network({ expected: "regtest", addresses: [], txid: null }, signal);
    const txids = [world.txs[2]!.txid, "00".repeat(32), world.txs[0]!.txid];
    const decoded: Decoded[] = [];
    for await (const each of walkTransactions({ server, txids, signal, onProgress: () => undefined })) decoded.push(each);
    expect(decoded.map((each) => (each.kind === "record" ? each.record.block?.height : each.rejection.reason))).toEqual([3, "the server answered 404 Not Found with 21 bytes (“Transaction not found”)", 1]);
  });

  it("must be the ones asked for", async () => {
    const { chain } = paidOften(2);
    const world = esploraWorld(chain);
    const { server } = await serverOf({ ...world, txs: world.txs.map((tx, i) => ({ ...tx, txid: world.txs[1 - i]!.txid })) });
    await server.network({ expected: "regtest", addresses: [], txid: null }, signal);
    const decoded: Decoded[] = [];
    for await (const each of walkTransactions({ server, txids: [world.txs[0]!.txid, concatHex()], signal, onProgress: () => undefined })) decoded.push(each);
    expect(decoded.every(({ kind }) => kind === "rejected")).toBe(true);
  });
});

const concatHex = (): string => hashToText(nodeHasher.sha256d(concat()));
