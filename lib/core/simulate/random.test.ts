import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Random } from "@/lib/core/simulate/random";

const seeded = (n: number): Random => new Random(new Uint8Array(new Uint32Array([n, 2, 3, 4]).buffer));

describe("Random", () => {
  it("gives the numbers of xoshiro128**", () => {
    const random = seeded(1);
    expect([random.next(), random.next(), random.next(), random.next()]).toEqual([11520, 0, 5927040, 70819200]);
  });

  it("keeps to its bounds", () => {
    const bounds = fc.record({
      seed: fc.integer({ min: 1, max: 2 ** 31 }),
      min: fc.integer({ min: 0, max: 10_000 }),
      span: fc.integer({ min: 0, max: 10_000 }),
      low: fc.bigInt(1n, 10n ** 10n),
      room: fc.bigInt(0n, 10n ** 12n),
    });
    fc.assert(fc.property(bounds, ({ seed, min, span, low, room }) => {
      const random = seeded(seed);
      const whole = random.between(min, min + span);
      expect(whole >= min && whole <= min + span).toBe(true);
      for (const sats of [random.sats(low, low + room), random.spread(low, low + room)]) expect(sats >= low && sats <= low + room).toBe(true);
      expect(random.wait(span + 1)).toBeGreaterThanOrEqual(1);
    }));
  });

  it("waits as long as it should, on average, and exponentially", () => {
    const random = seeded(7);
    const waits = Array.from({ length: 20_000 }, () => random.wait(10_000));
    const mean = waits.reduce((sum, wait) => sum + wait, 0) / waits.length;
    expect(mean).toBeGreaterThan(9_700);
    expect(mean).toBeLessThan(10_300);
    const longer = waits.filter((wait) => wait > 10_000).length / waits.length;
    expect(longer).toBeGreaterThan(0.35);
    expect(longer).toBeLessThan(0.39); // 1 / e
  });

  it("shuffles without losing anything", () => {
    fc.assert(fc.property(fc.array(fc.integer()), (items) => {
      expect(seeded(5).shuffle(items.slice()).sort()).toEqual(items.slice().sort());
    }));
  });
});
