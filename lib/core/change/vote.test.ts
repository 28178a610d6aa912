import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CHANGE_HEURISTICS, HEURISTIC_NAMES, type HeuristicName } from "@/lib/core/change/catalogue";
import { unique } from "@/lib/core/change/heuristic";
import { type ChangeView, outputsWhere } from "@/lib/core/change/view";
import { changeOf, netVotes } from "@/lib/core/change/vote";
import { input, output, someTraits, someView, traits, view } from "@/lib/testing/change-builder";

/** A round payment, and what is left: six votes for the rest. */
const roundPayment = (change: Parameters<typeof output>[2] = {}): ChangeView => view([input({ value: 200_000_000n })], [output(2, 100_000_000n), output(3, 99_998_765n, change)]);

/** What looks at spends of the outputs, or at what came later in the chain. */
const DYNAMIC: readonly HeuristicName[] = ["peeling_chain", "locktime", "fixed_fee", "spent", "meiklejohn_global", "multi_input_change", "one_time_change", "graphsense_consensus", ...HEURISTIC_NAMES.filter((name) => name.startsWith("fp_"))];

describe("the catalogue", () => {
  it("lists every heuristic once", () => {
    expect(CHANGE_HEURISTICS.map(({ name }) => name).sort()).toEqual([...HEURISTIC_NAMES].sort());
  });

  it("lets the 26 heuristics of Möser and Narayanan vote, less the three that are worse than the rest", () => {
    expect(CHANGE_HEURISTICS.filter(({ votes }) => votes)).toHaveLength(26 - 3);
    expect(CHANGE_HEURISTICS.filter(({ votes, accuracy }) => votes && (accuracy ?? 0) < 0.7)).toEqual([]);
  });
});

describe("every heuristic", () => {
  it("returns rising positions of outputs that can be spent", () => {
    fc.assert(
      fc.property(someView, (some) => {
        const spendable = outputsWhere(some, () => true);
        for (const { heuristic } of CHANGE_HEURISTICS) {
          const found = heuristic.candidates(some);
          expect(found).toEqual(spendable.filter((n) => found.includes(n)));
          expect(unique(found).length).toBeLessThanOrEqual(1);
        }
      }),
      { numRuns: 1_000 },
    );
  });

  it("is static, but for those that look at what came later", () => {
    fc.assert(
      fc.property(someView, fc.nat(3), fc.option(someTraits), (some, at, spender) => {
        const later = { ...some, outputs: some.outputs.map((one, n) => (n === at && one.script !== null ? { ...one, spender, paidLater: one.paidLater === null ? null : true } : one)) };
        for (const { name, heuristic } of CHANGE_HEURISTICS) {
          if (!DYNAMIC.includes(name)) expect([name, heuristic.candidates(later), heuristic.gap(later)]).toEqual([name, heuristic.candidates(some), heuristic.gap(some)]);
        }
      }),
    );
  });
});

describe("the vote", () => {
  it("suggests the output that leads by the margin, and not by less", () => {
    expect(changeOf(roundPayment()).suggestion).toEqual({ n: 1, basis: "vote", votes: 6, margin: 6 });
    expect(changeOf(roundPayment(), 6).suggestion?.n).toBe(1);
    expect(changeOf(roundPayment(), 7).suggestion).toBeNull();
  });

  it("says when all its votes are of one kind", () => {
    expect(changeOf(roundPayment()).cautions).toContain("one-kind");
    const typed = view([input({ value: 200_000_000n })], [output(2, 100_000_000n, { type: "p2sh" }), output(3, 99_998_765n)]);
    expect(changeOf(typed).suggestion).toEqual({ n: 1, basis: "vote", votes: 7, margin: 7 });
    expect(changeOf(typed).cautions).not.toContain("one-kind");
  });

  it("weighs votes for others against those for an output", () => {
    const spends = view(
      [input({ value: 200_000_000n })],
      [output(2, 100_000_000n, { spender: traits({ fee: 5n }) }), output(3, 99_998_765n, { spender: traits({ version: 1, locktime: 800_000, fee: 6n }) })],
    );
    const { votes, suggestion, cautions } = changeOf(spends, 4);
    expect(votes[1]).toMatchObject({ n: 1, against: ["fp_locktime", "fp_version"] });
    expect(suggestion).toEqual({ n: 1, basis: "vote", votes: 6, margin: 4 });
    expect(cautions).toContain("other-votes");
    expect(changeOf(spends).suggestion).toBeNull();
  });

  it("never names two, counts every vote once for and once against, and grows stricter with the margin", () => {
    fc.assert(
      fc.property(someView, fc.integer({ min: 1, max: 8 }), (some, margin) => {
        const { votes, suggestion, outcomes } = changeOf(some, margin);
        const cast = outcomes.filter((outcome) => outcome.votes && outcome.names !== null).length;
        for (const one of votes) expect(one.for.length + one.against.length).toBe(cast);
        expect(votes.reduce((sum, one) => sum + one.for.length, 0)).toBe(cast);
        expect(votes.filter((one) => netVotes(one) >= margin).length).toBeLessThanOrEqual(1);
        if (suggestion?.basis === "vote") expect(suggestion.margin).toBeGreaterThanOrEqual(margin);
        if (suggestion === null && changeOf(some, margin + 1).suggestion?.basis === "vote") throw new Error("a stricter vote named more");
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    ["coinbase", view([], [output(2, 5n), output(3, 7n)], { coinbase: true })],
    ["mixes", view([input()], [output(2, 5n), output(3, 7n)], { mixes: true })],
    ["many-outputs", view([input()], Array.from({ length: 11 }, (_, n) => output(2 + n, 5n + BigInt(n))))],
    ["one-output", view([input()], [output(2, 5n), output(null, 0n)])],
  ] as const)("is not held: %s", (reason, some) => {
    expect(changeOf(some)).toEqual({ notAsked: reason, needed: 5, outcomes: [], votes: [], returns: [], suggestion: null, cautions: [] });
  });
});

describe("an output that goes back to the sender", () => {
  it("is the change without a vote, when it is the only one", () => {
    const back = view([input()], [output(2, 12_345n), output(1, 54_321n, { seenBefore: true })]);
    expect(changeOf(back)).toMatchObject({ returns: [1], suggestion: { n: 1, basis: "returns" } });
    expect(changeOf(view([input({ wallet: 7 })], [output(2, 12_345n), output(3, 54_321n, { wallet: 7 })]))).toMatchObject({ returns: [1], suggestion: { n: 1, basis: "returns" } });
  });

  it("and a vote for another contradict each other: nothing is suggested, and that is said", () => {
    const contradicted = view([input({ value: 200_000_000n })], [output(1, 100_000_000n), output(3, 99_998_765n)]);
    expect(changeOf(contradicted)).toMatchObject({ returns: [0], suggestion: null });
    expect(changeOf(contradicted).cautions).toContain("vote-disagrees");
  });

  it("with another that does so leaves it to the vote", () => {
    const both = view([input({ value: 200_000_000n })], [output(1, 100_000_000n), output(3, 99_998_765n, { wallet: 1 })]);
    expect(changeOf(both)).toMatchObject({ returns: [0, 1], suggestion: { n: 1, basis: "vote" } });
    expect(changeOf(both).cautions).toContain("several-return");
    expect(changeOf(view([input()], [output(1, 31n), output(3, 41n, { wallet: 1 })])).suggestion).toBeNull();
  });
});
