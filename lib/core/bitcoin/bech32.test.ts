import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Bech32Kind, decodeBech32, encodeBech32, fromWords, toWords } from "@/lib/core/bitcoin/bech32";

/** Official vectors: BIP 173 and BIP 350, "Test vectors". */
const VALID: Readonly<Record<Bech32Kind, readonly string[]>> = {
  bech32: [
    "A12UEL5L",
    "a12uel5l",
    "an83characterlonghumanreadablepartthatcontainsthenumber1andtheexcludedcharactersbio1tt5tgs",
    "abcdef1qpzry9x8gf2tvdw0s3jn54khce6mua7lmqqqxw",
    "11qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqc8247j",
    "split1checkupstagehandshakeupstreamerranterredcaperred2y9e3w",
    "?1ezyfcl",
  ],
  bech32m: [
    "A1LQFN3A",
    "a1lqfn3a",
    "an83characterlonghumanreadablepartthatcontainsthetheexcludedcharactersbioandnumber11sg7hg6",
    "abcdef1l7aum6echk45nj3s0wdvt2fg8x9yrzpqzd3ryx",
    "11llllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllludsr8",
    "split1checkupstagehandshakeupstreamerranterredcaperredlc445v",
    "?1v759aa",
  ],
};
const INVALID = [
  "\x201nwldj5", "\x7f1axkwrx", "\x801eym55h", "an84characterslonghumanreadablepartthatcontainsthenumber1andtheexcludedcharactersbio1569pvx",
  "pzry9x0s0muk", "1pzry9x0s0muk", "x1b4n0q5v", "li1dgmt3", "de1lg7wt\xff", "A1G7SGD8", "10a06t8", "1qzzfhee",
  "\x201xj0phk", "\x7f1g6xzxy", "\x801vctc34", "an84characterslonghumanreadablepartthatcontainsthetheexcludedcharactersbioandnumber11d6pts4",
  "qyrz8wqd2c9m", "1qyrz8wqd2c9m", "y1b0jsk6g", "lt1igcx5c0", "in1muywd", "mm1crxm3i", "au1s5cgom", "M1VUXWEZ", "16plkw9", "1p2gdwpf",
];

describe("Bech32 and Bech32m", () => {
  for (const kind of ["bech32", "bech32m"] as const) {
    it.each(VALID[kind])(`reads the official ${kind} text %s and writes it again`, (text) => {
      const read = decodeBech32(text);
      expect(read).toMatchObject({ ok: true, text: { kind } });
      if (read.ok) expect(encodeBech32(kind, read.text.hrp, read.text.words)).toBe(text.toLowerCase());
    });
  }

  it.each(INVALID)("refuses the official invalid text %j with a reason", (text) => {
    const read = decodeBech32(text);
    expect(read.ok).toBe(false);
    if (!read.ok) expect(read.reason).not.toBe("");
  });

  it("reads what it wrote, and notices any one wrong letter", () => {
    const words = fc.array(fc.nat(31), { maxLength: 60 });
    fc.assert(
      fc.property(fc.constantFrom<Bech32Kind>("bech32", "bech32m"), words, fc.nat(), fc.integer({ min: 1, max: 31 }), (kind, data, where, change) => {
        const text = encodeBech32(kind, "bc", data);
        expect(decodeBech32(text)).toEqual({ ok: true, text: { kind, hrp: "bc", words: data } });
        const alphabet = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
        const at = 3 + (where % (text.length - 3));
        const letter = alphabet[(alphabet.indexOf(text[at]!) + change) % 32]!;
        expect(decodeBech32(text.slice(0, at) + letter + text.slice(at + 1)).ok).toBe(false);
      }),
    );
  });

  it("turns bytes into words and back", () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        expect(fromWords(toWords(bytes))).toEqual(new Uint8Array(bytes));
      }));
  });
});
