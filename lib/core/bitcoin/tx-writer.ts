/** Writes Bitcoin's wire format into a buffer that grows; kept and reused from one transaction to the next. */
export class TxWriter {
  #bytes = new Uint8Array(1024);
  #view = new DataView(this.#bytes.buffer);
  #length = 0;

  clear(): void {
    this.#length = 0;
  }

  /** What was written since `clear`: a view, valid until the next write. */
  written(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }

  raw(bytes: Uint8Array): void {
    const at = this.#reserve(bytes.length);
    this.#bytes.set(bytes, at);
  }

  // Space is reserved before the view is touched, because reserving may replace it.
  uint32(value: number): void {
    const at = this.#reserve(4);
    this.#view.setUint32(at, value, true);
  }

  int64(value: bigint): void {
    const at = this.#reserve(8);
    this.#view.setBigInt64(at, value, true);
  }

  compactSize(size: number): void {
    if (size < 0xfd) {
      this.#byte(size);
    } else if (size <= 0xffff) {
      this.#byte(0xfd);
      this.#byte(size & 0xff);
      this.#byte(size >> 8);
    } else {
      this.#byte(0xfe);
      this.uint32(size);
    }
  }

  #byte(value: number): void {
    const at = this.#reserve(1);
    this.#bytes[at] = value;
  }

  withLength(bytes: Uint8Array): void {
    this.compactSize(bytes.length);
    this.raw(bytes);
  }

  #reserve(length: number): number {
    const at = this.#length;
    if (at + length > this.#bytes.length) {
      const wider = new Uint8Array(Math.max(2 * this.#bytes.length, at + length));
      wider.set(this.#bytes.subarray(0, at));
      this.#bytes = wider;
      this.#view = new DataView(wider.buffer);
    }
    this.#length = at + length;
    return at;
  }
}
