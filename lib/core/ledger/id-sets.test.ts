import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { IdSet, RangeSet } from "@/lib/core/ledger/id-sets";

const ids = fc.array(fc.tuple(fc.nat(60), fc.nat(8)), { maxLength: 40 });

describe("a set of ranges", () => {
  test("holds exactly the ids that were added, in as few ranges as there are runs", () => {
    fc.assert(
      fc.property(ids, (added) => {
        const set = new RangeSet(1000);
        const model = new Set<number>();
        for (const [from, length] of added) {
          set.add(from, from + length);
          for (let id = from; id < from + length; id += 1) model.add(id);
        }
        const runs = [...model].filter((id) => !model.has(id - 1)).length;
        expect(set.ranges().flatMap(([from, to]) => Array.from({ length: to - from }, (_, i) => from + i))).toEqual([...model].sort((a, b) => a - b));
        expect(set.ranges()).toHaveLength(runs);
      }),
    );
  });

  test("beyond its bound takes in what lies between near neighbours, and loses nothing", () => {
    fc.assert(
      fc.property(ids, fc.integer({ min: 1, max: 4 }), (added, most) => {
        const set = new RangeSet(most);
        for (const [from, length] of added) set.add(from, from + length);
        const ranges = set.ranges();
        expect(ranges.length).toBeLessThanOrEqual(most);
        for (const [from, length] of added) if (length > 0) expect(ranges.some(([low, high]) => low <= from && from + length <= high)).toBe(true);
      }),
    );
  });
});

describe("a set of ids", () => {
  test("tells new ids from known ones and forgets those that are deleted", () => {
    const id = fc.oneof(fc.nat(100), fc.integer({ min: 0, max: 2 ** 40 }));
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.boolean(), id), { maxLength: 100 }), (steps) => {
        const set = new IdSet();
        const model = new Set<number>();
        for (const [add, value] of steps) {
          if (add) expect(set.add(value)).toBe(!model.has(value));
          else set.delete(value);
          if (add) model.add(value);
          else model.delete(value);
          expect(set.size).toBe(model.size);
        }
      }),
    );
  });
});
