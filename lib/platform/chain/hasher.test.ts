import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { nodeHasher } from "@/lib/platform/chain/hasher";

const plain = (name: string, data: Uint8Array): Uint8Array => new Uint8Array(createHash(name).update(data).digest());

describe("hasher", () => {
  it("computes what the standard library's streams do, into bytes of its own", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (data) => {
        const [sha, twice, ripe] = [nodeHasher.sha256(data), nodeHasher.sha256d(data), nodeHasher.ripemd160(data)];
        nodeHasher.sha256d(Uint8Array.of(1));
        expect(sha).toEqual(plain("sha256", data));
        expect(twice).toEqual(plain("sha256", plain("sha256", data)));
        expect(ripe).toEqual(plain("ripemd160", data));
        // A Buffer would share memory where `slice` is called.
        expect(Buffer.isBuffer(twice)).toBe(false);
      }),
    );
  });

  it("hashes the part of a buffer that it is given", () => {
    const data = Uint8Array.of(9, 1, 2, 3, 9);
    expect(nodeHasher.sha256d(data.subarray(1, 4))).toEqual(nodeHasher.sha256d(Uint8Array.of(1, 2, 3)));
  });
});
