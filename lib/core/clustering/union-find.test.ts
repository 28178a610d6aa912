import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { UnionFind } from "@/lib/core/clustering/union-find";

const SIZE = 40;
const pairs = fc.array(fc.tuple(fc.nat(SIZE - 1), fc.nat(SIZE - 1)), { maxLength: 60 });

function clustered(links: readonly (readonly [number, number])[]): { ids: number[]; kept: number } {
  const sets = new UnionFind(SIZE);
  const kept = links.filter(([a, b]) => sets.union(a, b)).length;
  return { ids: [...sets.smallest()], kept };
}

describe("union-find", () => {
  it("names a set by its smallest member", () => {
    expect(clustered([[7, 9], [9, 3], [20, 21]]).ids.slice(0, 22)).toEqual([0, 1, 2, 3, 4, 5, 6, 3, 8, 3, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 20]);
  });

  it("does not depend on the order of the links, nor on their direction, nor on repeating them", () => {
    fc.assert(
      fc.property(pairs, fc.array(fc.nat(1000), { minLength: 60, maxLength: 60 }), (links, keys) => {
        const { ids } = clustered(links);
        const shuffled = links.map((link, i) => ({ link, key: keys[i] ?? 0 })).sort((a, b) => a.key - b.key).map(({ link: [a, b] }) => [b, a] as const);
        expect(clustered(shuffled).ids).toEqual(ids);
        expect(clustered([...links, ...links]).ids).toEqual(ids);
      }),
    );
  });

  it("puts two ids into one set if and only if a chain of links joins them", () => {
    fc.assert(
      fc.property(pairs, (links) => {
        const { ids } = clustered(links);
        const reach = Array.from({ length: SIZE }, (_, id) => id);
        for (let round = 0; round < SIZE; round += 1) for (const [a, b] of links) reach[a] = reach[b] = Math.min(reach[a] ?? 0, reach[b] ?? 0);
        expect(ids).toEqual(reach);
      }),
    );
  });

  it("reports as many joins as there are fewer sets", () => {
    fc.assert(
      fc.property(pairs, (links) => {
        const { ids, kept } = clustered(links);
        expect(kept).toBe(SIZE - new Set(ids).size);
      }),
    );
  });
});
