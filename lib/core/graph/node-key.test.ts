import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { formatNodeKey, parseNodeKey, scriptHashOfRef, scriptRef, type NodeRef } from "@/lib/core/graph/node-key";
import { NETWORK_NAMES } from "@/lib/core/network";

const network = fc.constantFrom(...NETWORK_NAMES);
const hex64 = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => Buffer.from(bytes).toString("hex"));
const ref = fc.oneof(fc.stringMatching(/^[0-9A-Za-z]{3,90}$/), hex64.map((hex) => `script:${hex}`));
const node: fc.Arbitrary<NodeRef> = fc.oneof(
  fc.record({ kind: fc.constant("wallet" as const), network, ref }),
  fc.record({ kind: fc.constant("coinjoin" as const), network, txid: hex64 }),
  fc.record({ kind: fc.constantFrom("newly-mined" as const, "unknown" as const), network }),
);

describe("node keys", () => {
  test("every node reads back from its key", () => {
    fc.assert(fc.property(node, (one) => {
      expect(parseNodeKey(formatNodeKey(one))).toEqual(one);
    }));
  });

  test("a key that parses is written the same again", () => {
    fc.assert(fc.property(fc.oneof(node.map(formatNodeKey), fc.string()), (key) => {
      const parsed = parseNodeKey(key);
      if (parsed !== null) expect(formatNodeKey(parsed)).toBe(key);
    }));
  });

  test.each(["", "wallet:", "wallet:bitcoin", "wallet:bitcoin:", "wallet:dogecoin:abc", "wallet:bitcoin:script:12", "coinjoin:bitcoin:12", "mined", "mined:bitcoin:x", "unknown:bitcoin:", "fees:bitcoin", "wallet:bitcoin:a b"])(
    "%j is no node key",
    (key) => {
      expect(parseNodeKey(key)).toBeNull();
    },
  );

  test("a script without an address is named by its hash, and the hash reads back", () => {
    const hash = new Uint8Array(32).fill(7);
    expect(scriptRef("1abc", hash)).toBe("1abc");
    expect(scriptHashOfRef(scriptRef(null, hash))).toEqual(hash);
    expect(scriptHashOfRef("1abc")).toBeNull();
    expect(scriptHashOfRef("script:00")).toBeNull();
  });
});
