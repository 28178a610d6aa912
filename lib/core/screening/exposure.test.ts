import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Exposure, type FlowEnd, type FlowTx, NEWLY_MINED, OPEN, portion, UNSPENT } from "@/lib/core/screening/exposure";

const end = (value: bigint | null, to: { holder?: number; next?: number } = {}): FlowEnd => ({ value, holder: to.holder ?? null, next: to.next ?? null });
const tx = (ends: readonly FlowEnd[], stop: number | null = null): FlowTx => ({ ends, stop });
const told = (exposure: Exposure, id: number, left: number) => Object.fromEntries([...exposure.of(id, left)].map(([holder, { share, hops }]) => [holder, [share, hops]]));

describe("exposure by haircut", () => {
  const txs = new Map([
    [1, tx([end(60n, { holder: 7 }), end(20n, { next: 2 }), end(20n, { next: 3 })])],
    [2, tx([end(30n, { holder: 7 }), end(10n)])],
    [3, tx([], NEWLY_MINED)],
    [4, tx([end(null), end(5n, { holder: 7 })])],
  ]);

  it("mixes what is spent by value, passes unclaimed wallets, and says how near", () => {
    expect(told(new Exposure("from", txs), 1, 1)).toEqual({ 7: [0.6 + 0.2 * 0.75, 1], [OPEN]: [0.2 * 0.25, 2], [NEWLY_MINED]: [0.2, 2] });
  });

  it("leaves open what lies beyond the hops, is not in the store, or has an unknown value", () => {
    expect(told(new Exposure("from", txs), 1, 0)).toEqual({ 7: [0.6, 1], [OPEN]: [0.4, 1] });
    expect(told(new Exposure("from", txs), 4, 3)).toEqual({ [OPEN]: [1, 1] });
    expect(told(new Exposure("from", txs), 99, 3)).toEqual({ [OPEN]: [1, 1] });
  });

  it("going forward calls unspent what nothing spends", () => {
    expect(told(new Exposure("to", txs), 2, 1)).toEqual({ 7: [0.75, 1], [UNSPENT]: [0.25, 1] });
  });

  it("sums movements by value, with what was not followed", () => {
    const sum = new Exposure("from", txs).sum([{ txId: 2, value: 30n }, { txId: null, value: 10n }], 1);
    expect(sum.get(7)?.share).toBeCloseTo(0.75 * 0.75, 12);
    expect(sum.get(OPEN)?.share).toBeCloseTo(0.75 * 0.25 + 0.25, 12);
  });

  it("has shares that add up to one, whatever the transactions", () => {
    const ends = fc.array(fc.record({ value: fc.bigInt({ min: 1n, max: 21n * 10n ** 14n }), holder: fc.option(fc.integer({ min: 0, max: 3 })), next: fc.option(fc.integer({ min: 0, max: 6 })) }), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(fc.array(ends, { minLength: 1, maxLength: 7 }), fc.integer({ min: 0, max: 4 }), (all, left) => {
        const exposure = new Exposure("from", new Map(all.map((one, id) => [id, tx(one)])));
        let sum = 0;
        for (const { share } of exposure.of(0, left).values()) sum += share;
        expect(sum).toBeCloseTo(1, 9);
      }),
    );
  });

  it("takes portions to the nearest satoshi", () => {
    expect(portion(100_000_000n, 0.12345678)).toBe(12_345_678n);
    expect(portion(3n, 1 / 3)).toBe(1n);
    expect(portion(2_100_000_000_000_000n, 1)).toBe(2_100_000_000_000_000n);
  });
});
