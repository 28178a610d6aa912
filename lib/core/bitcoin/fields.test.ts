import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FieldError, Fields, hexBytes, satsOfCoins } from "@/lib/core/bitcoin/fields";
import { fromHex, toHex } from "@/lib/core/hex";
import { formatBtc } from "@/lib/core/money";

const failure = (read: () => unknown): { path: string; message: string } | null => {
  try {
    read();
    return null;
  } catch (error) {
    if (error instanceof FieldError) return { path: error.path, message: error.message };
    throw error;
  }
};

describe("amounts in coins", () => {
  it("are read from JSON exactly, in every way of writing them", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 6_710_886_300_000_000n }), (sats) => {
        const text = formatBtc(sats);
        for (const written of [text, text.replace(/\.?0+$/, ""), `${sats}e-8`]) expect(satsOfCoins(JSON.parse(written) as number)).toBe(sats);
      }),
      { numRuns: 5000 },
    );
  });

  it.each([-1, -1e-8, 1e-9, 0.123456789, 1e9, NaN, Infinity])("are refused when negative, absurd or finer than a satoshi: %s", (coins) => {
    expect(satsOfCoins(coins)).toBeNull();
  });
});

describe("hex", () => {
  it("is read as the slow way reads it", () => {
    const text = fc.oneof(fc.uint8Array().map(toHex), fc.uint8Array().map((bytes) => toHex(bytes).toUpperCase()), fc.string(), fc.string({ unit: fc.constantFrom("0", "a", "F", "g", "é", " ") }));
    fc.assert(
      fc.property(text, (hex) => {
        expect(hexBytes(hex)).toEqual(fromHex(hex));
      }),
    );
  });
});

describe("fields of outside data", () => {
  it("name the place of what is wrong", () => {
    const fields = Fields.of({ vout: [{ value: 1 }, { value: "1", script: { hex: "abc" } }], n: 1.5 });
    const [, second] = fields.objects("vout");
    expect(failure(() => second!.sats("value"))).toEqual({ path: "vout[1].value", message: "must be a number, is text" });
    expect(failure(() => second!.object("script").bytes("hex"))).toEqual({ path: "vout[1].script.hex", message: "must be an even number of hex digits" });
    expect(failure(() => fields.int("n", 0, 9))).toEqual({ path: "n", message: "must be a whole number from 0 to 9, is 1.5" });
    expect(failure(() => fields.hash("txid"))).toEqual({ path: "txid", message: "must be text, is missing" });
    expect(failure(() => fields.list("n"))).toEqual({ path: "n", message: "must be a list, is a number" });
    expect(failure(() => Fields.of([1]))).toEqual({ path: "", message: "must be an object, is a list" });
    expect(failure(() => Fields.of({ vin: [null] }).objects("vin"))).toEqual({ path: "vin[0]", message: "must be an object, is null" });
  });

  it("are not found on prototypes, whatever the keys", () => {
    const hostile = Fields.of(JSON.parse('{"__proto__": {"txid": "aa"}, "constructor": 1}'));
    expect(hostile.lacks("txid")).toBe(true);
    expect(({} as Record<string, unknown>)["txid"]).toBeUndefined();
  });

  it("take 32-bit numbers signed or not", () => {
    const fields = Fields.of({ a: -1, b: 4294967295, c: null, d: 4294967296 });
    expect([fields.uint32OrUnknown("a"), fields.uint32OrUnknown("b"), fields.uint32OrUnknown("c")]).toEqual([4294967295, 4294967295, -1]);
    expect(failure(() => fields.uint32OrUnknown("d"))?.path).toBe("d");
  });
});
