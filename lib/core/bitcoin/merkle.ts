import type { Sha256d } from "@/lib/core/bitcoin/columns";

export interface MerkleRoot {
  readonly root: Uint8Array;
  /** Two equal hashes stood side by side: another list of transactions has the same root (CVE-2012-2459), so the block is refused. */
  readonly ambiguous: boolean;
}

/**
 * The merkle root of a block's txids.
 * @param txids 32 bytes each, wire order; left as they are.
 * @param sha256d SHA-256 twice.
 */
export function merkleRoot(txids: Uint8Array, sha256d: Sha256d): MerkleRoot {
  let count = Math.floor(txids.length / 32);
  if (count === 0) return { root: new Uint8Array(32), ambiguous: false };
  const level = new Uint8Array(32 * (count + 1));
  level.set(txids.subarray(0, 32 * count));
  let ambiguous = false;
  while (count > 1) {
    for (let i = 0; i + 1 < count && !ambiguous; i += 2) ambiguous = sameHash(level, 32 * i, 32 * i + 32);
    if (count % 2 === 1) {
      level.copyWithin(32 * count, 32 * count - 32, 32 * count);
      count += 1;
    }
    count /= 2;
    for (let i = 0; i < count; i += 1) sha256d(level.subarray(64 * i, 64 * i + 64), level, 32 * i);
  }
  return { root: level.slice(0, 32), ambiguous };
}

function sameHash(bytes: Uint8Array, a: number, b: number): boolean {
  for (let k = 0; k < 32; k += 1) if (bytes[a + k] !== bytes[b + k]) return false;
  return true;
}
