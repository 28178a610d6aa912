import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { coinbaseText } from "@/lib/core/bitcoin/coinbase-text";

describe("the text in a coinbase", () => {
  test("of the genesis block is the headline, with the push byte before it that happens to be a letter", () => {
    const script = Buffer.from("04ffff001d0104455468652054696d65732030332f4a616e2f32303039204368616e63656c6c6f72206f6e206272696e6b206f66207365636f6e64206261696c6f757420666f722062616e6b73", "hex");
    expect(coinbaseText(script)).toBe("EThe Times 03/Jan/2009 Chancellor on brink of second bailout for banks");
  });

  test("joins the printable runs and drops what is too short to be meant", () => {
    expect(coinbaseText(Buffer.from("\x03ab\x00/P2Pool/\xffMined by x\x01", "latin1"))).toBe("/P2Pool/ Mined by x");
    expect(coinbaseText(Buffer.from("04ffff001d0104", "hex"))).toBeNull();
    expect(coinbaseText(new Uint8Array())).toBeNull();
  });

  test("never holds anything but printable ASCII", () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 120 }), (script) => {
      expect(coinbaseText(script) ?? "").toMatch(/^[\x20-\x7e]*$/);
    }));
  });
});
