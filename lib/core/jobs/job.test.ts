import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isOver, isResumable, JOB_STATUSES, type JobProgress, ratePerSecond, secondsLeft, shareDone, statusAfterCancel } from "@/lib/core/jobs/job";

const at = (changes: Partial<JobProgress>): JobProgress => ({ phase: "reading", done: 50, total: 200, unit: "bytes", from: 0, seconds: 10, counts: {}, ...changes });

describe("a job", () => {
  it("that is asked to cancel ends at once when nobody works on it, and asks its worker otherwise", () => {
    expect(JOB_STATUSES.map(statusAfterCancel)).toEqual(["cancelled", "cancelling", "cancelling", null, null, null]);
  });

  it("can be resumed only when it is over and not done", () => {
    fc.assert(fc.property(fc.constantFrom(...JOB_STATUSES), (status) => !isResumable(status) || (isOver(status) && status !== "done" && statusAfterCancel(status) === null)));
  });
});

describe("progress", () => {
  it("tells the share, the rate and the time left", () => {
    expect([shareDone(at({})), ratePerSecond(at({})), secondsLeft(at({}))]).toEqual([0.25, 5, 30]);
  });

  it("after a resume counts only the rate of this attempt", () => {
    expect(secondsLeft(at({ from: 40 }))).toBe(150);
  });

  it("claims nothing that it cannot know", () => {
    expect([shareDone(at({ total: null })), secondsLeft(at({ total: null })), secondsLeft(at({ done: 0 })), ratePerSecond(at({ seconds: 0 }))]).toEqual([null, null, null, null]);
  });

  it("stays between nothing and everything", () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat(), fc.nat(), (done, total, seconds) => {
        const share = shareDone(at({ done, total, seconds }));
        const left = secondsLeft(at({ done, total, seconds }));
        expect(share).toBeGreaterThanOrEqual(0);
        expect(share).toBeLessThanOrEqual(1);
        if (left !== null) expect(left).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});
