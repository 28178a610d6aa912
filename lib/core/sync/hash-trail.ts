const HASH = 32;

/**
 * The block hashes (wire order) that one run has met, by height: 32 bytes each, so that a whole chain fits into 30 MB.
 * Heights may have gaps; `cutAbove` forgets a branch.
 */
export class HashTrail {
  #base = 0;
  #count = 0;
  #hashes = new Uint8Array(HASH * 1024);
  #known = new Uint8Array(1024);

  get(height: number): Uint8Array | null {
    const i = height - this.#base;
    return i >= 0 && i < this.#count && this.#known[i] === 1 ? this.#hashes.slice(HASH * i, HASH * i + HASH) : null;
  }

  set(height: number, hash: Uint8Array): void {
    if (this.#count === 0) this.#base = height;
    if (height < this.#base) this.#shift(this.#base - height);
    const i = height - this.#base;
    this.#reserve(i + 1);
    this.#hashes.set(hash, HASH * i);
    this.#known[i] = 1;
    this.#count = Math.max(this.#count, i + 1);
  }

  cutAbove(height: number): void {
    const keep = Math.max(0, Math.min(this.#count, height + 1 - this.#base));
    this.#known.fill(0, keep, this.#count);
    this.#count = keep;
  }

  /** The highest height known, at or below one; null when there is none. */
  highestUpTo(height: number): number | null {
    for (let i = Math.min(height - this.#base, this.#count - 1); i >= 0; i -= 1) if (this.#known[i] === 1) return this.#base + i;
    return null;
  }

  #reserve(rows: number): void {
    if (rows <= this.#known.length) return;
    const wider = Math.max(rows, 2 * this.#known.length);
    const hashes = new Uint8Array(HASH * wider);
    const known = new Uint8Array(wider);
    hashes.set(this.#hashes);
    known.set(this.#known);
    this.#hashes = hashes;
    this.#known = known;
  }

  #shift(rows: number): void {
    this.#reserve(this.#count + rows);
    this.#hashes.copyWithin(HASH * rows, 0, HASH * this.#count);
    this.#known.copyWithin(rows, 0, this.#count);
    this.#known.fill(0, 0, rows);
    this.#base -= rows;
    this.#count += rows;
  }
}
