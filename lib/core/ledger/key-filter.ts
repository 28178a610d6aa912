/**
 * "Certainly new" for keys that are hashes already (Bloom 1970, blocked as by Putze, Sanders and Singler 2007: all bits of a key
 * lie in one cache line). Answers `false` only for keys never added; a wrong `true` costs a look-up in the database, nothing else.
 * Grows by layers, each twice the size of the one before, up to a bound; beyond it only the share of wrong answers grows.
 */
export class KeyFilter {
  size = 0;
  readonly #layers: Int32Array[] = [];
  #room = 0;
  readonly #mostKeys: number;

  /** @param mostKeys how many keys it may hold at full sharpness, about 2 bytes each */
  constructor(mostKeys: number) {
    this.#mostKeys = mostKeys;
  }

  add(words: Int32Array, at: number): void {
    if (this.has(words, at)) return;
    if (this.#room === 0) this.#widen();
    const layer = this.#layers[this.#layers.length - 1];
    if (layer === undefined) return;
    const block = blockOf(layer, words, at);
    for (let k = 0; k < BITS; k += 1) {
      const bit = bitOf(words, at, k);
      const word = block + (bit >>> 5);
      layer[word] = (layer[word] ?? 0) | (1 << (bit & 31));
    }
    this.size += 1;
    this.#room -= 1;
  }

  has(words: Int32Array, at: number): boolean {
    return this.#layers.some((layer) => holds(layer, words, at));
  }

  #widen(): void {
    const keys = FIRST_LAYER * 2 ** this.#layers.length;
    if (this.#layers.length > 0 && 2 * keys > this.#mostKeys) {
      this.#room = Number.POSITIVE_INFINITY;
      return;
    }
    this.#layers.push(new Int32Array(keys / 2));
    this.#room = keys;
  }
}

/** 16 bits a key and six of them set: about one wrong `true` in a thousand a layer. */
const BITS = 6;
const FIRST_LAYER = 1 << 16;
const BLOCK_WORDS = 16;

function holds(layer: Int32Array, words: Int32Array, at: number): boolean {
  const block = blockOf(layer, words, at);
  for (let k = 0; k < BITS; k += 1) {
    const bit = bitOf(words, at, k);
    if (((layer[block + (bit >>> 5)] ?? 0) & (1 << (bit & 31))) === 0) return false;
  }
  return true;
}

const blockOf = (layer: Int32Array, words: Int32Array, at: number): number => BLOCK_WORDS * ((words[at + 1] ?? 0) & (layer.length / BLOCK_WORDS - 1));

/** Nine bits of the key: three each out of words 4 and 5. */
const bitOf = (words: Int32Array, at: number, k: number): number => ((words[at + 4 + (k & 1)] ?? 0) >>> (10 * (k >> 1))) & 511;
