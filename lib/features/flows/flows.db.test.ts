import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { addressOfScript } from "@/lib/core/bitcoin/addresses";
import { formatNodeKey, parseNodeKey } from "@/lib/core/graph/node-key";
import { networkByName, type NetworkName } from "@/lib/core/network";
import { CounterpartyPage, EdgeTransactionPage, ExpandDto, GraphViewDto } from "@/lib/features/flows/flows.contract";
import { toCounterpartyDto, toEdgeTransactionDto, toExpandDto, toGraphViewDto } from "@/lib/features/flows/flows.dto";
import type { Direction, GraphView } from "@/lib/features/flows/flows.ports";
import { nodeHasher } from "@/lib/platform/chain/hasher";
import { testScripts } from "@/lib/testing/chain";
import { insertLedger } from "@/lib/testing/ledger-insert";
import { arbitraryLedger } from "@/lib/testing/ledger-rows";
import type { SeededTx } from "@/lib/testing/ledger-seed";
import { allPages, openReadSide, type ReadSide } from "@/lib/testing/read-side";
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
const walletKey = (script: Uint8Array, network: NetworkName = "bitcoin"): string => formatNodeKey({ kind: "wallet", network, ref: addressOf(script, network) });
const [alice, alice2, bob, carol, dave] = [1, 2, 3, 4, 5].map((n) => testScripts.p2wpkh(n)) as [Uint8Array, Uint8Array, Uint8Array, Uint8Array, Uint8Array];
const edgesOf = (view: GraphView) => view.edges.map(({ from, to, value, txCount }) => [from, to, value, txCount]);
const remaindersOf = (view: GraphView) => view.remainders.map(({ key, direction, parties, value }) => [key, direction, parties, value]);

/** Alice mines 100 and holds 50 in a second address; she pays Bob 30 and 20, Carol 60 in one transaction with a fee of 2. */
async function alicePays() {
  const mined = await read.seed.tx({ height: 1, coinbase: Buffer.from("x"), outputs: [pay(alice, 100n)] });
  const loose = await read.seed.tx({ height: 2, inputs: [{ pending: "aa".repeat(32), n: 1 }], outputs: [pay(alice2, 50n)] });
  const first = await read.seed.tx({ height: 3, inputs: [{ tx: mined, n: 0 }, { tx: loose, n: 0 }], outputs: [pay(bob, 30n), pay(carol, 60n), pay(alice, 58n)] });
  const second = await read.seed.tx({ height: 4, inputs: [{ tx: first, n: 2 }], outputs: [pay(bob, 20n), pay(alice2, 38n), { data: Buffer.from("6a01", "hex") }] });
  await read.analyse();
  return { mined, loose, first, second };
}

describe("the view", () => {
  test("shows all flows among its nodes and what remains outside", async () => {
    await alicePays();
    const [a, b, c] = [walletKey(alice), walletKey(bob), walletKey(carol)];
    const view = await read.flows.view([a, b, "mined:bitcoin"]);
    expect(edgesOf(view)).toEqual([["mined:bitcoin", a, 100n, 1], [a, b, 50n, 2]]);
    // Of what Alice paid, 60 went to Carol; of what she received, 50 came from unresolved inputs. The fee is no party.
    expect(remaindersOf(view)).toEqual([[a, "in", 1, 50n], [a, "out", 1, 60n]]);
    const whole = await read.flows.view([a, b, c, "mined:bitcoin", "unknown:bitcoin"]);
    expect(whole.remainders).toEqual([]);
    expect(GraphViewDto.parse(toGraphViewDto(whole)).nodes).toMatchObject([
      { key: a, wallet: a, kind: "wallet", known: true, addressCount: 2, txCount: 4, received: "150", sent: "112", balance: "38" },
      { key: b, known: true, received: "50" },
      { key: c, known: true },
      { key: "mined:bitcoin", kind: "newly-mined", known: true, sent: "100", received: null, balance: null, ref: null },
      { key: "unknown:bitcoin", kind: "unknown", known: true, sent: "50" },
    ]);
  });

  test("says when two keys are one wallet, and draws its edges once, at the first of them", async () => {
    await alicePays();
    const [one, two, b] = [walletKey(alice), walletKey(alice2), walletKey(bob)];
    const view = await read.flows.view([two, b, one, two]);
    expect(view.nodes.map(({ key, wallet }) => [key, wallet])).toEqual([[two, one], [b, b], [one, one]]);
    expect(edgesOf(view)).toEqual([[two, b, 50n, 2]]);
    expect(remaindersOf(view)).toEqual([[two, "in", 2, 150n], [two, "out", 1, 60n]]);
  });

  test("has nodes that the store does not know, and refuses keys that name nothing", async () => {
    await alicePays();
    const [unknown, noAddress, noMix] = [walletKey(dave), "wallet:bitcoin:bc1qqqqqqqqqqqq", `coinjoin:bitcoin:${"ab".repeat(32)}`];
    const view = await read.flows.view([unknown, noAddress, noMix, "mined:litecoin"]);
    expect(view.nodes.map(({ known, wallet, received }) => [known, wallet, received])).toEqual([[false, unknown, null], [false, noAddress, null], [false, noMix, null], [false, "mined:litecoin", null]]);
    expect([view.edges, view.remainders]).toEqual([[], []]);
    GraphViewDto.parse(toGraphViewDto(view));
    await expect(read.flows.view(["wallet:dogecoin:abc"])).rejects.toThrow(/names no node/);
  });

  test("keeps newly mined coins of two networks apart", async () => {
    await read.seed.tx({ height: 1, coinbase: Buffer.from("x"), outputs: [pay(alice, 100n)] });
    await read.seed.tx({ network: "litecoin", height: 1, coinbase: Buffer.from("y"), outputs: [pay(bob, 7n), pay(carol, 5n)] });
    await read.analyse();
    const litecoin = walletKey(bob, "litecoin");
    const view = await read.flows.view(["mined:bitcoin", "mined:litecoin", litecoin]);
    expect(edgesOf(view)).toEqual([["mined:litecoin", litecoin, 7n, 1]]);
    expect(remaindersOf(view)).toEqual([["mined:bitcoin", "out", 1, 100n], ["mined:litecoin", "out", 1, 5n]]);
    expect(edgesOf(await read.flows.view(["mined:bitcoin", litecoin]))).toEqual([]);
    expect(await read.flows.expand("mined:litecoin", { direction: "out", limit: 1, exclude: [] })).toEqual({ keys: [litecoin], left: { parties: 1, value: 5n } });
    expect(await read.flows.expand("mined:bitcoin", { direction: "out", limit: 5, exclude: [litecoin] })).toEqual({ keys: [walletKey(alice)], left: { parties: 0, value: 0n } });
    expect((await read.edges.transactions("mined:litecoin", litecoin, { limit: 5 })).items).toMatchObject([{ value: 7n }]);
  });

  test("carries claims: on the wallet, and on the transaction of a CoinJoin", async () => {
    const { first } = await alicePays();
    await seedClaim(read.db.pool, { key: nodeHasher.sha256(alice2), text: addressOf(alice2), label: "NiceHash", kind: "wallet" });
    await seedClaim(read.db.pool, { key: Buffer.from(first.txid, "hex").reverse(), text: first.txid, label: "a mix", kind: "transaction", category: "coinjoin" });
    const view = await read.flows.view([walletKey(alice), `coinjoin:bitcoin:${first.txid}`]);
    expect(view.nodes.map(({ claims }) => claims.shown.map(({ claim, inherited }) => [claim.label, inherited]))).toEqual([[["NiceHash", false]], [["a mix", false]]]);
  });
});

/** Three strangers with equal outputs and change: BlockSci's rule. */
async function mix() {
  const owners = [11, 12, 13].map((n) => testScripts.p2wpkh(n));
  const funds: SeededTx[] = [];
  for (const [i, owner] of owners.entries()) funds.push(await read.seed.tx({ height: 10 + i, outputs: [pay(owner, 1000n + BigInt(i))] }));
  const outputs = [21, 22, 23].map((n) => pay(testScripts.p2wpkh(n), 900n));
  const change = [31, 32, 33].map((n, i) => pay(testScripts.p2wpkh(n), 90n + BigInt(i)));
  const join = await read.seed.tx({ height: 20, inputs: funds.map((tx) => ({ tx, n: 0 })), outputs: [...outputs, ...change] });
  await read.analyse();
  return { owners, join, key: `coinjoin:bitcoin:${join.txid}` };
}

describe("a CoinJoin", () => {
  test("is a node between its inputs and its outputs", async () => {
    const { owners, key, join } = await mix();
    const view = await read.flows.view([key, walletKey(owners[0]!)]);
    expect(view.nodes[0]).toMatchObject({ kind: "coinjoin", known: true, txid: join.txid, txCount: 1, received: 3003n, sent: 2973n });
    expect(edgesOf(view)).toEqual([[walletKey(owners[0]!), key, 1000n, 1]]);
    expect(remaindersOf(view)).toEqual([[key, "in", 2, 2003n], [key, "out", 6, 2973n], [walletKey(owners[0]!), "in", 1, 1000n]]);
  });

  test("is expanded like a wallet, and its edges rest on the one transaction", async () => {
    const { owners, key, join } = await mix();
    expect(await read.flows.expand(walletKey(owners[2]!), { direction: "out", limit: 5, exclude: [] })).toEqual({ keys: [key], left: { parties: 0, value: 0n } });
    const { keys, left } = await read.flows.expand(key, { direction: "in", limit: 2, exclude: [walletKey(owners[2]!)] });
    expect([keys, left]).toEqual([[walletKey(owners[1]!), walletKey(owners[0]!)], { parties: 0, value: 0n }]);
    expect(await read.edges.transactions(walletKey(owners[1]!), key, { limit: 5 })).toMatchObject({ items: [{ txid: join.txid, value: 1001n, height: 20 }], nextCursor: null });
    expect((await read.edges.transactions(walletKey(owners[1]!), walletKey(testScripts.p2wpkh(21)), { limit: 5 })).items).toEqual([]);
  });
});

describe("expanding", () => {
  test("adds the largest first, leaves out what is in view, and says what is left", async () => {
    const mined = await read.seed.tx({ height: 1, coinbase: Buffer.from("x"), outputs: [pay(alice, 1000n)] });
    await read.seed.tx({ height: 2, inputs: [{ tx: mined, n: 0 }], outputs: [pay(bob, 100n), pay(carol, 300n), pay(dave, 100n), pay(testScripts.p2tr(1), 50n)] });
    await read.analyse();
    const all = await read.flows.expand(walletKey(alice), { direction: "out", limit: 2, exclude: [] });
    // Equal values come in the order of the wallets.
    expect(ExpandDto.parse(toExpandDto(all))).toEqual({ keys: [walletKey(carol), walletKey(bob)], left: { parties: 2, value: "150" } });
    const more = await read.flows.expand(walletKey(alice), { direction: "out", limit: 1, exclude: [...all.keys, walletKey(alice)] });
    expect(more).toEqual({ keys: [walletKey(dave)], left: { parties: 1, value: 50n } });
    expect(await read.flows.expand(walletKey(alice), { direction: "in", limit: 9, exclude: [] })).toEqual({ keys: ["mined:bitcoin"], left: { parties: 0, value: 0n } });
    expect(await read.flows.expand(walletKey(testScripts.p2tr(77)), { direction: "in", limit: 9, exclude: [] })).toEqual({ keys: [], left: { parties: 0, value: 0n } });
  });
});

describe("an edge", () => {
  test("rests on its transactions, newest first, whichever side has the longer history", async () => {
    const { first, second, loose, mined } = await alicePays();
    const [a, b] = [walletKey(alice), walletKey(bob)];
    const page = await read.edges.transactions(a, b, { limit: 10 });
    expect(page.items.map(({ txid, value }) => [txid, value])).toEqual([[second.txid, 20n], [first.txid, 30n]]);
    EdgeTransactionPage.parse({ items: page.items.map(toEdgeTransactionDto), nextCursor: page.nextCursor });
    for (let n = 0; n < 5; n += 1) await read.seed.tx({ height: 30 + n, outputs: [pay(bob, 1n)] });
    await read.analyse();
    expect((await read.edges.transactions(a, b, { limit: 10 })).items.map(({ value }) => value)).toEqual([20n, 30n]);
    expect((await read.edges.transactions("unknown:bitcoin", a, { limit: 10 })).items).toMatchObject([{ txid: loose.txid, value: 50n }]);
    expect((await read.edges.transactions("mined:bitcoin", a, { limit: 10 })).items).toMatchObject([{ txid: mined.txid, value: 100n }]);
    expect((await read.edges.transactions(b, a, { limit: 10 })).items).toEqual([]);
    expect((await read.edges.transactions(a, walletKey(alice2), { limit: 10 })).items).toEqual([]);
  });
});

describe("on any ledger", () => {
  test("shown and remaining add up to all flows, expansion reaches everybody, and edges are the sum of their transactions", async () => {
    await read.seed.source("bitcoin");
    await fc.assert(
      fc.asyncProperty(arbitraryLedger(30), fc.array(fc.nat(1000), { maxLength: 6 }), fc.integer({ min: 1, max: 4 }), async (ledger, picks, limit) => {
        await insertLedger(read.db.pool, { ...ledger, addresses: ledger.addresses.map((address) => ({ ...address, text: null })) });
        await read.analyse();
        const { parties, flows } = await everyFlow();
        const inView = new Set([...parties.keys()].filter((_, i) => picks.some((pick) => pick % parties.size === i)));
        const view = await read.flows.view([...inView].map((code) => parties.get(code)!));
        for (const code of inView) {
          const key = parties.get(code)!;
          for (const direction of ["in", "out"] as const) {
            const own = flows.filter(({ src, dst }) => (direction === "out" ? src : dst) === code);
            const outside = own.filter(({ src, dst }) => !inView.has(direction === "out" ? dst : src));
            const shown = view.edges.filter((edge) => (direction === "out" ? edge.from : edge.to) === key);
            const remainder = view.remainders.find((one) => one.key === key && one.direction === direction) ?? { parties: 0, value: 0n };
            expect([shown.length + remainder.parties, sum(shown) + remainder.value]).toEqual([own.length, sum(own)]);
            expect([remainder.parties, remainder.value]).toEqual([outside.length, sum(outside)]);
            await expandsTo(key, direction, { limit, expected: own.map(({ src, dst }) => parties.get(direction === "out" ? dst : src)!), total: sum(own) });
          }
        }
        for (const { src, dst, value, tx_count: count } of flows) {
          const rows = await allPages((cursor) => read.edges.transactions(parties.get(src)!, parties.get(dst)!, { limit, cursor }));
          expect([rows.length, new Set(rows.map(({ txid }) => txid)).size, sum(rows)]).toEqual([count, count, value]);
        }
      }),
      { numRuns: 15 },
    );
  });

  const sum = (rows: readonly { readonly value: bigint }[]): bigint => rows.reduce((total, { value }) => total + value, 0n);

  /** Every party of the current generation with its node key, and every flow between two of them. */
  async function everyFlow() {
    const { rows: flows } = await read.db.pool.query<{ src: bigint; dst: bigint; value: bigint; tx_count: number }>(
      "SELECT f.src, f.dst, f.value, f.tx_count FROM flow f JOIN analysis_state s ON s.generation = f.generation WHERE f.dst NOT IN (-2, -3)",
    );
    const { rows: scripts } = await read.db.pool.query<{ id: bigint; script_hash: Buffer }>("SELECT id, script_hash FROM address");
    const { rows: txs } = await read.db.pool.query<{ id: bigint; txid: Buffer }>("SELECT id, txid FROM tx");
    const hashes = new Map(scripts.map(({ id, script_hash: hash }) => [id, hash.toString("hex")]));
    const txids = new Map(txs.map(({ id, txid }) => [id, Buffer.from(txid).reverse().toString("hex")]));
    const keyOf = (code: bigint): string => (code > 0n ? `wallet:bitcoin:script:${hashes.get(code)!}` : code === 0n ? "mined:bitcoin" : code === -1n ? "unknown:bitcoin" : `coinjoin:bitcoin:${txids.get(-1000n - code)!}`);
    const codes = [...new Set(flows.flatMap(({ src, dst }) => [src, dst]))];
    return { flows, parties: new Map(codes.map((code) => [code, keyOf(code)])) };
  }

  async function expandsTo(key: string, direction: Direction, { limit, expected, total }: { limit: number; expected: readonly string[]; total: bigint }) {
    const found: string[] = [];
    for (;;) {
      const { keys, left } = await read.flows.expand(key, { direction, limit, exclude: found });
      found.push(...keys);
      expect(left.parties).toBe(expected.length - found.length);
      if (found.length === 0) expect(left.value).toBe(total);
      if (left.parties === 0) expect(left.value).toBe(0n);
      if (keys.length === 0) break;
    }
    expect([...found].sort()).toEqual([...expected].sort());
    const node = parseNodeKey(key);
    if (node?.kind !== "wallet") return;
    const table = await allPages((cursor) => read.flows.counterparties(node.network, node.ref, { direction, limit, cursor }));
    expect(table.map(({ node: other }) => other.key)).toEqual(found);
    CounterpartyPage.parse({ items: table.map(toCounterpartyDto), nextCursor: null });
  }
});
