import type { Ord } from "@/lib/core/tracing/trace-tx";

/** Transactions waiting to be traced through, earliest in the chain first, or latest first: a binary heap. */
export class ChainQueue {
  readonly #latestFirst: boolean;
  readonly #ids: number[] = [];
  readonly #ords: Ord[] = [];

  constructor(latestFirst: boolean) {
    this.#latestFirst = latestFirst;
  }

  get size(): number {
    return this.#ids.length;
  }

  get first(): { readonly id: number; readonly ord: Ord } | null {
    const [id, ord] = [this.#ids[0], this.#ords[0]];
    return id === undefined || ord === undefined ? null : { id, ord };
  }

  push(id: number, ord: Ord): void {
    this.#ids.push(id);
    this.#ords.push(ord);
    let at = this.#ids.length - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!this.#before(at, parent)) return;
      this.#swap(at, parent);
      at = parent;
    }
  }

  pop(): void {
    this.#swap(0, this.#ids.length - 1);
    this.#ids.pop();
    this.#ords.pop();
    for (let at = 0; ; ) {
      const [left, right] = [2 * at + 1, 2 * at + 2];
      let least = at;
      if (left < this.#ids.length && this.#before(left, least)) least = left;
      if (right < this.#ids.length && this.#before(right, least)) least = right;
      if (least === at) return;
      this.#swap(at, least);
      at = least;
    }
  }

  /** The first ones in order; they stay. */
  head(count: number): readonly number[] {
    const [ids, ords]: [number[], Ord[]] = [[], []];
    while (ids.length < count && this.#ids.length > 0) {
      ids.push(this.#ids[0] ?? 0);
      ords.push(this.#ords[0] ?? 0);
      this.pop();
    }
    ids.forEach((id, i) => {
      this.push(id, ords[i] ?? 0);
    });
    return ids;
  }

  /** Ties by row id, so that a run is the same each time. */
  #before(a: number, b: number): boolean {
    const [one = 0, other = 0] = [this.#ords[a], this.#ords[b]];
    if (one === other) return (this.#ids[a] ?? 0) < (this.#ids[b] ?? 0);
    return one < other !== this.#latestFirst;
  }

  #swap(a: number, b: number): void {
    const [id = 0, ord = 0] = [this.#ids[a], this.#ords[a]];
    this.#ids[a] = this.#ids[b] ?? 0;
    this.#ords[a] = this.#ords[b] ?? 0;
    this.#ids[b] = id;
    this.#ords[b] = ord;
  }
}
