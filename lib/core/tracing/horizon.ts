import type { Direction, Next, Ord, TraceTx } from "@/lib/core/tracing/trace-tx";

/** Transactions that may be read before it is known whether the trace comes to them. */
const MOST_AT_HAND = 50_000;

/**
 * What a trace will probably ask for. Every transaction read names those that its coins go on to; reading these in chain order, many at
 * a time, spares a question to the store for each hop.
 */
export class Horizon {
  readonly atHand = new Map<number, TraceTx>();
  readonly #beyond = new Map<number, Next>();
  /** Asked for and not here yet. */
  readonly #asked = new Set<number>();
  readonly #sign: 1 | -1;

  constructor(direction: Direction) {
    this.#sign = direction === "forward" ? 1 : -1;
  }

  add(txs: ReadonlyMap<number, TraceTx>): void {
    for (const [id, tx] of txs) {
      this.atHand.set(id, tx);
      this.#asked.delete(id);
      this.#beyond.delete(id);
    }
    for (const { far } of txs.values()) {
      for (const { next } of far) if (next !== null && !this.#knows(next.txId)) this.#beyond.set(next.txId, next);
    }
  }

  /** The trace has come to `ord`: what lies before it and was not wanted by then never will be. */
  passed(ord: Ord): void {
    for (const [id, tx] of this.atHand) if (this.#before(tx.ord, ord)) this.atHand.delete(id);
    for (const [id, next] of this.#beyond) if (this.#before(next.ord, ord)) this.#beyond.delete(id);
  }

  /** What the trace wants now and is not on its way, then what lies nearest beyond: `count` in all, if there are so many. */
  toRead(wanted: readonly number[], count: number): readonly number[] {
    const ids = new Set(wanted.filter((id) => !this.#knows(id)).slice(0, count));
    const room = Math.min(count - ids.size, MOST_AT_HAND - this.atHand.size);
    if (room > 0) {
      const ords = Float64Array.from(this.#beyond.values(), ({ ord }) => this.#sign * ord).sort();
      const limit = ords[room] ?? Infinity;
      for (const { txId, ord } of this.#beyond.values()) if (this.#sign * ord < limit) ids.add(txId);
    }
    for (const id of ids) {
      this.#beyond.delete(id);
      this.#asked.add(id);
    }
    return [...ids];
  }

  /** The store gave fewer than were asked for; those missing may be asked for again. */
  settled(): void {
    this.#asked.clear();
  }

  #knows(id: number): boolean {
    return this.atHand.has(id) || this.#asked.has(id);
  }

  #before(one: Ord, other: Ord): boolean {
    return this.#sign * one < this.#sign * other;
  }
}
