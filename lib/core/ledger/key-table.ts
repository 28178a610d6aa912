/**
 * A hash table from 32-byte keys (txids, script hashes, block hashes) to dense numbers 0, 1, 2, … in the order of adding.
 * Keys lie in typed arrays, eight 32-bit words each: 48 bytes an entry, and no object for the collector to follow.
 */
export class KeyTable {
  size = 0;
  #words: Int32Array;
  #slots: Int32Array;
  readonly #seed: number;

  /** @param seed from outside and secret, so that nobody can mine txids that all fall into one slot */
  constructor(seed: number, expected = 256) {
    this.#seed = seed | 0;
    this.#words = new Int32Array(8 * expected);
    this.#slots = new Int32Array(slotsFor(expected));
  }

  /** @param at index of the key's first word @returns -1 when the key is not there */
  find(words: Int32Array, at: number): number {
    const mask = this.#slots.length - 1;
    for (let slot = this.#hash(words, at) & mask; ; slot = (slot + 1) & mask) {
      const entry = (this.#slots[slot] ?? 0) - 1;
      if (entry < 0 || this.#equals(entry, words, at)) return entry;
    }
  }

  /** The number of the key, which is added when it is not there (then it equals the former `size`). */
  add(words: Int32Array, at: number): number {
    if (8 * (this.size + 1) > this.#words.length) this.#grow();
    const mask = this.#slots.length - 1;
    for (let slot = this.#hash(words, at) & mask; ; slot = (slot + 1) & mask) {
      const entry = (this.#slots[slot] ?? 0) - 1;
      if (entry >= 0) {
        if (this.#equals(entry, words, at)) return entry;
        continue;
      }
      const added = this.size;
      this.#words.set(words.subarray(at, at + 8), 8 * added);
      this.size = added + 1;
      this.#slots[slot] = this.size;
      return added;
    }
  }

  /** All keys, eight words each: a view, valid until the next `add`. */
  words(): Int32Array {
    return this.#words.subarray(0, 8 * this.size);
  }

  /** The 32 bytes of an entry's key, copied. */
  key(entry: number): Uint8Array {
    return new Uint8Array(this.#words.buffer, 32 * entry, 32).slice();
  }

  #hash(words: Int32Array, at: number): number {
    const mixed = Math.imul((words[at] ?? 0) ^ this.#seed, 0x9e3779b1) ^ Math.imul((words[at + 3] ?? 0) + this.#seed, 0x85ebca6b);
    return mixed ^ (mixed >>> 15);
  }

  #equals(entry: number, words: Int32Array, at: number): boolean {
    const mine = this.#words;
    const from = 8 * entry;
    for (let k = 0; k < 8; k += 1) if (mine[from + k] !== words[at + k]) return false;
    return true;
  }

  #grow(): void {
    const wider = new Int32Array(2 * this.#words.length);
    wider.set(this.#words);
    this.#words = wider;
    const capacity = wider.length / 8;
    if (this.#slots.length >= slotsFor(capacity)) return;
    this.#slots = new Int32Array(slotsFor(capacity));
    const mask = this.#slots.length - 1;
    for (let entry = 0; entry < this.size; entry += 1) {
      let slot = this.#hash(wider, 8 * entry) & mask;
      while (this.#slots[slot] !== 0) slot = (slot + 1) & mask;
      this.#slots[slot] = entry + 1;
    }
  }
}

/** A power of two, at least 1.6 slots an entry. */
function slotsFor(entries: number): number {
  let slots = 16;
  while (slots < 1.6 * entries) slots *= 2;
  return slots;
}

/** Keys of 32 bytes each as words for `KeyTable`: the same memory where it is aligned, else a copy. */
export function keyWords(bytes: Uint8Array): Int32Array {
  const aligned = bytes.byteOffset % 4 === 0 ? bytes : bytes.slice();
  return new Int32Array(aligned.buffer, aligned.byteOffset, aligned.byteLength >> 2);
}
