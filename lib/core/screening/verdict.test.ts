import { describe, expect, it } from "vitest";
import { readAddressList } from "@/lib/core/screening/address-list";
import { type DirectHit, type Hits, type IndirectHit, judge } from "@/lib/core/screening/verdict";

const none: Hits = { known: true, custodial: false, direct: [], indirect: [], findings: [] };
const claimed = (change: Partial<DirectHit> = {}): DirectHit => ({ claimId: "c", entity: "APT43", label: "APT43", category: "state-actor", role: null, source: "a report", status: "proposed", inherited: false, ...change });
const exposed = (change: Partial<IndirectHit> = {}): IndirectHit => ({ direction: "from", category: "hack", entity: "A theft", value: 5n, share: 0.05, hops: 2, ...change });

describe("the verdict on an address", () => {
  it("is no hit for one that the store knows, unknown for one that it does not, and never that it is clear", () => {
    expect(judge(none)).toEqual({ verdict: "no-hit", reasons: [] });
    expect(judge({ ...none, known: false })).toEqual({ verdict: "unknown", reasons: [] });
  });

  it("is a match where it is claimed itself, also before the store has seen it, or its wallet is", () => {
    expect(judge({ ...none, known: false, direct: [claimed()] })).toMatchObject({ verdict: "match", reasons: [{ code: "claimed" }] });
    expect(judge({ ...none, direct: [claimed({ inherited: true })] })).toMatchObject({ verdict: "match", reasons: [{ code: "same-wallet" }] });
  });

  it("asks for a review where the claim is on another customer of one service", () => {
    expect(judge({ ...none, custodial: true, direct: [claimed({ inherited: true })] })).toMatchObject({ verdict: "review", reasons: [{ code: "same-service" }] });
  });

  it("takes an exchange or a pool for what it is", () => {
    expect(judge({ ...none, direct: [claimed({ category: "exchange" })], indirect: [exposed({ category: "mining-pool", share: 1 })] }).verdict).toBe("no-hit");
  });

  it("asks for a review where dirty coins came or went, but not for traces of them", () => {
    expect(judge({ ...none, indirect: [exposed(), exposed({ direction: "to", hops: 1 })] })).toEqual({
      verdict: "review",
      reasons: [
        { code: "received-from", text: "5.0 % of what it received came from A theft, claimed hack, over 1 transaction between." },
        { code: "paid-to", text: "5.0 % of what it sent went to A theft, claimed hack, directly." },
      ],
    });
    expect(judge({ ...none, indirect: [exposed({ share: 0.0009 })] }).verdict).toBe("no-hit");
  });

  it("asks for a review where a finding above a lead names it", () => {
    expect(judge({ ...none, findings: [{ id: "f", kind: "mining-round-trip", grade: "supported" }] }).verdict).toBe("review");
    expect(judge({ ...none, findings: [{ id: "f", kind: "mining-round-trip", grade: "lead" }] }).verdict).toBe("no-hit");
  });
});

describe("a list of addresses", () => {
  it("has one a line, each once, with the line it stands in", () => {
    expect(readAddressList("\ufeffone\r\n\r\n# a note\n two # mine\none\n")).toEqual([{ address: "one", line: 1 }, { address: "two", line: 4 }]);
  });

  it("is read from the column named address of a CSV", () => {
    expect(readAddressList('name;Address\n"a; b";one\nc;"two"\n')).toEqual([{ address: "one", line: 2 }, { address: "two", line: 3 }]);
    expect(readAddressList("address\none\n")).toEqual([{ address: "one", line: 2 }]);
  });

  it("is none in a CSV without that column, and empty in an empty file", () => {
    expect(readAddressList("name,wallet\na,b\n")).toBeNull();
    expect(readAddressList("")).toEqual([]);
  });
});
