import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { classifyScript, isUnspendable, leadingNumber, multisigKeys } from "@/lib/core/bitcoin/scripts";
import { concat, heightPush, push, testScripts } from "@/lib/testing/chain";

const key = (first: number, size = 33): Uint8Array => concat(Uint8Array.of(first), new Uint8Array(size - 1).fill(9));
const multisig = (m: number, keys: readonly Uint8Array[], n: Uint8Array = Uint8Array.of(0x50 + keys.length)): Uint8Array =>
  concat(Uint8Array.of(0x50 + m), ...keys.map(push), n, Uint8Array.of(0xae));

const CASES = [
  ["p2pkh", testScripts.p2pkh(1)],
  ["p2sh", testScripts.p2sh(1)],
  ["p2wpkh", testScripts.p2wpkh(1)],
  ["p2wsh", testScripts.p2wsh(1)],
  ["p2tr", testScripts.p2tr(1)],
  ["p2pk", testScripts.p2pk(1)],
  ["p2pk", concat(push(key(4, 65)), Uint8Array.of(0xac))],
  ["p2pk", concat(push(key(6, 65)), Uint8Array.of(0xac))],
  ["unknown", concat(push(key(5, 65)), Uint8Array.of(0xac))],
  ["unknown", concat(push(key(4, 33)), Uint8Array.of(0xac))],
  ["p2a", Uint8Array.of(0x51, 2, 0x4e, 0x73)],
  ["witness_unknown", Uint8Array.of(0x51, 2, 0x4e, 0x74)],
  ["witness_unknown", concat(Uint8Array.of(0x52, 32), new Uint8Array(32))],
  ["witness_unknown", concat(Uint8Array.of(0x60, 40), new Uint8Array(40))],
  ["unknown", concat(Uint8Array.of(0x60, 41), new Uint8Array(41))],
  ["unknown", concat(Uint8Array.of(0x00, 21), new Uint8Array(21))],
  ["op_return", testScripts.opReturn("hello")],
  ["op_return", Uint8Array.of(0x6a)],
  ["op_return", Uint8Array.of(0x6a, 0x4c)],
  ["p2ms", multisig(1, [key(2)])],
  ["p2ms", multisig(2, [key(2), key(3), key(4, 65)])],
  ["p2ms", multisig(16, Array.from({ length: 20 }, () => key(2)), Uint8Array.of(1, 20))],
  ["unknown", multisig(2, [key(2)])],
  ["unknown", multisig(1, [key(2), key(3)], Uint8Array.of(0x53))],
  ["unknown", multisig(1, [key(9)])],
  ["unknown", concat(multisig(1, [key(2)]), Uint8Array.of(0xac))],
  ["unknown", Uint8Array.of(0x51, 0x51, 0xae)],
  ["unknown", new Uint8Array(0)],
  ["unknown", Uint8Array.of(0x76)],
  ["unknown", testScripts.p2pkh(1).subarray(0, 24)],
] as const;

describe("kinds of scripts", () => {
  it.each(CASES)("%s: case %#", (type, script) => {
    expect(classifyScript(script)).toBe(type);
  });

  it("finds the same in the middle of other bytes, and never throws", () => {
    const piece = fc.constantFrom(...CASES.map(([, script]) => script));
    const any = fc.oneof(fc.uint8Array({ maxLength: 80 }), fc.tuple(piece, fc.uint8Array({ maxLength: 3 })).map(([script, more]) => concat(script, more)));
    fc.assert(
      fc.property(any, fc.uint8Array({ maxLength: 5 }), fc.uint8Array({ maxLength: 5 }), (script, before, after) => {
        const alone = classifyScript(new Uint8Array(script));
        expect(classifyScript(concat(before, script, after), before.length, script.length)).toBe(alone);
      }),
      { numRuns: 2000 },
    );
  });

  it("gives the keys of a bare multisig in their order", () => {
    const keys = [key(2), key(4, 65), key(3)];
    expect(multisigKeys(multisig(2, keys))).toEqual(keys);
    expect(multisigKeys(testScripts.p2pkh(1))).toEqual([]);
  });

  it("holds OP_RETURN and oversized scripts for unspendable", () => {
    expect(isUnspendable(Uint8Array.of(0x6a, 1, 2))).toBe(true);
    expect(isUnspendable(new Uint8Array(10_001))).toBe(true);
    expect(isUnspendable(new Uint8Array(0))).toBe(false);
    expect(isUnspendable(testScripts.p2pkh(1))).toBe(false);
  });
});

describe("the height that a coinbase begins with", () => {
  it("is read as BIP 34 writes it", () => {
    fc.assert(fc.property(fc.oneof(fc.nat(20), fc.nat(70_000), fc.integer({ min: 0, max: 0x7fff_ffff })), (height) => {
        expect(leadingNumber(heightPush(height))).toBe(height);
      }));
  });

  it.each([
    ["nothing", []],
    ["a longer form than needed", [2, 0x11, 0x00]],
    ["a small number in a byte", [1, 5]],
    ["a negative number", [1, 0x91]],
    ["five bytes", [5, 1, 2, 3, 4, 5]],
    ["a push that is cut off", [3, 1, 2]],
    ["another opcode", [0x4c, 1, 40]],
  ])("is not taken from %s", (_, script) => {
    expect(leadingNumber(Uint8Array.from(script))).toBeNull();
  });
});
