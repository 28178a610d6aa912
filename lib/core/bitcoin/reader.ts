/** Bytes that cannot be what they should be; `offset` is where, from the start of the block or transaction. */
export class Damage extends Error {
  readonly offset: number;

  constructor(reason: string, offset: number) {
    super(reason);
    this.name = "Damage";
    this.offset = offset;
  }
}

/** What `read` returns, or the damage that it met. Any other error passes through. */
export function orDamage<T>(read: () => T): T | Damage {
  try {
    return read();
  } catch (error) {
    if (error instanceof Damage) return error;
    throw error;
  }
}

/** Reads little-endian fields of Bitcoin's wire format; nothing is read or reserved before it is known to be there. */
export class ByteReader {
  readonly bytes: Uint8Array;
  readonly view: DataView;
  readonly end: number;
  at: number;

  constructor(bytes: Uint8Array, at = 0) {
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.end = bytes.length;
    this.at = at;
  }

  get remaining(): number {
    return this.end - this.at;
  }

  /** Steps over `length` bytes and returns where they began. */
  skip(length: number, what: string): number {
    const start = this.at;
    if (length > this.end - start) throw new Damage(`${what} needs ${length} bytes, ${this.end - start} are left`, start);
    this.at = start + length;
    return start;
  }

  uint8(what: string): number {
    return this.view.getUint8(this.skip(1, what));
  }

  uint32(what: string): number {
    return this.view.getUint32(this.skip(4, what), true);
  }

  /** A CompactSize, which must be the shortest form of its number (as Bitcoin Core's ReadCompactSize demands). */
  compactSize(what: string): number {
    const first = this.uint8(what);
    return first < 0xfd ? first : this.#longSize(first, what);
  }

  #longSize(first: number, what: string): number {
    const start = this.skip(first === 0xfd ? 2 : first === 0xfe ? 4 : 8, what);
    const size = first === 0xfd ? this.view.getUint16(start, true) : this.view.getUint32(start, true);
    const high = first === 0xff ? this.view.getUint32(start + 4, true) : 0;
    const least = first === 0xfd ? 0xfd : first === 0xfe ? 0x1_0000 : 0x1_0000_0000;
    const value = high * 0x1_0000_0000 + size;
    if (value < least) throw new Damage(`${what} is not written in its shortest form`, start - 1);
    return value;
  }

  /** How many items follow, each of at least `least` bytes: more than fit into what is left is damage. */
  count(least: number, what: string): number {
    const start = this.at;
    const count = this.compactSize(what);
    if (count > this.remaining / least) throw new Damage(`${what} is ${count}, but only ${this.remaining} bytes follow`, start);
    return count;
  }
}
