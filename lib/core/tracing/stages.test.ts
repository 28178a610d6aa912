import fc from "fast-check";
import { expect, test } from "vitest";
import { stagesOf, type StagedStop } from "@/lib/core/tracing/stages";
import { STOP_REASONS } from "@/lib/core/tracing/trace";

const stop = (hops: number, tainted: bigint, over: Partial<StagedStop> = {}): StagedStop => ({ hops, tainted, reason: "unspent", entity: null, ...over });

test("what ends at one distance for one reason with one holder is one exit, largest first", () => {
  const stops = [stop(1, 5n), stop(1, 6n), stop(1, 40n, { reason: "service", entity: "X" }), stop(3, 9n)];
  expect(stagesOf(stops, { stages: 6, exits: 4 })).toEqual([
    { from: 1, to: 1, entering: 60n, exits: [{ reason: "service", entity: "X", tainted: 40n, count: 1 }, { reason: "unspent", entity: null, tainted: 11n, count: 2 }] },
    { from: 3, to: 3, entering: 9n, exits: [{ reason: "unspent", entity: null, tainted: 9n, count: 1 }] },
  ]);
});

test("a long chain keeps its first hops apart and joins the later ones", () => {
  const stages = stagesOf(Array.from({ length: 40 }, (_, hops) => stop(hops, 1n)), { stages: 6, exits: 4 });
  expect(stages.map(({ from, to }) => [from, to])).toEqual([[0, 0], [1, 1], [2, 2], [3, 15], [16, 28], [29, 39]]);
});

test("whatever is merged, each stage hands on what does not end in it, and all of it ends", () => {
  const stops = fc.array(fc.record({ hops: fc.nat(60), tainted: fc.bigInt(0n, 10n ** 15n), reason: fc.constantFrom(...STOP_REASONS), entity: fc.constantFrom(null, "A", "B", "C") }));
  fc.assert(
    fc.property(stops, fc.integer({ min: 1, max: 8 }), fc.integer({ min: 1, max: 6 }), (all, stages, exits) => {
      const river = stagesOf(all, { stages, exits });
      expect(river.length).toBeLessThanOrEqual(stages);
      const ended = river.map((stage) => stage.exits.reduce((sum, { tainted }) => sum + tainted, 0n));
      river.forEach((stage, i) => {
        expect(stage.exits.length).toBeLessThanOrEqual(exits);
        expect(stage.entering - (ended[i] ?? 0n)).toBe(river[i + 1]?.entering ?? 0n);
      });
      expect(ended.reduce((sum, value) => sum + value, 0n)).toBe(all.reduce((sum, { tainted }) => sum + tainted, 0n));
    }),
  );
});
