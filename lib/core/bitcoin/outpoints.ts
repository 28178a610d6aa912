/** Whether outpoints repeat: a hash table over the columns themselves, since a set of strings would cost more than decoding. */
export class OutpointSet {
  #slots = new Int32Array(64);
  #txids: Uint8Array = new Uint8Array(0);
  #indices: Int32Array = new Int32Array(0);

  /**
   * @param prevTxid 32 bytes an outpoint, as in `TxColumns`
   * @returns the row of the first outpoint in `from` .. `to` that an earlier row of that range already has, or -1.
   */
  firstRepeat(prevTxid: Uint8Array, prevN: Int32Array, from: number, to: number): number {
    if (to - from < 2) return -1;
    this.#txids = prevTxid;
    this.#indices = prevN;
    this.#clear(to - from);
    for (let row = from; row < to; row += 1) if (!this.#add(row)) return row;
    return -1;
  }

  #clear(rows: number): void {
    let size = this.#slots.length;
    while (size < 2 * rows) size *= 2;
    if (size === this.#slots.length) this.#slots.fill(-1);
    else this.#slots = new Int32Array(size).fill(-1);
  }

  #add(row: number): boolean {
    const mask = this.#slots.length - 1;
    for (let slot = this.#hash(row) & mask; ; slot = (slot + 1) & mask) {
      const other = this.#slots[slot] ?? -1;
      if (other < 0) {
        this.#slots[slot] = row;
        return true;
      }
      if (this.#same(row, other)) return false;
    }
  }

  /** Txids are uniform already; a forger could at worst make this slow for a block of his own. */
  #hash(row: number): number {
    const bytes = this.#txids;
    const at = 32 * row;
    const word = ((bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8) | ((bytes[at + 2] ?? 0) << 16) | ((bytes[at + 3] ?? 0) << 24)) >>> 0;
    return Math.imul(word ^ Math.imul(this.#indices[row] ?? 0, 0x9e3779b1), 0x85ebca6b) >>> 8;
  }

  #same(a: number, b: number): boolean {
    if (this.#indices[a] !== this.#indices[b]) return false;
    for (let k = 0; k < 32; k += 1) if (this.#txids[32 * a + k] !== this.#txids[32 * b + k]) return false;
    return true;
  }
}
