import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { AppError } from "@/lib/core/errors";
import { formatCursor, pageOf, parseCursor } from "@/lib/core/page";

const int8 = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });

describe("pages", () => {
  test("a cursor reads back as the two numbers it was made of", () => {
    fc.assert(fc.property(int8, int8, (first, second) => {
      expect(parseCursor(formatCursor([first, second]))).toEqual([first, second]);
    }));
  });

  test.each(["", "1", "1.", ".1", "1.2.3", "1.x", "9999999999999999999.1", "1.-9999999999999999999", "1.5e3"])("%j is refused as a cursor", (text) => {
    expect(() => parseCursor(text)).toThrow(AppError);
  });

  test("the row beyond the limit is not shown and says that there is a next page", () => {
    const rows = [5n, 4n, 3n];
    expect(pageOf(rows, 2, (row) => [row, 0n])).toEqual({ items: [5n, 4n], nextCursor: "4.0" });
    expect(pageOf(rows, 3, (row) => [row, 0n])).toEqual({ items: rows, nextCursor: null });
    expect(pageOf([], 3, () => [0n, 0n])).toEqual({ items: [], nextCursor: null });
  });
});
