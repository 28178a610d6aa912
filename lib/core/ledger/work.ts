/** Work is summed in two exact parts, low + high · 2^49, because a float alone would lose its last digits. */
export const WORK_CARRY = 2 ** 49;

export interface Work {
  readonly high: number;
  readonly low: number;
}

/** Where nobody states the difficulty, a block counts as the least there is. */
const LEAST: Work = { high: 0, low: 1 };
/** More than any chain will ever have; keeps a forged difficulty from overflowing the sum. */
const MOST = 1n << 98n;
const known = new Map<number, Work>();

/**
 * The expected number of hashes that a block of this difficulty took: 2^256 / (target + 1) (Bitcoin Core's GetBlockProof).
 * @param bits the compact target of the header, or -1 when it is not known
 */
export function workOf(bits: number): Work {
  const found = known.get(bits);
  if (found !== undefined) return found;
  const work = bits < 0 ? LEAST : split(proofOf(bits));
  // Forged headers could fill the memory; a real chain has a few hundred difficulties.
  if (known.size > 10_000) known.clear();
  known.set(bits, work);
  return work;
}

function proofOf(bits: number): bigint {
  const compact = BigInt(bits >>> 0);
  const size = compact >> 24n;
  const word = compact & 0x7fffffn;
  if (word === 0n || (compact & 0x800000n) !== 0n || size > 34n) return 1n;
  const target = size <= 3n ? word >> (8n * (3n - size)) : word << (8n * (size - 3n));
  if (target === 0n || target >= 1n << 256n) return 1n;
  const work = (1n << 256n) / (target + 1n);
  return work < MOST ? work : MOST;
}

const split = (work: bigint): Work => ({ high: parseInt((work >> 49n).toString(), 10), low: parseInt((work & (BigInt(WORK_CARRY) - 1n)).toString(), 10) });
