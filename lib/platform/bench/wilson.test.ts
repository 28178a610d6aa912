import { expect, it } from "vitest";
import { wilson } from "@/lib/platform/bench/wilson";

it("is Wilson's interval: never beyond 0 and 1, narrower with more trials", () => {
  expect(wilson(81, 263)).toEqual({ share: 0.308, low: 0.2553, high: 0.3662 });
  expect(wilson(10, 10)).toEqual({ share: 1, low: 0.7225, high: 1 });
  expect(wilson(0, 10)).toEqual({ share: 0, low: 0, high: 0.2775 });
  expect(wilson(0, 0)).toEqual({ share: 0, low: 0, high: 1 });
});
