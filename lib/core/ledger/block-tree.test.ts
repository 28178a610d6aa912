import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { HeightSource } from "@/lib/core/bitcoin/columns";
import { textToHash } from "@/lib/core/hex";
import { type BlockStatement, BlockTree } from "@/lib/core/ledger/block-tree";
import { workOf } from "@/lib/core/ledger/work";
import { networkByName } from "@/lib/core/network";

const REGTEST = networkByName("regtest");
const GENESIS = textToHash(REGTEST.genesis)!;
const EASY = 0x207fffff;
const HARD = 0x1f7fffff;

const hashOf = (n: number): Uint8Array => {
  if (n === 0) return GENESIS;
  const bytes = new Uint8Array(32).fill(7);
  new DataView(bytes.buffer).setUint32(0, Math.imul(n, 0x9e3779b1));
  return bytes;
};

const block = (n: number, parent: number | null, more: Partial<BlockStatement> = {}): BlockStatement => ({
  hash: hashOf(n), prevHash: parent === null ? null : hashOf(parent), bits: EASY, height: null, heightSource: null, complete: true, stale: null, ...more,
});

const stated = (height: number, heightSource: HeightSource): Partial<BlockStatement> => ({ height, heightSource });

function treeOf(...blocks: readonly BlockStatement[]): BlockTree {
  const tree = new BlockTree(REGTEST, 1);
  for (const statement of blocks) tree.state(statement);
  tree.settle();
  return tree;
}

const heightOf = (tree: BlockTree, n: number): number | null => tree.standing(tree.find(hashOf(n))).height;
const isMain = (tree: BlockTree, n: number): boolean => tree.standing(tree.find(hashOf(n))).main;
const mains = (tree: BlockTree, ...ns: number[]): number[] => ns.filter((n) => isMain(tree, n));

describe("heights", () => {
  test("follow from the genesis block, also when it is not in the store itself", () => {
    const tree = treeOf(block(2, 1), block(1, 0), block(4, 3));
    expect([1, 2, 4].map((n) => heightOf(tree, n))).toEqual([1, 2, null]);
  });

  test("pass to children and to parents, and across a hole that two branches share", () => {
    const tree = treeOf(block(1, null), block(2, 1), block(3, 2, stated(102, "file-name")), block(11, 9), block(12, 9, stated(50, "bip34")));
    expect([1, 2, 3, 11].map((n) => heightOf(tree, n))).toEqual([100, 101, 102, 50]);
    expect(tree.standing(tree.find(hashOf(1))).heightSource).toBe("chain");
  });

  test("come from the strongest statement, and the weaker one is named", () => {
    const tree = new BlockTree(REGTEST, 1);
    tree.state(block(2, 1, stated(7, "file-name")));
    expect(tree.settle().contradicted).toEqual([]);
    tree.state(block(3, 2, stated(21, "bip34")));
    const { contradicted, changes } = tree.settle();
    expect(contradicted).toEqual([{ vertex: tree.find(hashOf(2)), stated: 7, height: 20 }]);
    expect(changes.map(({ height, heightSource, hadHeight }) => ({ height, heightSource, hadHeight }))).toEqual([{ height: 20, heightSource: "chain", hadHeight: 7 }, { height: 21, heightSource: "bip34", hadHeight: null }]);
    expect(tree.settle()).toEqual({ changes: [], contradicted: [], reorganised: [] });
  });

  test("of forged blocks that follow each other in a circle are unknown, and nothing hangs", () => {
    const tree = treeOf(block(1, 2), block(2, 1), block(3, 3), block(4, 1, stated(5, "source")));
    expect([1, 2, 3].map((n) => heightOf(tree, n))).toEqual([null, null, null]);
    expect(mains(tree, 1, 2, 3, 4)).toEqual([]);
  });
});

describe("the best chain", () => {
  test("ends at the block with the most work, not at the highest", () => {
    const tree = treeOf(block(1, 0), block(2, 1), block(3, 2), block(12, 1, { bits: HARD }));
    expect(mains(tree, 1, 2, 3, 12)).toEqual([1, 12]);
  });

  test("gives way to a branch that outgrows it, and says at which heights", () => {
    const tree = treeOf(block(1, 0), block(2, 1), block(3, 2), block(12, 1), block(13, 12));
    const [winner, loser] = isMain(tree, 3) ? [[2, 3], [12, 13]] : [[12, 13], [2, 3]];
    tree.state(block(14, loser[1]!));
    expect(tree.settle().reorganised).toEqual([
      { height: 2, from: hashOf(winner[0]!), to: hashOf(loser[0]!) },
      { height: 3, from: hashOf(winner[1]!), to: hashOf(loser[1]!) },
    ]);
    expect(mains(tree, 1, 2, 3, 12, 13, 14)).toEqual([1, ...loser, 14].sort((a, b) => a - b));
  });

  test("leaves out a block that a source calls stale until another stands on it", () => {
    const tree = treeOf(block(1, 0), block(2, 1, { stale: true }));
    expect(mains(tree, 1, 2)).toEqual([1]);
    tree.state(block(3, 2));
    tree.settle();
    expect(mains(tree, 1, 2, 3)).toEqual([1, 2, 3]);
  });

  test("follows the node that serves it, whatever the work, until work says otherwise", () => {
    const tree = treeOf(block(1, 0), block(2, 1), block(3, 2));
    tree.state(block(12, 1));
    const changed = tree.follow([tree.find(hashOf(12))]);
    expect(changed.map((vertex) => tree.hash(vertex))).toEqual([hashOf(2), hashOf(3)]);
    tree.settle();
    expect(mains(tree, 1, 2, 3, 12)).toEqual([1, 12]);
    tree.follow([tree.find(hashOf(3))]);
    tree.settle();
    expect(mains(tree, 1, 2, 3, 12)).toEqual([1, 2, 3]);
  });

  test("has one block a height: of trees whose link is unknown the one that reaches higher keeps it", () => {
    const tree = treeOf(
      block(1, null, stated(10, "bip34")), block(2, 1), block(3, 2),
      block(11, null, stated(12, "source")), block(12, 11),
      block(21, null, { ...stated(13, "source"), complete: false, bits: null }),
    );
    expect(mains(tree, 1, 2, 3, 11, 12, 21)).toEqual([1, 2, 11, 12]);
  });
});

describe("work", () => {
  test("is 2^256 / (target + 1), exactly", () => {
    const sum = ({ high, low }: { high: number; low: number }): bigint => BigInt(high) * 2n ** 49n + BigInt(low);
    expect(sum(workOf(0x1d00ffff))).toBe(0x100010001n);
    expect(sum(workOf(0x207fffff))).toBe(2n);
    expect(sum(workOf(0x1703a30c))).toBe((1n << 256n) / ((0x03a30cn << (8n * 20n)) + 1n));
    expect([-1, 0, 0xff7fffff, 0x04923456, 0x01003456].map((bits) => sum(workOf(bits)))).toEqual([1n, 1n, 1n, 1n, 1n]);
  });
});

/** Trees with holes, several roots, statements that agree with the true heights, hard and easy blocks. */
const forest = fc
  .array(fc.record({ parent: fc.nat(1000), kind: fc.nat(9), hard: fc.boolean(), missing: fc.nat(9), stale: fc.nat(9) }), { minLength: 1, maxLength: 25 })
  .map((recipes) => {
    const height = [0];
    return recipes.flatMap((recipe, i) => {
      const n = i + 1;
      const parent = recipe.parent % n;
      height[n] = height[parent]! + 1;
      const says = recipe.kind < 3 ? stated(height[n], (["source", "bip34", "file-name"] as const)[recipe.kind]!) : {};
      const known = recipe.kind === 9 ? { prevHash: null, bits: null, complete: false } : {};
      return recipe.missing === 0 ? [] : [block(n, parent, { bits: recipe.hard ? HARD : EASY, stale: recipe.stale === 0 ? true : null, ...says, ...known })];
    });
  });

/** The tree as another process would load it from the store. */
function reloaded(tree: BlockTree, blocks: readonly BlockStatement[]): BlockTree {
  const other = new BlockTree(REGTEST, 3);
  for (const [i, statement] of blocks.entries()) {
    const { height, heightSource, main } = tree.standing(tree.find(statement.hash));
    other.load(i + 1, { ...statement, stale: tree.isStale(tree.find(statement.hash)), height, heightSource }, main);
  }
  expect(other.settle()).toEqual({ changes: [], contradicted: [], reorganised: [] });
  return other;
}

describe("any order of arrival", () => {
  test("in any pieces, some of them reloaded from the store, gives the same heights and the same best chain", () => {
    fc.assert(
      fc.property(forest.chain((blocks) => fc.tuple(fc.constant(blocks), fc.shuffledSubarray(blocks, { minLength: blocks.length }), fc.infiniteStream(fc.boolean()))), ([blocks, shuffled, settles]) => {
        const whole = treeOf(...blocks);
        let tree = new BlockTree(REGTEST, 2);
        for (const [i, statement] of shuffled.entries()) {
          tree.state(statement);
          if (settles.next().value === true) tree.settle();
          else continue;
          if (settles.next().value === true) tree = reloaded(tree, shuffled.slice(0, i + 1));
        }
        tree.settle();
        for (const { hash } of blocks) expect(tree.standing(tree.find(hash))).toEqual(whole.standing(whole.find(hash)));
      }),
      { numRuns: 1000 },
    );
  });

  test("never puts two blocks of one height on the best chain, nor a block without its parent when that is known", () => {
    fc.assert(
      fc.property(forest, (blocks) => {
        const tree = treeOf(...blocks);
        const seen = new Set<number>();
        for (const { hash, prevHash } of blocks) {
          const { main, height } = tree.standing(tree.find(hash));
          if (!main) continue;
          if (height !== null) expect(seen.has(height)).toBe(false);
          if (height !== null) seen.add(height);
          const parent = prevHash === null ? -1 : tree.find(prevHash);
          if (parent >= 0) expect(tree.standing(parent).main).toBe(true);
        }
      }),
      { numRuns: 1000 },
    );
  });
});
