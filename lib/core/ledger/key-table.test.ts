import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { KeyFilter } from "@/lib/core/ledger/key-filter";
import { KeyTable, keyWords } from "@/lib/core/ledger/key-table";

/** Keys that often share words, so that slots and blocks collide. */
const key = fc.array(fc.constantFrom(0, 1, 2, -1, 0x12345678), { minLength: 8, maxLength: 8 }).map((words) => Int32Array.from(words));
const textOf = (words: Int32Array): string => words.join();

describe("a key table", () => {
  test("numbers keys in the order of adding and finds exactly those that were added", () => {
    fc.assert(
      fc.property(fc.array(key, { maxLength: 600 }), fc.array(key, { maxLength: 50 }), fc.integer(), (added, asked, seed) => {
        const table = new KeyTable(seed, 4);
        const model = new Map<string, number>();
        for (const words of added) {
          const known = model.get(textOf(words)) ?? model.size;
          model.set(textOf(words), known);
          expect(table.add(words, 0)).toBe(known);
        }
        expect(table.size).toBe(model.size);
        for (const words of [...added, ...asked]) expect(table.find(words, 0)).toBe(model.get(textOf(words)) ?? -1);
        for (const words of added) expect(keyWords(table.key(table.find(words, 0)))).toEqual(words);
      }),
    );
  });

  test("reads keys out of the middle of bytes that are not aligned", () => {
    const bytes = Uint8Array.from({ length: 65 }, (_, i) => i).subarray(1);
    const table = new KeyTable(1);
    expect([table.add(keyWords(bytes), 0), table.add(keyWords(bytes), 8), table.add(keyWords(bytes.slice(32)), 0)]).toEqual([0, 1, 1]);
    expect(table.key(1)).toEqual(bytes.slice(32));
  });
});

/** Distinct keys as good as random. */
const scattered = (i: number): Int32Array => {
  let state = i + 1;
  return Int32Array.from({ length: 8 }, () => {
    state = Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) ^ Math.imul(state + 0x9e3779b9, 0x297a2d39);
    return state ^ (state >>> 13);
  });
};

describe("a key filter", () => {
  test("never denies a key that was added", () => {
    fc.assert(
      fc.property(fc.array(key, { maxLength: 300 }), fc.integer({ min: 1, max: 1 << 20 }), (keys, room) => {
        const filter = new KeyFilter(room);
        for (const words of keys) filter.add(words, 0);
        expect(keys.every((words) => filter.has(words, 0))).toBe(true);
      }),
    );
  });

  test("denies nearly all others, also when it has grown, and still works beyond its bound", () => {
    for (const [room, share] of [[1 << 20, 0.02], [1, 0.3]] as const) {
      const filter = new KeyFilter(room);
      for (let i = 0; i < 150_000; i += 1) filter.add(scattered(i), 0);
      let wrong = 0;
      for (let i = 0; i < 20_000; i += 1) wrong += filter.has(scattered(1_000_000 + i), 0) ? 1 : 0;
      expect(wrong / 20_000).toBeLessThan(share);
      expect(filter.has(scattered(149_999), 0)).toBe(true);
    }
  });
});
