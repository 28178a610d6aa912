import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { difference, intersection, union, unique } from "@/lib/core/change/heuristic";

const outputs = fc.uniqueArray(fc.nat(10)).map((set) => set.sort((a, b) => a - b));

describe("sets of outputs", () => {
  it("compose as sets do, and stay in order", () => {
    fc.assert(
      fc.property(outputs, outputs, (one, other) => {
        expect(union(intersection(one, other), difference(one, other))).toEqual(one);
        expect(union(one, other)).toEqual(union(difference(one, other), other));
        expect(intersection(difference(one, other), other)).toEqual([]);
      }),
    );
  });

  it("are unique with exactly one output in them", () => {
    expect([unique([]), unique([3]), unique([3, 4])]).toEqual([[], [3], []]);
  });
});
