import fc from "fast-check";
import { afterEach, describe, expect, it } from "vitest";
import type { Decoded } from "@/lib/core/bitcoin/columns";
import { hashToText } from "@/lib/core/hex";
import { networkByName } from "@/lib/core/network";
import type { ChainStore, CoveredRange } from "@/lib/features/ledger/ledger.ports";
import { makeWalk, walkChain, type Walk } from "@/lib/features/sync/chain-walk.service";
import { makeCoreNode } from "@/lib/platform/chain/core-rpc-node";
import { makeCoreRpc } from "@/lib/platform/chain/core-rpc";
import { makeHttpClient } from "@/lib/platform/chain/http-client";
import { TestChain, type TestBlock } from "@/lib/testing/chain";
import { startSimulatedNode, type NodeHabits } from "@/lib/testing/core-server";
import { genesisBlock } from "@/lib/testing/genesis";
import { memoryLog } from "@/lib/testing/loopback-server";

const network = networkByName("regtest");
const open: { close(): Promise<void> }[] = [];
afterEach(async () => { await Promise.all(open.splice(0).map((each) => each.close())); });

/** What a ledger does with blocks, and nothing else: the newest one of a height counts, and what does not follow it goes. */
class PlainLedger {
  readonly byHeight = new Map<number, Uint8Array>();

  take(decoded: Decoded): void {
    const block = decoded.kind === "record" ? decoded.record.block : null;
    if (block?.height == null) return;
    if (block.stale) {
      this.byHeight.delete(block.height);
      return;
    }
    const old = this.byHeight.get(block.height);
    if (old !== undefined && hashToText(old) !== hashToText(block.hash)) for (const height of this.byHeight.keys()) if (height > block.height) this.byHeight.delete(height);
    this.byHeight.set(block.height, block.hash);
  }

  readonly chain: Pick<ChainStore, "hashesAt"> = {
    hashesAt: async (_network, heights) => heights.map((height) => this.byHeight.get(height) ?? null),
  };

  readonly coverage = {
    ranges: async (): Promise<CoveredRange[]> => {
      const ranges: { network: "regtest"; from: number; to: number }[] = [];
      for (const height of [...this.byHeight.keys()].sort((a, b) => a - b)) {
        const last = ranges.at(-1);
        if (last?.to === height - 1) last.to = height;
        else ranges.push({ network: "regtest", from: height, to: height });
      }
      return ranges;
    },
  };

  texts(): string[] {
    return [...this.byHeight].sort(([a], [b]) => a - b).map(([height, hash]) => `${height} ${hashToText(hash)}`);
  }
}

const textsOf = (blocks: readonly TestBlock[]): string[] => blocks.map(({ height, hash }) => `${height} ${hashToText(hash)}`);
const wholeChain = (chain: TestChain): string[] => textsOf([genesisBlock("regtest"), ...chain.blocks]);

async function nodeOf(chain: TestChain, habits: NodeHabits = {}) {
  const server = await startSimulatedNode(chain, habits);
  const http = makeHttpClient({ source: "node", base: new URL(server.url), log: memoryLog(), retries: { firstMs: 1 } });
  open.push(http, server);
  return { node: makeCoreNode("node", makeCoreRpc("node", http)), server };
}
type Node = Awaited<ReturnType<typeof nodeOf>>["node"];

const walkOf = (node: Node, ledger: PlainLedger, range: { from?: number; to?: number } = {}): Walk =>
  makeWalk({ node, network, chain: ledger.chain, coverage: ledger.coverage, from: range.from ?? null, to: range.to ?? null, signal: new AbortController().signal, onProgress: () => undefined });

/** Walks and takes; the ledger lags up to `lag` records behind, as one that writes in batches does. */
async function sync(node: Node, ledger: PlainLedger, { lag = 0, ...range }: { lag?: number; from?: number; to?: number } = {}): Promise<Decoded[]> {
  const given: Decoded[] = [];
  let taken = 0;
  for await (const decoded of walkChain(walkOf(node, ledger, range))) {
    given.push(decoded);
    while (given.length - taken > lag) ledger.take(given[taken++]!);
  }
  while (taken < given.length) ledger.take(given[taken++]!);
  return given;
}

function mine(chain: TestChain, blocks: number, seed = 0): void {
  for (let i = 0; i < blocks; i += 1) chain.mine([], { tag: `/${seed}/` });
}

const placeOf = (decoded: Decoded) => (decoded.kind === "record" ? decoded.record.block?.height : decoded.rejection.position);

describe("walking a node's chain", () => {
  it("gives every block of a new chain, then only what was added", async () => {
    const chain = new TestChain();
    mine(chain, 7);
    const { node, server } = await nodeOf(chain);
    const ledger = new PlainLedger();
    expect((await sync(node, ledger)).map(placeOf)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    mine(chain, 2);
    expect((await sync(node, ledger)).map(placeOf)).toEqual([8, 9]);
    server.asked.length = 0;
    expect(await sync(node, ledger)).toEqual([]);
    expect(server.asked).toEqual(["getblockchaininfo 1", "getblockhash 1"]);
  });

  it("gives a range, less what the ledger has of it", async () => {
    const chain = new TestChain();
    mine(chain, 20);
    const { node } = await nodeOf(chain);
    const ledger = new PlainLedger();
    expect((await sync(node, ledger, { from: 5, to: 8 })).map(placeOf)).toEqual([5, 6, 7, 8]);
    expect((await sync(node, ledger, { from: 3, to: 10 })).map(placeOf)).toEqual([3, 4, 9, 10]);
    expect((await sync(node, ledger, { from: 0, to: 2 })).map(placeOf)).toEqual([0, 1, 2]);
    expect((await sync(node, ledger)).map(placeOf)).toEqual([11, 12, 13, 14, 15, 16, 17, 18, 19, 20]);
    expect(await sync(node, ledger, { from: 30 })).toEqual([]);
    expect(ledger.texts()).toEqual(wholeChain(chain));
  });

  it("goes back to the fork when the node has another branch, and fetches all of it", async () => {
    const chain = new TestChain();
    mine(chain, 700);
    const { node } = await nodeOf(chain);
    const ledger = new PlainLedger();
    await sync(node, ledger);
    for (const depth of [1, 2, 6, 30, 650]) {
      chain.forget(depth);
      mine(chain, depth + 1, depth);
      expect((await sync(node, ledger))).toHaveLength(depth + 1);
      expect(ledger.texts()).toEqual(wholeChain(chain));
    }
  });

  it("leaves the ledger alone when the node only lags behind", async () => {
    const chain = new TestChain();
    mine(chain, 9);
    const ledger = new PlainLedger();
    await sync((await nodeOf(chain)).node, ledger);
    const before = ledger.texts();
    const behind = new TestChain();
    behind.blocks.push(...chain.blocks.slice(0, 5));
    expect(await sync((await nodeOf(behind)).node, ledger)).toEqual([]);
    expect(ledger.texts()).toEqual(before);
  });

  it("gives blocks that the node gave up, without others in their place, once more as stale", async () => {
    const chain = new TestChain();
    mine(chain, 9);
    const { node } = await nodeOf(chain);
    const ledger = new PlainLedger();
    await sync(node, ledger);
    chain.forget(4);
    const given = await sync(node, ledger);
    expect(given.map((each) => each.kind === "record" && [each.record.block?.height, each.record.block?.stale])).toEqual([[6, true], [7, true], [8, true], [9, true]]);
    expect(ledger.texts()).toEqual(wholeChain(chain));
    mine(chain, 1, 5);
    await sync(node, ledger);
    expect(ledger.texts()).toEqual(wholeChain(chain));
  });

  it("says once what a pruned node has deleted, and gives the rest", async () => {
    const chain = new TestChain();
    mine(chain, 1200);
    const { node } = await nodeOf(chain, { prunedBelow: 1100 });
    const given = await sync(node, new PlainLedger());
    expect(given.map(placeOf)).toEqual(["blocks 0 to 1099", ...Array.from({ length: 101 }, (_, i) => 1100 + i)]);
    expect((await sync(node, new PlainLedger(), { from: 1050, to: 1060 })).map(placeOf)).toEqual(["blocks 1050 to 1099"]);
  });

  it("steps over blocks that cannot be had, and gives up on a node that has none", async () => {
    const chain = new TestChain();
    mine(chain, 100);
    const { node, server } = await nodeOf(chain, { missing: [4, 9] });
    expect((await sync(node, new PlainLedger(), { to: 10 })).map(placeOf)).toEqual([0, 1, 2, 3, "block 4", 5, 6, 7, 8, "block 9", 10]);
    Object.assign(server.habits, { missing: Array.from({ length: 101 }, (_, i) => i) });
    await expect(sync(node, new PlainLedger())).rejects.toThrow(/50 blocks in a row.*block 49: the node does not give block/);
  });

  it("gives up on a node whose blocks never fit together", async () => {
    const chain = new TestChain();
    mine(chain, 10);
    const stray = new TestChain();
    mine(stray, 10, 1);
    chain.blocks.splice(5, 5, ...stray.blocks.slice(5));
    await expect(sync((await nodeOf(chain)).node, new PlainLedger())).rejects.toThrow("changes its chain faster than it can be read");
  });

  it("ends with the node's final chain, however the chain moves while it is read and whatever the ledger has not written yet", async () => {
    const move = fc.record({ forget: fc.integer({ min: 0, max: 12 }), mine: fc.integer({ min: 0, max: 15 }), at: fc.integer({ min: 1, max: 12 }) });
    await fc.assert(
      fc.asyncProperty(fc.array(fc.record({ moves: fc.array(move, { maxLength: 4 }), lag: fc.integer({ min: 0, max: 30 }) }), { minLength: 1, maxLength: 4 }), async (rounds) => {
        const chain = new TestChain();
        mine(chain, 25);
        let seed = 0;
        let moves: { forget: number; mine: number; at: number }[] = [];
        const apply = ({ forget, mine: blocks }: { forget: number; mine: number }): void => {
          chain.forget(Math.min(forget, chain.blocks.length));
          mine(chain, blocks, ++seed);
        };
        const { node, server } = await nodeOf(chain, {
          before: (n) => {
            for (const each of moves.filter(({ at }) => at === n)) apply(each);
          },
        });
        const ledger = new PlainLedger();
        for (const { moves: wanted, lag } of rounds) {
          moves = [...wanted];
          server.asked.length = 0;
          await sync(node, ledger, { lag });
        }
        moves = [];
        await sync(node, ledger);
        expect(ledger.texts()).toEqual(wholeChain(chain));
        await Promise.all(open.splice(0).map((each) => each.close()));
      }),
      { numRuns: 40 },
    );
  });
});
