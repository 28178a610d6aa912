import { describe, expect, it } from "vitest";
import * as fp from "@/lib/core/change/fingerprints";
import { consensusOf, directChange, multiInputChange, oneTimeChange } from "@/lib/core/change/graphsense";
import { meiklejohnGlobal, meiklejohnLocal } from "@/lib/core/change/meiklejohn";
import { input, output, traits, view } from "@/lib/testing/change-builder";

describe("Meiklejohn's one-time change", () => {
  const old = { seenBefore: true };
  it("is the one script that has not appeared before", () => {
    expect(meiklejohnLocal.candidates(view([input()], [output(2, 5n, old), output(3, 6n)]))).toEqual([1]);
    expect(meiklejohnLocal.candidates(view([input()], [output(2, 5n), output(3, 6n)]))).toEqual([]);
    expect(meiklejohnLocal.candidates(view([input()], [output(2, 5n, old), output(3, 6n, old)]))).toEqual([]);
  });

  it("is not asked for when the transaction pays a script it spends, or mines", () => {
    expect(meiklejohnLocal.candidates(view([input()], [output(1, 5n, old), output(3, 6n)]))).toEqual([]);
    expect(meiklejohnLocal.candidates(view([], [output(2, 5n, old), output(3, 6n)], { coinbase: true }))).toEqual([]);
  });

  it("that is paid again later is not one-time over the whole chain, and makes way for another", () => {
    const reused = { paidLater: true };
    expect(meiklejohnGlobal.candidates(view([input()], [output(2, 5n, old), output(3, 6n, reused)]))).toEqual([]);
    expect(meiklejohnGlobal.candidates(view([input()], [output(2, 5n), output(3, 6n, reused)]))).toEqual([0]);
    expect(meiklejohnLocal.candidates(view([input()], [output(2, 5n), output(3, 6n, reused)]))).toEqual([]);
  });

  it("paid twice in the transaction is two candidates, so none is unique", () => {
    expect(meiklejohnLocal.candidates(view([input()], [output(3, 5n), output(3, 6n)]))).toEqual([0, 1]);
  });

  it("cannot be told before an analysis has seen the transaction", () => {
    const unseen = view([input()], [output(2, 5n, { seenBefore: null }), output(3, 6n, old)]);
    expect([meiklejohnLocal.gap(unseen), meiklejohnLocal.candidates(unseen)]).toEqual(["history", []]);
  });
});

describe("GraphSense's heuristics", () => {
  const inputs = [input({ value: 500_000n }), input({ script: 5, value: 600_000n, wallet: 1 })];
  it("take what pays an input's script for sure, what pays its wallet for likely", () => {
    const both = view(inputs, [output(1, 5n), output(8, 6n, { wallet: 1 }), output(9, 7n)]);
    expect(directChange.candidates(both)).toEqual([0]);
    expect(multiInputChange.candidates(both)).toEqual([0, 1]);
    expect(consensusOf(both)).toEqual({ confidence: 100, outputs: [0] });
  });

  it("fall back to likely change of both kinds, and to none", () => {
    const likely = view(inputs, [output(7, 123_456n), output(8, 6_000n, { wallet: 1 })]);
    expect(consensusOf(likely)).toEqual({ confidence: 50, outputs: [0, 1] });
    expect(consensusOf(view(inputs, [output(7, 1_000n), output(8, 2_000n)]))).toBeNull();
  });

  it("say nothing of a CoinJoin", () => {
    expect(consensusOf(view(inputs, [output(1, 5n), output(8, 6n)], { mixes: true }))).toBeNull();
  });

  it.each([
    ["round to a thousand", output(7, 123_000n)],
    ["as large as the smallest input", output(7, 500_001n)],
    ["of another type", output(7, 123_456n, { type: "p2pkh" })],
    ["seen before", output(7, 123_456n, { seenBefore: true })],
    ["paid again", output(7, 123_456n, { paidLater: true })],
  ])("do not call an output one-time change that is %s", (_what, other) => {
    const payment = output(9, 600_000n);
    expect(oneTimeChange.candidates(view(inputs, [output(7, 123_456n), payment]))).toEqual([0]);
    expect(oneTimeChange.candidates(view(inputs, [other, payment]))).toEqual([]);
  });

  it("call two such outputs none, and a script paid twice none", () => {
    expect(oneTimeChange.candidates(view(inputs, [output(7, 123_456n), output(9, 23_456n)]))).toEqual([]);
    expect(oneTimeChange.candidates(view(inputs, [output(7, 123_456n), output(7, 600_000n)]))).toEqual([]);
  });

  it("call nothing change among more than ten outputs", () => {
    const many = Array.from({ length: 10 }, (_, i) => output(20 + i, 1_000n));
    expect(oneTimeChange.candidates(view(inputs, [output(7, 123_456n), ...many.slice(1)]))).toEqual([0]);
    expect(oneTimeChange.candidates(view(inputs, [output(7, 123_456n), ...many]))).toEqual([]);
  });
});

describe("a fingerprint", () => {
  const spentBy = (one: Parameters<typeof traits>[0], other: Parameters<typeof traits>[0], own: Parameters<typeof traits>[0] = {}) =>
    view([input()], [output(2, 5n, { spender: traits(one) }), output(3, 6n, { spender: traits(other) })], { traits: own });

  it("names the output whose spender has the transaction's mark, when the other's has not", () => {
    expect(fp.fpVersion.candidates(spentBy({ version: 1 }, { version: 2 }))).toEqual([1]);
    expect(fp.fpVersion.candidates(spentBy({ version: 2 }, { version: 2 }))).toEqual([0, 1]);
    expect(fp.fpVersion.candidates(spentBy({ version: 1 }, { version: 1 }))).toEqual([]);
  });

  it("of lock times tells heights from times, not one height from another", () => {
    expect(fp.fpLocktime.candidates(spentBy({ locktime: 800_000 }, { locktime: 1_700_000_000 }, { locktime: 799_000 }))).toEqual([0]);
    expect(fp.fpLocktime.candidates(spentBy({ locktime: 0 }, { locktime: 800_001 }, { locktime: 0 }))).toEqual([0]);
  });

  it("of script types compares all of them together, and each alone", () => {
    const mixed = spentBy({ spends: new Set(["p2wpkh", "p2sh"] as const) }, { spends: new Set(["p2wpkh"] as const) });
    expect(fp.fpAddressType.candidates(mixed)).toEqual([1]);
    expect(fp.fpP2wpkh.candidates(mixed)).toEqual([0, 1]);
    expect(fp.fpP2sh.candidates(mixed)).toEqual([1]);
  });

  it("of multisig is not guessed behind a script hash", () => {
    expect(fp.fpMultisig.gap(spentBy({ spends: new Set(["p2sh"] as const) }, {}))).toBe("wrapped-scripts");
    expect(fp.fpMultisig.candidates(spentBy({ spends: new Set(["p2ms"] as const) }, {}))).toEqual([1]);
  });

  it("is asked only once every output that can be spent is spent", () => {
    const half = view([input()], [output(2, 5n, { spender: traits({ version: 1 }) }), output(3, 6n), output(null, 0n)]);
    expect([fp.fpVersion.gap(half), fp.fpVersion.candidates(half)]).toEqual(["unspent", []]);
    const burnt = view([input()], [output(2, 5n, { spender: traits({ version: 1 }) }), output(3, 6n, { spender: traits() }), output(null, 0n)]);
    expect([fp.fpVersion.gap(burnt), fp.fpVersion.candidates(burnt)]).toEqual([null, [1]]);
  });

  it("of what no source states is a gap", () => {
    expect(fp.fpRbf.gap(spentBy({ signalsRbf: null }, {}))).toBe("spenders");
    expect(fp.fpAbsoluteFee.gap(spentBy({ fee: null }, {}))).toBe("fee");
  });
});
