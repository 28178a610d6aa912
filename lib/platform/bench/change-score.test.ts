import { describe, expect, it } from "vitest";
import { changeOf } from "@/lib/core/change/vote";
import { scoreHeuristics, scoreMargins, scoreSuggestions } from "@/lib/platform/bench/change-score";
import { input, output, view } from "@/lib/testing/change-builder";

const paid = (value: bigint) => changeOf(view([input({ value: 200_000_000n })], [output(2, value), output(3, 99_998_765n)]));

describe("the score of change heuristics", () => {
  const known = [
    { opinion: paid(100_000_000n), change: 1 },
    { opinion: paid(100_000_000n), change: 0 },
    { opinion: paid(100_000_100n), change: null },
    { opinion: paid(31_415_927n), change: 1 },
  ];

  it("counts an answer where there is no change as wrong, and silence as not found", () => {
    expect(scoreHeuristics(known).find(({ heuristic }) => heuristic === "power_of_ten_2")).toEqual({ heuristic: "power_of_ten_2", votes: true, named: 3, right: 1, precision: 0.3333, recall: 0.3333 });
  });

  it("names less at a wider margin", () => {
    expect(scoreMargins(known, [1, 5, 7]).map(({ margin, named, right }) => [margin, named, right])).toEqual([[1, 3, 1], [5, 2, 1], [7, 0, 0]]);
    expect(scoreSuggestions(known)).toMatchObject({ named: 2, right: 1, precision: 0.5 });
  });

  it("has no precision where nothing was named", () => {
    expect(scoreMargins(known, [7])[0]).toMatchObject({ precision: null, recall: 0 });
  });
});
