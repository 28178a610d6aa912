import { hash } from "node:crypto";

import type { Hasher } from "@/lib/core/bitcoin/columns";

const between = Buffer.alloc(32);

function fill(target: Uint8Array, digest: string, at = 0): Uint8Array {
  for (let i = 0; i < digest.length; i += 1) target[at + i] = digest.charCodeAt(i);
  return target;
}

/**
 * OpenSSL's hashes through Node's one-shot `hash`. The digest is taken as a "binary" (latin1) string, because making a Buffer in native code costs
 * more than hashing a transaction. SHA-256 twice of 64 bytes takes 0.7 µs this way into a target and 1.1 µs into an array of its own; with Buffers 1.5 µs,
 * with `createHash` 2.5 µs, in plain JavaScript 1.0 µs (Node 20.20).
 */
export const nodeHasher: Hasher = {
  sha256: (data) => fill(new Uint8Array(32), hash("sha256", data, "binary")),
  sha256d: (data, target = new Uint8Array(32), at = 0) => {
    fill(between, hash("sha256", data, "binary"));
    return fill(target, hash("sha256", between, "binary"), at);
  },
  ripemd160: (data) => fill(new Uint8Array(20), hash("ripemd160", data, "binary")),
};
