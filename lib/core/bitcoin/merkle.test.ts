import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { merkleRoot } from "@/lib/core/bitcoin/merkle";
import { nodeHasher } from "@/lib/platform/chain/hasher";
import { concat } from "@/lib/testing/chain";

const { sha256d } = nodeHasher;

/** The definition, written as it is told. */
function slowRoot(hashes: readonly Uint8Array[]): Uint8Array {
  if (hashes.length === 1) return hashes[0]!;
  const even = hashes.length % 2 === 0 ? hashes : [...hashes, hashes.at(-1)!];
  return slowRoot(even.filter((_, i) => i % 2 === 0).map((hash, i) => sha256d(concat(hash, even[2 * i + 1]!))));
}
const txid = (n: number): Uint8Array => sha256d(Uint8Array.of(n & 255, n >> 8));
const txids = (count: number): Uint8Array[] => Array.from({ length: count }, (_, n) => txid(n));

describe("merkle root", () => {
  it("is the one that the definition gives, for any number of transactions", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 70 }), (count) => {
        const all = txids(count);
        const flat = concat(...all);
        expect(merkleRoot(flat, sha256d)).toEqual({ root: slowRoot(all), ambiguous: false });
        expect(flat).toEqual(concat(...all));
      }),
    );
  });

  it("says when a repeated tail gives the root of a shorter list (CVE-2012-2459)", () => {
    for (const [count, repeated] of [[3, 1], [6, 2], [5, 1], [12, 4]] as const) {
      const all = txids(count);
      const longer = [...all, ...all.slice(-repeated)];
      expect(merkleRoot(concat(...longer), sha256d)).toEqual({ root: slowRoot(all), ambiguous: true });
    }
  });

  it("does not mistake equal hashes in different pairs", () => {
    const [a, b] = [txid(1), txid(2)];
    expect(merkleRoot(concat(a, b, b, a), sha256d).ambiguous).toBe(false);
  });
});
