import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { joinedWith, splitBetween, WALLET_LINK_KINDS, type PlacedLink, type WalletLinkKind } from "@/lib/core/casework/wallet-links";

const link = (id: string, kind: WalletLinkKind, one: string, other: string): PlacedLink => ({ id, kind, one, other });
const PLACES = ["a", "b", "c", "d", "e", "f"];
const places = (start: string, links: readonly PlacedLink[]): readonly string[] => [...joinedWith(start, links).places].sort();

describe("links of people above the computed wallets", () => {
  it("join over others, from either end", () => {
    const links = [link("1", "merge", "a", "b"), link("2", "change", "c", "b"), link("3", "merge", "x", "y")];
    expect(places("a", links)).toEqual(["a", "b", "c"]);
    expect(places("c", links)).toEqual(["a", "b", "c"]);
    expect(places("z", links)).toEqual(["z"]);
  });

  it("are told apart by kind: what change links alone join", () => {
    const links = [link("1", "merge", "a", "b"), link("2", "change", "b", "c")];
    expect([...joinedWith("b", links, ["change"]).places].sort()).toEqual(["b", "c"]);
  });

  it("join nothing where a split stands between the two, also over others; the older link counts", () => {
    const links = [link("1", "merge", "a", "b"), link("2", "merge", "b", "c"), link("3", "split", "c", "a")];
    expect(places("a", links)).toEqual(["a", "b"]);
    expect(places("c", links)).toEqual(["c"]);
    expect([...joinedWith("a", links).refused]).toEqual(["2"]);
  });

  it("a split within one computed wallet takes nothing apart", () => {
    expect(places("a", [link("1", "split", "a", "a"), link("2", "merge", "a", "b")])).toEqual(["a", "b"]);
  });

  it("a split is found between two groups in either direction", () => {
    const split = link("1", "split", "b", "c");
    expect(splitBetween([split], new Set(["c"]), new Set(["a", "b"]))).toBe(split);
    expect(splitBetween([split], new Set(["a"]), new Set(["c"]))).toBeNull();
  });

  const someLinks = fc.array(fc.record({ kind: fc.constantFrom(...WALLET_LINK_KINDS), one: fc.constantFrom(...PLACES), other: fc.constantFrom(...PLACES) })).map((links) => links.map((own, i) => ({ ...own, id: `${i}` })));

  it("whatever links stand, those joined are the same from each of them, and no split lies among them", () => {
    fc.assert(
      fc.property(someLinks, fc.constantFrom(...PLACES), (links, start) => {
        const group = places(start, links);
        expect(group).toContain(start);
        for (const place of group) expect(places(place, links)).toEqual(group);
        for (const { kind, one, other } of links) if (kind === "split" && one !== other) expect(group.includes(one) && group.includes(other)).toBe(false);
      }),
    );
  });
});
