import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { addressOfScript } from "@/lib/core/bitcoin/addresses";
import { networkByName, type NetworkName } from "@/lib/core/network";
import { SearchReply } from "@/lib/features/search/search.contract";
import { toSearchReply } from "@/lib/features/search/search.dto";
import { nodeHasher } from "@/lib/platform/chain/hasher";
import { testScripts } from "@/lib/testing/chain";
import { openReadSide, type ReadSide } from "@/lib/testing/read-side";
import { seedClaim } from "@/lib/testing/seed-claim";

let read: ReadSide;
beforeEach(async () => {
  read = await openReadSide();
});
afterEach(async () => {
  await read.db.close();
});

const pay = (script: Uint8Array, value: bigint) => ({ script, value });
const addressOf = (script: Uint8Array, network: NetworkName = "bitcoin"): string => addressOfScript(script, networkByName(network), nodeHasher)!;
const search = async (q: string) => SearchReply.parse(toSearchReply(await read.search.search(q)));
const claim = (label: string, more: Partial<Parameters<typeof seedClaim>[1]> = {}) => seedClaim(read.db.pool, { key: nodeHasher.sha256(Buffer.from(label)), text: addressOf(testScripts.p2wpkh(label.length)), label, ...more });

describe("searching an address", () => {
  test("finds it, and how many transactions it has", async () => {
    const script = testScripts.p2wpkh(1);
    await read.seed.tx({ outputs: [pay(script, 1n)] });
    expect(await search(addressOf(script))).toEqual({ hits: [{ kind: "address", network: "bitcoin", ref: addressOf(script), known: true, txCount: null }], hint: null, truncated: false });
    await read.analyse();
    expect((await search(`  ${addressOf(script).toUpperCase()} `)).hits).toEqual([{ kind: "address", network: "bitcoin", ref: addressOf(script), known: true, txCount: 1 }]);
  });

  test("tries every network that writes such addresses, those that know it first", async () => {
    const script = testScripts.p2wpkh(2);
    await read.seed.tx({ network: "signet", outputs: [pay(script, 1n)] });
    await read.analyse();
    expect((await search(addressOf(script, "testnet3"))).hits.map((hit) => (hit.kind === "address" ? [hit.network, hit.known] : hit))).toEqual([["signet", true], ["testnet3", false], ["testnet4", false]]);
    const legacy = (await search(addressOf(testScripts.p2pkh(3), "regtest"))).hits;
    expect(legacy.map((hit) => (hit.kind === "address" ? hit.network : hit))).toEqual(["testnet3", "testnet4", "signet", "regtest", "litecoin-regtest"]);
  });

  test("finds the P2PK script of the same key, and counts a transaction with both scripts once", async () => {
    const pubkey = testScripts.p2pk(4);
    const address = addressOf(pubkey);
    await read.seed.tx({ height: 1, outputs: [pay(pubkey, 1n)] });
    await read.analyse();
    expect((await search(address)).hits).toMatchObject([{ known: true, txCount: 1 }]);
    const twin = Buffer.concat([Buffer.of(0x76, 0xa9, 20), Buffer.from(nodeHasher.ripemd160(nodeHasher.sha256(pubkey.subarray(1, -1)))), Buffer.of(0x88, 0xac)]);
    await read.seed.tx({ height: 2, outputs: [pay(pubkey, 1n), pay(twin, 1n)] });
    await read.analyse();
    expect((await search(address)).hits).toMatchObject([{ known: true, txCount: 2 }]);
  });

  test.each([
    ["1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb", /checksum/],
    ["bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t5", /checksum/],
    ["BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7Kv8f3t4", /./],
    ["1A1zP1eP5QGefi2DMPTfTL5SLmv7Divf0a", /./],
  ])("with a slip in it says what is wrong: %s", async (text, reason) => {
    const { hits, hint } = await search(text);
    expect(hits).toEqual([]);
    expect(hint).toMatch(reason);
    expect(hint).toMatch(/^This looks like an address, but it is none: /);
  });

  test.each(["tb1q", "bc1qxy2kg", "1BoatSLRHt", "f4184fc5"])("by its beginning, %s, finds nothing and says why", async (text) => {
    expect(await search(text)).toMatchObject({ hits: [], hint: expect.stringMatching(/not by its beginning/) as string });
  });

  test("of nothing like one gives no hint", async () => {
    expect(await search("nobody of that name")).toEqual({ hits: [], hint: null, truncated: false });
    expect(await search("100%_\\")).toEqual({ hits: [], hint: null, truncated: false });
  });
});

describe("searching 64 hex digits", () => {
  test("finds transactions and blocks on every network", async () => {
    const { txid } = await read.seed.tx({ network: "testnet4", outputs: [pay(testScripts.p2wpkh(1), 1n)] });
    const hash = await read.seed.block(4, { network: "litecoin" });
    expect((await search(txid.toUpperCase())).hits).toEqual([{ kind: "transaction", network: "testnet4", txid, known: true }]);
    expect((await search(hash)).hits).toEqual([{ kind: "block", network: "litecoin", height: 4, hash, known: true }]);
  });

  test("that nobody knows are a transaction, or a block when they begin with zeros", async () => {
    expect((await search("ab".repeat(32))).hits).toEqual([{ kind: "transaction", network: "bitcoin", txid: "ab".repeat(32), known: false }]);
    await read.seed.source("signet");
    expect((await search(`${"0".repeat(16)}${"a".repeat(48)}`)).hits).toMatchObject([{ kind: "block", network: "signet", known: false }]);
  });
});

describe("searching a height", () => {
  test.each(["840000", "840,000", "840 000", "840.000", "840'000", "840_000", "840\u202f000"])("finds the block of the best chain in each network that has it: %s", async (text) => {
    const [main, lite] = [await read.seed.block(840_000), await read.seed.block(840_000, { network: "litecoin" })];
    await read.seed.block(840_000, { main: false });
    expect((await search(text)).hits).toEqual([{ kind: "block", network: "bitcoin", height: 840_000, hash: main, known: true }, { kind: "block", network: "litecoin", height: 840_000, hash: lite, known: true }]);
  });

  test("that is none finds nothing", async () => {
    await read.seed.block(84_000);
    for (const text of ["99999999999", "84,00", "840,00", "8,4000", "84 000,000.1"]) expect((await search(text)).hits).toEqual([]);
  });
});

describe("searching a label", () => {
  test("finds standing claims by label or entity, whatever the case, exact matches first", async () => {
    await read.db.pool.query("INSERT INTO entity(id, name, category) VALUES ('nicehash', 'NiceHash', 'hash-rental') ON CONFLICT DO NOTHING");
    await claim("deposit of nicehash user");
    await claim("hot wallet", { entityId: "nicehash", category: "hash-rental" });
    await claim("NICEHASH");
    await claim("nicehash old", { current: false });
    await claim("nicehash wrong", { status: "retracted" });
    await claim("nicehash refused", { status: "rejected" });
    const { hits: all, truncated } = await search("niceHash");
    const hits = all.filter(({ kind }) => kind === "claim");
    expect(hits.map((hit) => (hit.kind === "claim" ? hit.label : hit.kind))).toEqual(["hot wallet", "NICEHASH", "deposit of nicehash user"]);
    expect([truncated, hits[0]]).toEqual([false, { kind: "claim", network: "bitcoin", ref: addressOf(testScripts.p2wpkh(10)), label: "hot wallet", category: "hash-rental", subjectKind: "address" }]);
  });

  test("takes %, _ and backslash as the letters they are", async () => {
    await claim("100% sure");
    await claim("100 percent");
    await claim("a_b");
    await claim("a\\b");
    expect((await search("100%")).hits).toMatchObject([{ label: "100% sure" }]);
    expect((await search("a_b")).hits).toMatchObject([{ label: "a_b" }]);
    expect((await search("a\\b")).hits).toMatchObject([{ label: "a\\b" }]);
  });

  test("finds the entity whose name or alias begins with it, and any other text finds none", async () => {
    expect((await search("kimsu")).hits).toEqual([{ kind: "entity", id: "apt43", name: "APT43", category: "state-actor" }]);
    expect((await search("NiceHash")).hits[0]).toEqual({ kind: "entity", id: "nicehash", name: "NiceHash", category: "hash-rental" });
    expect((await search("--")).hits).toEqual([]);
  });

  test("that very many claims carry shows twenty and says that there are more", async () => {
    for (let n = 0; n < 21; n += 1) await claim(`pool ${n}`);
    const { hits, truncated } = await search("pool");
    expect([hits.filter(({ kind }) => kind === "claim").length, truncated]).toEqual([20, true]);
  });

  test("which is a number as well finds both", async () => {
    await read.seed.block(1337);
    await claim("Elite 1337");
    expect((await search("1337")).hits.map(({ kind }) => kind)).toEqual(["block", "claim"]);
  });
});
