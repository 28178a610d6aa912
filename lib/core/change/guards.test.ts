import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cannotLinks, growsTooFast, isCollapsed, linkForbidden, tagConflict } from "@/lib/core/change/guards";
import { changeOf } from "@/lib/core/change/vote";
import { input, output, someView, view } from "@/lib/testing/change-builder";

describe("a vote against an output", () => {
  const paid = view([input({ value: 200_000_000n, wallet: 4 }), input({ script: 9, value: 200_000_000n, wallet: 4 })], [output(2, 300_000_000n, { wallet: 12 }), output(3, 99_998_765n, { wallet: 13 })]);
  it("forbids to link sender and payee", () => {
    expect(cannotLinks(paid, changeOf(paid))).toEqual([{ from: 4, to: 12, n: 0, margin: 8 }]);
  });

  it("is no ban when it is weak, or when common inputs already say that they are one", () => {
    expect(cannotLinks(paid, changeOf(paid), 9)).toEqual([]);
    const inside = view(paid.inputs, [output(2, 300_000_000n, { wallet: 4 }), output(3, 99_998_765n, { wallet: 13 })]);
    expect(cannotLinks(inside, changeOf(inside))).toEqual([]);
  });

  it("never forbids what is suggested by vote, nor a wallet with itself", () => {
    fc.assert(
      fc.property(someView, (some) => {
        const opinion = changeOf(some, 2);
        for (const { from, to, n } of cannotLinks(some, opinion, 2)) {
          expect(from).not.toBe(to);
          if (opinion.suggestion?.basis === "vote") expect(n).not.toBe(opinion.suggestion.n);
        }
      }),
    );
  });

  it("holds for the sets that wallets have grown into, in either direction", () => {
    const pairs = cannotLinks(paid, changeOf(paid));
    expect(linkForbidden(pairs, new Set([1, 12]), new Set([4]))).toEqual(pairs[0]);
    expect(linkForbidden(pairs, new Set([4, 12]), new Set([13]))).toBeNull();
  });
});

describe("the share of payments that a wallet makes to itself twice over", () => {
  it("marks a wallet as collapsed from a tenth on", () => {
    expect([isCollapsed(9, 100), isCollapsed(10, 100), isCollapsed(0, 0)]).toEqual([false, true, false]);
  });
});

describe("growth by one link", () => {
  it("goes to review above a thousand addresses and a tenth of the larger side", () => {
    expect(growsTooFast(1_000, 1_000)).toBe(false);
    expect(growsTooFast(1_001, 1_001)).toBe(true);
    expect(growsTooFast(50_000, 5_000)).toBe(false);
    expect(growsTooFast(5_001, 50_000)).toBe(true);
  });
});

describe("claims on both sides of a link", () => {
  const exchange = { entity: "one", category: "exchange" } as const;
  const pool = { entity: "two", category: "mining-pool" } as const;
  it("conflict when they name two custodial services", () => {
    expect(tagConflict([exchange], [pool])).toEqual([exchange, pool]);
    expect(tagConflict([exchange], [{ ...pool, entity: "one" }])).toBeNull();
    expect(tagConflict([exchange], [{ entity: "three", category: "state-actor" }])).toBeNull();
    expect(tagConflict([], [pool])).toBeNull();
  });
});
