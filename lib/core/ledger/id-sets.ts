/** Ids as ranges [from, to): the ids an import hands out are dense, so few ranges hold millions. */
export class RangeSet {
  readonly #from: number[] = [];
  readonly #to: number[] = [];
  readonly #most: number;

  /** @param most how many ranges are kept; beyond it the nearest neighbours are joined, and ids between them count as members */
  constructor(most: number, ranges: readonly (readonly [number, number])[] = []) {
    this.#most = most;
    for (const [from, to] of ranges) this.add(from, to);
  }

  add(from: number, to = from + 1): void {
    if (to <= from) return;
    const first = lowerBound(this.#to, from);
    let last = first;
    let low = from;
    let high = to;
    while (last < this.#from.length && (this.#from[last] ?? 0) <= to) {
      low = Math.min(low, this.#from[last] ?? low);
      high = Math.max(high, this.#to[last] ?? high);
      last += 1;
    }
    this.#from.splice(first, last - first, low);
    this.#to.splice(first, last - first, high);
    if (this.#from.length > this.#most) this.#joinNearest();
  }

  ranges(): readonly (readonly [number, number])[] {
    return this.#from.map((from, i) => [from, this.#to[i] ?? from]);
  }

  #joinNearest(): void {
    let best = 1;
    const gap = (i: number): number => (this.#from[i] ?? 0) - (this.#to[i - 1] ?? 0);
    for (let i = 2; i < this.#from.length; i += 1) if (gap(i) < gap(best)) best = i;
    this.#from.splice(best, 1);
    this.#to.splice(best - 1, 1);
  }
}

/** The first index whose value is at least `value`. */
function lowerBound(sorted: readonly number[], value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 0) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

const PAGE_BITS = 1 << 15;

/** Which ids were seen, one bit each, in pages that exist only where something was. */
export class IdSet {
  size = 0;
  readonly #pages = new Map<number, Int32Array>();
  /** The page used last: ids that come together lie together. */
  #number = -1;
  #page: Int32Array = new Int32Array(0);

  /** @returns whether it is new */
  add(id: number): boolean {
    const page = this.#pageOf(Math.floor(id / PAGE_BITS));
    const bit = id % PAGE_BITS;
    const mask = 1 << (bit & 31);
    const word = page[bit >> 5] ?? 0;
    if ((word & mask) !== 0) return false;
    page[bit >> 5] = word | mask;
    this.size += 1;
    return true;
  }

  #pageOf(number: number): Int32Array {
    if (number === this.#number) return this.#page;
    const page = this.#pages.get(number) ?? new Int32Array(PAGE_BITS / 32);
    this.#pages.set(number, page);
    this.#number = number;
    this.#page = page;
    return page;
  }

  delete(id: number): void {
    const page = this.#pages.get(Math.floor(id / PAGE_BITS));
    const bit = id % PAGE_BITS;
    const word = page?.[bit >> 5] ?? 0;
    if (page === undefined || (word & (1 << (bit & 31))) === 0) return;
    page[bit >> 5] = word & ~(1 << (bit & 31));
    this.size -= 1;
  }
}
