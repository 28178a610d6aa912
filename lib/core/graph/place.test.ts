import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { COLUMN, ROW, aroundPinned, neighbourTowards, overlaps, place } from "@/lib/core/graph/place";
import type { PlacedNode } from "@/lib/core/graph/document";

const at = (key: string, x: number, y: number, pinned = false): PlacedNode => ({ key, x, y, pinned });
const coordinate = fc.integer({ min: -4000, max: 4000 });
const scattered = fc.uniqueArray(fc.record({ key: fc.string({ minLength: 1, maxLength: 6 }), x: coordinate, y: coordinate, pinned: fc.boolean() }), { selector: (node) => node.key, maxLength: 40 });
const keys = fc.array(fc.string({ minLength: 1, maxLength: 6 }), { maxLength: 30 });
const side = fc.constantFrom("in" as const, "out" as const, null);

describe("placing new nodes", () => {
  test("new nodes stand in the next column, first ones on top, around the height of the anchor", () => {
    const added = place([at("a", 0, 0)], ["b", "c", "d"], { x: 0, y: 0 }, "out");
    expect(added.map(({ key, x, y }) => [key, x, y])).toEqual([["b", COLUMN, -ROW], ["c", COLUMN, 0], ["d", COLUMN, ROW]]);
  });

  test("where money came from stands on the left", () => {
    expect(place([at("a", 0, 0)], ["b"], { x: 0, y: 0 }, "in")[0]?.x).toBe(-COLUMN);
  });

  test("every new key gets one place, known keys get none", () => {
    fc.assert(fc.property(scattered, keys, side, (placed, wanted, where) => {
      const added = place(placed, wanted, placed[0] ?? { x: 0, y: 0 }, where);
      const known = new Set(placed.map((node) => node.key));
      expect(new Set(added.map((node) => node.key))).toEqual(new Set(wanted.filter((key) => !known.has(key))));
    }));
  });

  test("a new node covers neither a placed one nor another new one", () => {
    fc.assert(fc.property(scattered, keys, side, (placed, wanted, where) => {
      const added = place(placed, wanted, placed[0] ?? { x: 0, y: 0 }, where);
      for (const [index, node] of added.entries()) {
        expect(placed.some((other) => overlaps(other, node))).toBe(false);
        expect(added.slice(0, index).some((other) => overlaps(other, node))).toBe(false);
      }
    }));
  });
});

describe("a layout around pinned nodes", () => {
  test("pinned nodes stay where they are and nothing covers them", () => {
    fc.assert(fc.property(scattered, fc.array(fc.tuple(coordinate, coordinate), { minLength: 40, maxLength: 40 }), (placed, points) => {
      const layout = new Map(placed.map((node, index) => [node.key, { x: points[index]?.[0] ?? 0, y: points[index]?.[1] ?? 0 }]));
      const result = new Map(aroundPinned(placed, layout).map((node) => [node.key, node]));
      expect(result.size).toBe(placed.length);
      for (const node of placed.filter((one) => one.pinned)) expect(result.get(node.key)).toEqual(node);
      for (const node of result.values()) {
        if (!node.pinned) expect(placed.some((other) => other.pinned && overlaps(other, node))).toBe(false);
      }
    }));
  });
});

test("an arrow key leads to the nearest node in that direction, or nowhere", () => {
  const nodes = [at("a", 0, 0), at("b", 288, 0), at("c", 288, 400), at("d", -288, 10)];
  expect(neighbourTowards(nodes, { x: 0, y: 0 }, "right")?.key).toBe("b");
  expect(neighbourTowards(nodes, { x: 0, y: 0 }, "left")?.key).toBe("d");
  expect(neighbourTowards(nodes, { x: 288, y: 0 }, "down")?.key).toBe("c");
  expect(neighbourTowards(nodes, { x: 288, y: 400 }, "down")).toBeNull();
});
