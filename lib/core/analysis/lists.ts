/** Elements of typed arrays whose index is known to be inside; one function an array type, so that the engine inlines it. */
export const intAt = (items: Int32Array, index: number): number => items[index] ?? 0;
export const satsAt = (items: BigInt64Array, index: number): bigint => items[index] ?? 0n;

/** Rows of a batch on their way out: enough that a batch costs nothing beside its rows. */
export const BATCH_ROWS = 8_192;

/** Unix seconds, none of them known yet. */
export const unknownTimes = (size: number): Float64Array => new Float64Array(size).fill(-1);

/** Typed arrays that grow: counts are not known before the rows have been read. */
export class Int32List {
  #items: Int32Array;
  #length = 0;

  constructor(capacity = 1024) {
    this.#items = new Int32Array(capacity);
  }

  get length(): number {
    return this.#length;
  }

  push(item: number): void {
    if (this.#length === this.#items.length) {
      const wider = new Int32Array(2 * this.#length + 1024);
      wider.set(this.#items);
      this.#items = wider;
    }
    this.#items[this.#length] = item;
    this.#length += 1;
  }

  /** A view, not a copy: valid until the next push. */
  view(): Int32Array {
    return this.#items.subarray(0, this.#length);
  }
}

export class BigInt64List {
  #items: BigInt64Array;
  #length = 0;

  constructor(capacity = 1024) {
    this.#items = new BigInt64Array(capacity);
  }

  get length(): number {
    return this.#length;
  }

  push(item: bigint): void {
    if (this.#length === this.#items.length) {
      const wider = new BigInt64Array(2 * this.#length + 1024);
      wider.set(this.#items);
      this.#items = wider;
    }
    this.#items[this.#length] = item;
    this.#length += 1;
  }

  /** A view, not a copy: valid until the next push. */
  view(): BigInt64Array {
    return this.#items.subarray(0, this.#length);
  }
}

/**
 * Positions of `keys` in rising order of key, equal keys as they stood (a stable counting sort). Keys are integers
 * `least` .. `most`; given `order`, sorts that order instead of 0, 1, 2 ...
 */
export function countingOrder(keys: Int32Array, least: number, most: number, order?: Int32Array): Int32Array {
  const next = new Int32Array(most - least + 2);
  for (const key of keys) next[key - least + 1] = intAt(next, key - least + 1) + 1;
  for (let k = 1; k < next.length; k += 1) next[k] = intAt(next, k) + intAt(next, k - 1);
  const sorted = new Int32Array(keys.length);
  for (let i = 0; i < keys.length; i += 1) {
    const at = order === undefined ? i : intAt(order, i);
    const slot = intAt(keys, at) - least;
    const place = intAt(next, slot);
    sorted[place] = at;
    next[slot] = place + 1;
  }
  return sorted;
}
