import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { chainBetween, type Climb, shortened, type TreeLink, trimmed } from "@/lib/core/clustering/chain";

/** A tree in which every address but 0 links to a smaller one. */
const tree = fc.array(fc.nat(1000), { minLength: 1, maxLength: 30 }).map((picks) => picks.map((pick, i): TreeLink => ({ address: BigInt(i + 1), next: BigInt(pick % (i + 1)), txId: null })));

function climb(links: readonly TreeLink[], start: bigint, most = Infinity): Climb<TreeLink> {
  const found: TreeLink[] = [];
  for (let at = start; at !== 0n && found.length < most; at = found.at(-1)!.next) found.push(links[Number(at) - 1]!);
  return { start, links: found };
}

describe("the chain between two addresses of a tree", () => {
  it("begins at the one, ends at the other, passes no address twice, and takes links of the tree only", () => {
    fc.assert(
      fc.property(tree, fc.nat(30), fc.nat(30), (links, one, other) => {
        const [from, to] = [one, other].map((pick) => BigInt(pick % (links.length + 1))) as [bigint, bigint];
        const steps = chainBetween(climb(links, from), climb(links, to))!;
        const places = [from, ...steps.map((step) => step.to)];
        expect(places.at(-1)).toBe(to);
        expect(steps.map((step) => step.from)).toEqual(places.slice(0, -1));
        expect(new Set(places).size).toBe(places.length);
        for (const { from: a, to: b, link } of steps) expect([link.address, link.next]).toEqual(a > b ? [a, b] : [b, a]);
      }),
    );
  });

  it("is not known while the climbs end before they meet", () => {
    const links = [1n, 2n, 3n, 4n].map((address) => ({ address, next: address - 1n, txId: null }));
    expect(chainBetween(climb(links, 4n, 2), climb(links, 0n))).toBeNull();
    expect(chainBetween(climb(links, 4n, 4), climb(links, 0n))).toHaveLength(4);
  });
});

describe("an address that names two scripts", () => {
  const links = [1n, 2n, 3n, 4n].map((address) => ({ address, next: address - 1n, txId: null }));
  const steps = chainBetween(climb(links, 4n), climb(links, 0n))!;

  it("has a chain that neither begins nor ends with the link between the two", () => {
    expect(trimmed(steps, new Set([4n, 3n]), new Set([1n, 0n])).map(({ from, to }) => [from, to])).toEqual([[3n, 2n], [2n, 1n]]);
    expect(trimmed(steps, new Set([4n]), new Set([0n]))).toEqual(steps);
    expect(trimmed(steps, new Set([4n, 0n]), new Set([4n, 0n]))).toEqual([]);
  });
});

describe("a transaction that links many addresses through one of its inputs", () => {
  it("is one step from any of them to any other", () => {
    const under = (address: bigint): Climb<TreeLink> => ({ start: address, links: [{ address, next: 0n, txId: 7n }] });
    expect(shortened(chainBetween(under(1n), under(2n))!).map(({ from, to, link }) => [from, to, link.txId])).toEqual([[1n, 2n, 7n]]);
  });

  it("is not joined with another, nor are two keys", () => {
    const chain = (txIds: readonly (bigint | null)[]) => txIds.map((txId, i) => ({ from: BigInt(i), to: BigInt(i + 1), link: { address: BigInt(i), next: BigInt(i + 1), txId } }));
    expect(shortened(chain([7n, 8n, null, null, 8n]))).toHaveLength(5);
    expect(shortened(chain([7n, 7n, 7n, 8n, 8n])).map(({ from, to }) => [from, to])).toEqual([[0n, 3n], [3n, 5n]]);
  });
});
