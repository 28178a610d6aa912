import { hash } from "node:crypto";

import type { Hasher } from "@/lib/core/bitcoin/columns";

const between = Buffer.alloc(32);

function fill(target: Uint8Array, digest: string): Uint8Array {
  for (let i = 0; i < target.length; i += 1) target[i] = digest.charCodeAt(i);
  return target;
}

/**
 * OpenSSL's hashes through Node's one-shot `hash`. The digest is taken as a "binary" (latin1) string, because making a Buffer in native code costs
 * more than hashing a transaction: SHA-256 twice of 250 bytes takes 0.9 µs this way, 1.7 µs with Buffers, 2.6 µs with `createHash`
 * and 2.0 µs in plain JavaScript (Node 20.20).
 */
export const nodeHasher: Hasher = {
  sha256: (data) => fill(new Uint8Array(32), hash("sha256", data, "binary")),
  sha256d: (data) => {
    fill(between, hash("sha256", data, "binary"));
    return fill(new Uint8Array(32), hash("sha256", between, "binary"));
  },
  ripemd160: (data) => fill(new Uint8Array(20), hash("ripemd160", data, "binary")),
};
