import { describe, expect, it } from "vitest";
import { TX_COINBASE, TX_SIGNALS_RBF, TX_WITNESS } from "@/lib/core/bitcoin/columns";
import { type LedgerInput, type LedgerOutput, isOrdered, traitsOf } from "@/lib/core/change/traits";

const tx = { flags: 0, version: 2, locktime: 0, fee: 10n, size: 200, weight: 561, inputCount: 1, outputCount: 1 };
/** A txid as people write it, all zeros but for its first byte. */
const from = (first: number, prevN: number, own: Partial<LedgerInput> = {}): LedgerInput => {
  const prevTxid = new Uint8Array(32);
  prevTxid[31] = first;
  return { prevTxid, prevN, sequence: 0xffff_ffff, type: "p2pkh", ...own };
};
const to = (value: bigint, ...script: number[]): LedgerOutput => ({ value, script: Uint8Array.from(script) });

describe("the order of BIP 69", () => {
  it("sorts inputs by txid as written and then by output, outputs by value and then by script", () => {
    expect(isOrdered([from(1, 9), from(2, 0), from(2, 1)], [to(1n, 9), to(2n, 1), to(2n, 1, 0), to(2n, 3)])).toBe(true);
    expect(isOrdered([from(2, 0), from(1, 9)], [to(1n, 9)])).toBe(false);
    expect(isOrdered([from(2, 1), from(2, 0)], [to(1n, 9)])).toBe(false);
    expect(isOrdered([from(1, 0)], [to(2n, 1), to(1n, 9)])).toBe(false);
    expect(isOrdered([from(1, 0)], [to(2n, 3), to(2n, 1)])).toBe(false);
  });

  it("compares the written txid from its left end, not the bytes as they are hashed", () => {
    const low = from(1, 0);
    low.prevTxid[0] = 0xff;
    expect(isOrdered([low, from(2, 0)], [])).toBe(true);
  });
});

describe("the traits of a transaction", () => {
  it("round the virtual size up", () => {
    expect(traitsOf(tx, [], []).vsize).toBe(141);
    expect(traitsOf({ ...tx, weight: null }, [], []).vsize).toBeNull();
  });

  it("tell a missing signal from a missing sequence", () => {
    expect(traitsOf(tx, [from(1, 0)], []).signalsRbf).toBe(false);
    expect(traitsOf(tx, [from(1, 0, { sequence: null })], []).signalsRbf).toBeNull();
    expect(traitsOf({ ...tx, flags: TX_SIGNALS_RBF }, null, null).signalsRbf).toBe(true);
    expect(traitsOf(tx, null, null).signalsRbf).toBeNull();
  });

  it("know a witness by its flag, or by weight and size", () => {
    expect(traitsOf({ ...tx, flags: TX_WITNESS, weight: null }, [], []).segwit).toBe(true);
    expect(traitsOf(tx, [], []).segwit).toBe(true);
    expect(traitsOf({ ...tx, weight: 800 }, [], []).segwit).toBe(false);
    expect(traitsOf({ ...tx, size: null }, [], []).segwit).toBeNull();
  });

  it("have no types when one is not known, and no inputs when it is a coinbase", () => {
    expect(traitsOf(tx, [from(1, 0), from(2, 0, { type: "p2sh" })], []).spends).toEqual(new Set(["p2pkh", "p2sh"]));
    expect(traitsOf(tx, [from(1, 0), from(2, 0, { type: null })], []).spends).toBeNull();
    expect(traitsOf({ ...tx, flags: TX_COINBASE }, [], []).inputCount).toBe(0);
  });
});
