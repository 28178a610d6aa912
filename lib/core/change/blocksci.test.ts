import { describe, expect, it } from "vitest";
import * as blocksci from "@/lib/core/change/blocksci";
import { CHANGE_HEURISTICS } from "@/lib/core/change/catalogue";
import { input, output, traits, view } from "@/lib/testing/change-builder";

describe("a fixed fee", () => {
  const own = { fee: 1_410n, vsize: 141 };
  it("keeps the output whose spender pays the same rate to the thousandth, and rules out the other", () => {
    const paid = view([input()], [output(2, 1n, { spender: traits({ fee: 2_080n, vsize: 208 }) }), output(3, 2n, { spender: traits({ fee: 2_082n, vsize: 208 }) })], { traits: own });
    expect(blocksci.fixedFee.candidates(paid)).toEqual([0]);
  });

  it("compares the quotients after cutting them", () => {
    expect(blocksci.feeRate(traits({ fee: 1_000n, vsize: 141 }))).toBe(7_092n);
    expect(blocksci.feeRate(traits({ fee: 1_560n, vsize: 220 }))).toBe(7_090n);
    const paid = view([input()], [output(2, 1n, { spender: traits({ fee: 1_560n, vsize: 220 }) }), output(3, 2n, { spender: traits({ fee: 2_000n, vsize: 282 }) })], { traits: { fee: 1_000n, vsize: 141 } });
    expect(blocksci.fixedFee.candidates(paid)).toEqual([1]);
  });

  it("rules out no output that is not spent, nor one whose spender's fee is not known", () => {
    const paid = view([input()], [output(2, 1n), output(3, 2n, { spender: traits({ fee: null }) }), output(4, 2n, { spender: traits({ fee: 9_999n }) })], { traits: own });
    expect(blocksci.fixedFee.candidates(paid)).toEqual([0, 1]);
  });

  it("says what is missing when the transaction's own fee is not known", () => {
    const paid = view([input()], [output(2, 1n), output(3, 2n)], { traits: { fee: null } });
    expect([blocksci.fixedFee.gap(paid), blocksci.fixedFee.candidates(paid)]).toEqual(["fee", []]);
  });
});

describe("outputs that nobody has spent", () => {
  const unspent = view([input()], [output(2, 70_000n), output(3, 20_000n)]);
  it("stay candidates of what looks at spends", () => {
    for (const heuristic of [blocksci.locktime, blocksci.fixedFee]) expect(heuristic.candidates(unspent)).toEqual([0, 1]);
    expect(blocksci.spent.candidates(unspent)).toEqual([]);
  });

  it("stay candidates of a peeling chain only where the transaction is one", () => {
    expect(blocksci.peelingChain.candidates(unspent)).toEqual([]);
    const peeled = view([input({ parent: { inputCount: 1, outputCount: 2 } })], [output(2, 70_000n), output(3, 20_000n, { spender: traits({ inputCount: 3, outputCount: 2 }) })]);
    expect(blocksci.peelingChain.candidates(peeled)).toEqual([0]);
  });
});

describe("a coinbase", () => {
  const mined = view([], [output(2, 625_000_001n), output(null, 0n)], { coinbase: true, traits: { inputCount: 0 } });
  it("has no smallest input, no types and no scripts to compare with", () => {
    for (const heuristic of [blocksci.optimalChange, blocksci.optimalChangeWithFee, blocksci.addressType, blocksci.addressReuse, blocksci.legacy, blocksci.peelingChain]) {
      expect(heuristic.candidates(mined)).toEqual([]);
    }
  });

  it("may pay a fresh script and an odd amount, as BlockSci's definitions say", () => {
    expect(blocksci.clientChange.candidates(mined)).toEqual([0]);
    expect(blocksci.powerOfTen(6).candidates(mined)).toEqual([0]);
  });
});

describe("an ordinary payment with equal amounts", () => {
  it("is told from a CoinJoin by its one sender: the left-over is still the legacy client's change", () => {
    const paid = view([input({ value: 900_000n })], [output(2, 400_000n, { seenBefore: true }), output(3, 400_000n, { seenBefore: true }), output(4, 99_000n)]);
    expect(blocksci.legacy.candidates(paid)).toEqual([2]);
    const mixed = view([input({ value: 900_000n }), input({ script: 9, value: 900_000n })], paid.outputs);
    expect(blocksci.legacy.candidates(mixed)).toEqual([]);
  });

  it("with nothing but equal amounts gives no heuristic of amounts a name", () => {
    const paid = view([input({ value: 500_000n }), input({ value: 600_000n })], [output(2, 499_500n), output(3, 499_500n)]);
    for (const { name, kind, heuristic } of CHANGE_HEURISTICS) {
      if (kind === "round amounts" || kind === "small amount") expect([name, heuristic.candidates(paid).length === 1]).toEqual([name, false]);
    }
  });
});

describe("an input that is not in the store", () => {
  const unknown = view([input(), input({ script: null, type: null, value: null, wallet: null, parent: null })], [output(1, 70_000n), output(3, 20_000n)]);
  it("leaves open what rests on all inputs", () => {
    expect([blocksci.optimalChange.gap(unknown), blocksci.optimalChange.candidates(unknown)]).toEqual(["input-values", []]);
    expect([blocksci.addressType.gap(unknown), blocksci.addressType.candidates(unknown)]).toEqual(["input-scripts", []]);
  });

  it("does not hide that another input's script is paid", () => {
    expect(blocksci.addressReuse.candidates(unknown)).toEqual([0]);
  });
});

describe("the fee on the side of the change", () => {
  it("makes the bar for small change lower", () => {
    const paid = view([input({ value: 100_000n }), input({ value: 300_000n })], [output(2, 99_500n), output(3, 299_500n)], { traits: { fee: 1_000n } });
    expect(blocksci.optimalChange.candidates(paid)).toEqual([0]);
    expect(blocksci.optimalChangeWithFee.candidates(paid)).toEqual([]);
  });
});

describe("round amounts of several sizes", () => {
  it("are told by the fewest zeros that rule anything out", () => {
    const paid = view([input()], [output(2, 30_000n), output(3, 12_345_678n)]);
    expect(blocksci.powerOfTenFrom(2, 7).candidates(paid)).toEqual([1]);
    expect(blocksci.powerOfTenFrom(2, 7).candidates(view([input()], [output(2, 30_000n), output(3, 1_200_000n)]))).toEqual([0]);
    expect(blocksci.powerOfTenFrom(2, 7).candidates(view([input()], [output(2, 31n), output(3, 47n)]))).toEqual([0, 1]);
  });
});
