import { afterEach, describe, expect, it } from "vitest";
import { hashToText } from "@/lib/core/hex";
import type { NetworkName } from "@/lib/core/network";
import type { BlockRef, CoreNode, FetchedBlock } from "@/lib/features/sync/sync.ports";
import { makeCoreNode } from "@/lib/platform/chain/core-rpc-node";
import { makeCoreRpc } from "@/lib/platform/chain/core-rpc";
import { makeHttpClient } from "@/lib/platform/chain/http-client";
import { TestChain, columnsOf, testScripts } from "@/lib/testing/chain";
import { startSimulatedNode, type NodeHabits } from "@/lib/testing/core-server";
import { genesisBlock } from "@/lib/testing/genesis";
import { memoryLog } from "@/lib/testing/loopback-server";

const open: { close(): Promise<void> }[] = [];
afterEach(async () => { await Promise.all(open.splice(0).map((each) => each.close())); });

const signal = new AbortController().signal;

function chainOf(blocks: number): TestChain {
  const chain = new TestChain();
  for (let i = 0; i < blocks; i += 1) chain.mine();
  return chain;
}

async function nodeOf(chain: TestChain, habits: NodeHabits = {}, expected: NetworkName | null = null) {
  const server = await startSimulatedNode(chain, habits);
  const http = makeHttpClient({ source: "node", base: new URL(server.url), log: memoryLog(), retries: { firstMs: 1 } });
  open.push(http, server);
  return { node: makeCoreNode("node", makeCoreRpc("node", http), { expected }), server };
}

const refs = (chain: TestChain): BlockRef[] => [genesisBlock(chain.network), ...chain.blocks].map(({ height, hash }) => ({ height, hash }));

async function fetchAll(node: CoreNode, wanted: readonly BlockRef[]): Promise<FetchedBlock[]> {
  const fetched: FetchedBlock[] = [];
  for await (const block of node.blocks(wanted, signal)) fetched.push(block);
  return fetched;
}

const heightsOf = (fetched: readonly FetchedBlock[]) => fetched.map(({ decoded }) => (decoded.kind === "record" ? decoded.record.block?.height : decoded.rejection.reason));

describe("a node's state", () => {
  it("tells network, tip and what was pruned", async () => {
    const chain = chainOf(3);
    const { node } = await nodeOf(chain, { prunedBelow: 2 });
    expect(await node.state(signal)).toEqual({ network: "regtest", tip: { height: 3, hash: chain.tip.hash }, prunedBelow: 2 });
  });

  it("is refused on another network than expected, and on a chain that nobody knows", async () => {
    const { node } = await nodeOf(chainOf(1), {}, "bitcoin");
    await expect(node.state(signal)).rejects.toThrow("Source “node” is on regtest, where bitcoin was expected.");
    const { node: strange } = await nodeOf(chainOf(1), { fault: (_n, [call]) => (call?.method === "getblockhash" ? { status: 200, body: JSON.stringify({ result: "ab".repeat(32), id: 0 }) } : null) });
    await expect(strange.state(signal)).rejects.toThrow(/genesis block \(abab.*\) of no chain that Assay knows/);
  });

  it("knows blocks that are best, given up, and never seen", async () => {
    const chain = chainOf(3);
    const { node } = await nodeOf(chain);
    const old = chain.tip.hash;
    await node.state(signal);
    chain.forget(1);
    chain.mine([], { time: 1 });
    expect([await node.standing(chain.tip.hash, signal), await node.standing(old, signal), await node.standing(new Uint8Array(32), signal)]).toEqual(["best", "stale", "unknown"]);
  });

  it("lists hashes up to where the chain ends", async () => {
    const chain = chainOf(3);
    const { node } = await nodeOf(chain);
    expect((await node.hashes(2, 10, signal)).map(hashToText)).toEqual(refs(chain).slice(2).map(({ hash }) => hashToText(hash)));
    expect(await node.hashes(4, 10, signal)).toEqual([]);
  });
});

describe("blocks of a node", () => {
  it("come raw, verified, in order, with the columns that their transactions have", async () => {
    const chain = chainOf(2);
    const paid = chain.blocks[0]!;
    chain.mine([{ inputs: [{ prevTxid: paid.txids[0]!, prevN: 0 }], outputs: [{ value: 5n, script: testScripts.p2wpkh(1) }] }], { fees: 4_999_999_995n });
    for (let i = 0; i < 200; i += 1) chain.mine();
    const { node, server } = await nodeOf(chain);
    const fetched = await fetchAll(node, refs(chain));
    expect(heightsOf(fetched)).toEqual(Array.from({ length: 204 }, (_, i) => i));
    const { decoded } = fetched[3]!;
    if (decoded.kind !== "record") throw new Error(decoded.rejection.reason);
    const { bytes: _bytes, scriptStart: _start, ...columns } = decoded.record.txs;
    const { bytes: _theirs, scriptStart: _theirStart, ...expected } = columnsOf(chain.blocks[2]!.txs);
    expect(columns).toEqual(expected);
    expect(server.asked.length).toBeLessThan(30);
  });

  it("state the height that the node gives them when they do not state their own", async () => {
    const { node } = await nodeOf(chainOf(1));
    const [genesis] = await fetchAll(node, [{ height: 0, hash: genesisBlock("regtest").hash }]);
    expect(genesis?.decoded).toMatchObject({ kind: "record", record: { block: { height: 0, heightSource: "genesis" } } });
    const chain = new TestChain();
    chain.mine([], { coinbase: { coinbase: Uint8Array.of(3, 1, 2, 3), outputs: [{ value: 1n, script: testScripts.p2pkh(1) }] } });
    const { node: second } = await nodeOf(chain);
    const [block] = await fetchAll(second, refs(chain).slice(1));
    expect(block?.decoded).toMatchObject({ kind: "record", record: { block: { height: 1, heightSource: "source" } } });
  });

  it("come from nodes that take booleans only, and from nodes without batches", async () => {
    for (const habits of [{ booleansOnly: true }, { noBatches: true }, { booleansOnly: true, noBatches: true }]) {
      const chain = chainOf(40);
      const { node } = await nodeOf(chain, habits);
      expect(heightsOf(await fetchAll(node, refs(chain)))).toEqual(Array.from({ length: 41 }, (_, i) => i));
    }
  });

  it("that the node names and does not give are gaps with its own words, and the others still come", async () => {
    const chain = chainOf(6);
    const { node } = await nodeOf(chain, { missing: [3], prunedBelow: 2 });
    const reasons = heightsOf(await fetchAll(node, refs(chain)));
    expect(reasons.slice(2, 3).concat(reasons.slice(4))).toEqual([2, 4, 5, 6]);
    expect(reasons[0]).toMatch(/does not give block 0f9188f1.*: Block not available \(pruned data\) \(code -1\)/);
    expect(reasons[3]).toMatch(/Block not found on disk/);
  });

  it("are refused when they are not the ones asked for", async () => {
    const chain = chainOf(3);
    const { node } = await nodeOf(chain, { always: chain.blocks[0]! });
    const reasons = heightsOf(await fetchAll(node, refs(chain).slice(1)));
    expect(reasons[0]).toBe(1);
    expect(reasons[1]).toMatch(/the node was asked for block .* and gave/);
  });

  it("come through a node that drops connections, is busy or warms up again", async () => {
    const chain = chainOf(60);
    const { node } = await nodeOf(chain, {
      fault: (n) => (n % 5 === 3 ? "drop" : n % 7 === 5 ? { status: 503, body: "Work queue depth exceeded" } : n % 11 === 7 ? { status: 500, body: JSON.stringify({ result: null, error: { code: -28, message: "Loading block index" }, id: 0 }) } : null),
    });
    expect(heightsOf(await fetchAll(node, refs(chain)))).toEqual(Array.from({ length: 61 }, (_, i) => i));
  });

  it("stop coming when cancelled, and fail in plain words when the node is none", async () => {
    const chain = chainOf(100);
    const stop = new AbortController();
    const { node } = await nodeOf(chain, { before: (n) => { if (n === 3) stop.abort(); } });
    await expect(async () => {
      for await (const { ref } of node.blocks(refs(chain), stop.signal)) expect(ref.height).toBeLessThan(101);
    }).rejects.toMatchObject({ code: "cancelled" });
    const { node: router } = await nodeOf(chain, { fault: () => ({ status: 200, body: "<html><title>Router</title></html>" }) });
    await expect(router.state(signal)).rejects.toMatchObject({ code: "source_unavailable" });
  });
});
