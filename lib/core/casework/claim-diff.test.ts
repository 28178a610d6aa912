import { expect, test } from "vitest";
import { claimDiff, type ComparedClaim } from "@/lib/core/casework/claim-diff";

const claim: ComparedClaim = {
  entity: { name: "NiceHash" }, label: "NiceHash", category: "hash-rental", role: null, method: null, tlp: null, note: null, status: "proposed",
  source: { name: "a report", url: null, quote: null, date: "2020-02-03" }, confidence: { reliability: null, credibility: null, likelihood: null },
};

test("versions that say the same differ in nothing", () => {
  expect(claimDiff(claim, { ...claim })).toEqual([]);
});

test("a difference names its field, and what stood there before", () => {
  expect(claimDiff(claim, { ...claim, status: "accepted", role: "service-own" })).toEqual([
    { field: "status", before: "proposed", after: "accepted" },
    { field: "role", before: null, after: "service-own" },
  ]);
});

test("a claim that loses its source says so part by part", () => {
  expect(claimDiff(claim, { ...claim, source: null })).toEqual([
    { field: "source", before: "a report", after: null },
    { field: "source date", before: "2020-02-03", after: null },
  ]);
});
