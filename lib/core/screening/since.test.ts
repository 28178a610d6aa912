import { describe, expect, it } from "vitest";
import { changesSince } from "@/lib/core/screening/since";

describe("what changed since an earlier screening", () => {
  const one = { address: "one", verdict: "no-hit", open: { to: 0.2, from: 0 } };
  const two = { address: "two", verdict: "no-hit", open: { from: 0, to: 0 } };

  it("is what differs, whatever the order of fields, and what is new", () => {
    const now = [{ ...one, open: { from: 0, to: 0.2 } }, { ...two, verdict: "review" }, { ...two, address: "three" }];
    expect(changesSince([one, two], now)).toEqual({
      results: [{ ...now[1], changed: ["verdict"], before: "no-hit" }, { ...now[2], changed: ["address"], before: null }],
      unchanged: 1,
      missing: [],
    });
  });

  it("says what was not asked for again", () => {
    expect(changesSince([one, two], [one])).toEqual({ results: [], unchanged: 1, missing: ["two"] });
  });
});
