import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compactAmount, edgeWidth, shortRef } from "@/lib/core/graph/labels";
import { conflicting, headline, wordsOf, type ClaimView } from "@/lib/core/graph/labels-claims";
import { formatBtc, parseBtc } from "@/lib/core/money";

const claim = (over: Partial<ClaimView> = {}): ClaimView => ({
  label: "APT43", entity: { name: "APT43" }, category: "state-actor", role: null, status: "hypothesis", source: null, confidence: { reliability: null, credibility: null }, ...over,
});

describe("labels on the canvas", () => {
  test("an identifier shows its first and last six characters", () => {
    expect(shortRef("1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa")).toBe("1A1zP1…DivfNa");
    expect(shortRef(`script:${"ab".repeat(32)}`)).toBe("script:abab…abab");
  });

  test("amounts are short, and cut instead of rounded up", () => {
    expect(compactAmount(5_000_000_000n)).toBe("50");
    expect(compactAmount(210_000_000n)).toBe("2.1");
    expect(compactAmount(1_999_999_999_999n)).toBe("19,999");
    expect(compactAmount(12_345n)).toBe("0.0001234");
    expect(compactAmount(1n)).toBe("0.00000001");
    expect(compactAmount(0n)).toBe("0");
  });

  test("a short amount never says more than there is, and less by at most a thousandth", () => {
    fc.assert(fc.property(fc.bigInt({ min: 0n, max: 2_100_000_000_000_000n }), (sats) => {
      const shown = parseBtc(compactAmount(sats).replaceAll(",", "")) ?? -1n;
      expect(shown).toBeLessThanOrEqual(sats);
      expect((sats - shown) * 1000n).toBeLessThanOrEqual(sats);
      expect(formatBtc(shown)).toBeDefined();
    }));
  });

  test("more money never draws a thinner edge", () => {
    fc.assert(fc.property(fc.bigInt({ min: 0n, max: 10n ** 16n }), fc.bigInt({ min: 0n, max: 10n ** 16n }), (a, b) => {
      expect(edgeWidth(a < b ? a : b)).toBeLessThanOrEqual(edgeWidth(a < b ? b : a));
    }));
  });
});

describe("claims in words", () => {
  test("a claim without a source says that it is a hypothesis", () => {
    expect(wordsOf(claim())).toBe("claimed APT43 (no source: hypothesis)");
  });

  test("a claim with a source names it, its date and its grade", () => {
    const sourced = claim({ status: "proposed", source: { name: "Vendor report", date: "2024-03-01" }, confidence: { reliability: "B", credibility: 2 } });
    expect(wordsOf(sourced)).toBe("claimed APT43 (Vendor report, 2024-03-01, B2: proposed)");
  });

  test("a direct claim leads before an inherited one, and retracted ones never lead", () => {
    const inherited = { claim: claim({ status: "accepted" }), inherited: true };
    const direct = { claim: claim({ label: "NiceHash", entity: null, category: "hash-rental" }), inherited: false };
    expect(headline([inherited, direct])?.family).toBe("hash-rental");
    expect(headline([{ claim: claim({ status: "retracted" }), inherited: false }])).toBeNull();
  });

  test("two names for one subject are a conflict that is shown", () => {
    const one = { claim: claim(), inherited: false };
    expect(conflicting([one, { claim: claim({ entity: { name: "NiceHash" }, category: "hash-rental" }), inherited: false }])).toBe(true);
    expect(conflicting([one, one])).toBe(false);
  });

  test("an incident disagrees with a service, not with an actor", () => {
    const [actor, theft] = [{ claim: claim(), inherited: false }, { claim: claim({ label: "Theft of 2019", entity: null, category: "theft" }), inherited: false }];
    expect(conflicting([theft, actor])).toBe(false);
    expect(headline([theft, actor])?.family).toBe("actor");
    expect(conflicting([theft, { claim: claim({ entity: { name: "NiceHash" }, category: "hash-rental" }), inherited: false }])).toBe(true);
  });
});
