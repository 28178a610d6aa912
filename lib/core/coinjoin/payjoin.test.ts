import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { judge } from "@/lib/core/coinjoin/guard";
import { isMixing } from "@/lib/core/coinjoin/kinds";
import { payjoinMark } from "@/lib/core/coinjoin/payjoin";
import { txView, unresolved } from "@/lib/testing/tx-views";

describe("the PayJoin mark", () => {
  /** The payer has 700,000 and pays 300,000; the payee adds a coin of 100,000. */
  const payjoin = txView([700_000, 100_000], [400_000, 399_000]);

  it("marks a payment to which the payee added a coin, and excludes nothing", () => {
    expect(payjoinMark(payjoin)).toEqual({ kind: "payjoin-compatible", confidence: 10, mixes: false, detail: { rule: "uih2", smallestInput: "100000", inputScripts: 2 } });
    expect(judge(payjoin)).toBeNull();
    expect(isMixing("payjoin-compatible")).toBe(false);
  });

  it.each([
    ["no input can be spared (UIH1: the smaller output is the probable change)", txView([700_000, 100_000], [790_000, 9_000])],
    ["there are three outputs", txView([700_000, 100_000], [300_000, 300_000, 199_000])],
    ["there is an OP_RETURN", txView([700_000, 100_000], [400_000], [0])],
    ["one script signs for all", txView([[700_000, 1], [100_000, 1]], [400_000, 399_000])],
    ["there is one input", txView([800_000], [400_000, 399_000])],
    ["an input is unresolved", unresolved(payjoin, (i) => i === 1)],
    ["coins are newly mined", { ...payjoin, coinbase: true }],
  ])("is not given where %s", (_, view) => {
    expect(payjoinMark(view)).toBeNull();
  });

  it("is given whenever the coin that the payee adds is no larger than the payer's change", () => {
    const sum = fc.integer({ min: 10_000, max: 10_000_000 });
    fc.assert(
      fc.property(sum, sum, sum, fc.integer({ min: 200, max: 2_000 }), (paid, back, added, fee) => {
        fc.pre(back >= added);
        expect(payjoinMark(txView([paid + back + fee, added], [back, paid + added]))?.kind).toBe("payjoin-compatible");
      }),
    );
  });
});
