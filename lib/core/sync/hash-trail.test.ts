import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { HashTrail } from "@/lib/core/sync/hash-trail";

const hashOf = (seed: number): Uint8Array => new Uint8Array(32).fill(seed);

type Step = { readonly set: number; readonly seed: number } | { readonly cut: number };
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ set: fc.integer({ min: 0, max: 3000 }), seed: fc.integer({ min: 1, max: 255 }) }) },
  { weight: 1, arbitrary: fc.record({ cut: fc.integer({ min: -1, max: 3000 }) }) },
);

describe("the hashes met by one run", () => {
  it("are remembered and forgotten as a map by height would", () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), fc.integer({ min: 0, max: 3000 }), (steps, at) => {
        const trail = new HashTrail();
        const map = new Map<number, number>();
        for (const each of steps) {
          if ("set" in each) {
            trail.set(each.set, hashOf(each.seed));
            map.set(each.set, each.seed);
          } else {
            trail.cutAbove(each.cut);
            for (const height of map.keys()) if (height > each.cut) map.delete(height);
          }
        }
        for (let height = 0; height <= 3000; height += 1) expect(trail.get(height)?.[0] ?? 0).toBe(map.get(height) ?? 0);
        const below = [...map.keys()].filter((height) => height <= at);
        expect(trail.highestUpTo(at)).toBe(below.length === 0 ? null : Math.max(...below));
      }),
      { numRuns: 50 },
    );
  });

  it("are copies: changing one changes nothing", () => {
    const trail = new HashTrail();
    trail.set(7, hashOf(1));
    trail.get(7)?.fill(9);
    expect(trail.get(7)).toEqual(hashOf(1));
  });
});
