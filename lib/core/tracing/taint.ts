import type { Sats } from "@/lib/core/money";

/**
 * The taint of one coin: runs (length in sats, weight) in coin order, flat as [length, weight, length, weight, …]. Weight 0 is
 * clean, 1 tainted; more only where a trace counts a coin several times (provenance of an address that pays itself). What the
 * runs do not cover is clean. Methods that know no order within a coin write one run of weight 1.
 */
export type Taint = readonly bigint[];

/** An output or a fee on one side of a transaction. */
export interface Coin {
  readonly value: Sats;
  readonly taint: Taint;
}

export const CLEAN: Taint = [];
export const wholly = (value: Sats): Taint => (value > 0n ? [value, 1n] : CLEAN);

/** How many sats of the coin are tainted. */
export function taintedSats(taint: Taint): Sats {
  let sum = 0n;
  for (let i = 0; i + 1 < taint.length; i += 2) {
    const weight = taint[i + 1] ?? 0n;
    if (weight === 1n) sum += taint[i] ?? 0n;
    else if (weight !== 0n) sum += (taint[i] ?? 0n) * weight;
  }
  return sum;
}

/** Both taints on one coin, position by position. */
export function overlay(one: Taint, other: Taint): Taint {
  if (one.length === 0) return other;
  if (other.length === 0) return one;
  const [a, b, sum] = [new RunReader(one), new RunReader(other), new RunWriter()];
  while (!a.ended || !b.ended) {
    const length = a.ended ? b.left : b.ended || a.left < b.left ? a.left : b.left;
    sum.push(length, (a.ended ? 0n : a.weight) + (b.ended ? 0n : b.weight));
    if (!a.ended) a.skip(length);
    if (!b.ended) b.skip(length);
  }
  return sum.taken();
}

/** The coins end to end, each at its full length. */
export function lineUp(coins: readonly Coin[]): Taint {
  const line = new RunWriter();
  for (const { value, taint } of coins) {
    let left = value;
    for (let i = 0; i + 1 < taint.length; i += 2) {
      line.push(taint[i] ?? 0n, taint[i + 1] ?? 0n);
      left -= taint[i] ?? 0n;
    }
    line.push(left, 0n);
  }
  return line.runs;
}

/** The line cut into pieces of these lengths; where it is too short the pieces end clean. */
export function cut(line: Taint, lengths: readonly Sats[]): Taint[] {
  const reader = new RunReader(line);
  return lengths.map((length) => {
    const piece = new RunWriter();
    let left = length;
    while (left > 0n && !reader.ended) {
      const part = reader.left < left ? reader.left : left;
      piece.push(part, reader.weight);
      reader.skip(part);
      left -= part;
    }
    return piece.taken();
  });
}

/** Joins equal neighbours, so that merges do not pile up runs. */
class RunWriter {
  readonly runs: bigint[] = [];
  #tainted = false;

  push(length: bigint, weight: bigint): void {
    if (length <= 0n) return;
    const last = this.runs.length - 1;
    if (last >= 0 && this.runs[last] === weight) this.runs[last - 1] = (this.runs[last - 1] ?? 0n) + length;
    else this.runs.push(length, weight);
    if (weight !== 0n) this.#tainted = true;
  }

  taken(): Taint {
    return this.#tainted ? this.runs : CLEAN;
  }
}

class RunReader {
  readonly #runs: Taint;
  #at = 0;
  left: bigint;

  constructor(runs: Taint) {
    this.#runs = runs;
    this.left = runs[0] ?? 0n;
  }

  get ended(): boolean {
    return this.#at >= this.#runs.length;
  }

  get weight(): bigint {
    return this.#runs[this.#at + 1] ?? 0n;
  }

  skip(length: bigint): void {
    this.left -= length;
    if (this.left > 0n) return;
    this.#at += 2;
    this.left = this.#runs[this.#at] ?? 0n;
  }
}
