/**
 * Pseudo-random numbers that are the same on every machine: xoshiro128** (Blackman and Vigna) in 32-bit integer
 * arithmetic. Not for secrets. Each stream is seeded with 16 bytes, so that agents do not share one.
 */
export class Random {
  private a: number;
  private b: number;
  private c: number;
  private d: number;

  /** @param seed at least 16 bytes, not all zero (a hash). */
  constructor(seed: Uint8Array) {
    const view = new DataView(seed.buffer, seed.byteOffset, seed.byteLength);
    this.a = view.getUint32(0, true);
    this.b = view.getUint32(4, true);
    this.c = view.getUint32(8, true);
    this.d = view.getUint32(12, true);
  }

  /** A uniform integer from 0 to 2^32 - 1. */
  next(): number {
    const result = Math.imul(rotate(Math.imul(this.b, 5), 7), 9) >>> 0;
    const shifted = this.b << 9;
    this.c ^= this.a;
    this.d ^= this.b;
    this.b ^= this.c;
    this.a ^= this.d;
    this.c ^= shifted;
    this.d = rotate(this.d, 11);
    return result;
  }

  /** A uniform integer from 0 to n - 1; n from 1 to 2^32. */
  below(n: number): number {
    const limit = TWO_32 - (TWO_32 % n);
    let value = this.next();
    while (value >= limit) value = this.next();
    return value % n;
  }

  /** A uniform integer from min to max, both included. */
  between(min: number, max: number): number {
    return max <= min ? min : min + this.below(max - min + 1);
  }

  chance(percent: number): boolean {
    return this.below(100) < percent;
  }

  /** A uniform amount from min to max, both included. */
  sats(min: bigint, max: bigint): bigint {
    if (max <= min) return min;
    const wide = (BigInt(this.next()) << 32n) | BigInt(this.next());
    return min + (wide % (max - min + 1n));
  }

  /** An amount whose logarithm is about uniform from min to max: payments are spread over orders of magnitude. */
  spread(min: bigint, max: bigint): bigint {
    let octaves = 0;
    while (min << BigInt(octaves + 1) <= max) octaves += 1;
    const low = min << BigInt(this.between(0, octaves));
    const high = 2n * low;
    return this.sats(low, high < max ? high : max);
  }

  /**
   * An exponentially distributed whole number of at least 1: gaps between independent events. By von Neumann's comparison
   * method, which needs no logarithm (their last bits differ between machines).
   */
  wait(mean: number): number {
    let whole = 0;
    for (;;) {
      const first = this.next();
      let last = first;
      let run = 1;
      for (let value = this.next(); value < last; value = this.next()) {
        last = value;
        run += 1;
      }
      if (run % 2 === 1) return Math.max(1, Math.floor((whole + first / TWO_32) * mean));
      whole += 1;
    }
  }

  pick<T>(items: readonly T[]): T {
    const item = items[this.below(items.length)];
    if (item === undefined) throw new Error("nothing to pick from");
    return item;
  }

  /** In place; every order is equally likely. */
  shuffle<T>(items: T[]): T[] {
    for (let i = items.length - 1; i > 0; i -= 1) {
      const j = this.below(i + 1);
      [items[i], items[j]] = [items[j] as T, items[i] as T];
    }
    return items;
  }
}

const TWO_32 = 2 ** 32;
const rotate = (value: number, bits: number): number => (value << bits) | (value >>> (32 - bits));
