import { SourceError } from "@/lib/platform/chain/byte-source";

/**
 * A window that moves over a stream of bytes: `fill` makes sure that so many bytes lie in it, `skip` moves on. Holds what was asked for and a chunk.
 */
export class ByteWindow {
  /** Why the source ended before its time, if it did. */
  failure: string | null = null;
  readonly #chunks: AsyncIterator<Uint8Array>;
  #buffer: Buffer = Buffer.alloc(0);
  /** Whether the buffer is the window's own, and not a chunk of the source. */
  #owned = false;
  #start = 0;
  #end = 0;
  #offset: number;
  #done = false;
  readonly #signal: AbortSignal;

  constructor(chunks: AsyncIterable<Uint8Array>, offset: number, signal: AbortSignal) {
    this.#chunks = chunks[Symbol.asyncIterator]();
    this.#offset = offset;
    this.#signal = signal;
  }

  /** Where the window begins in the stream. */
  get offset(): number {
    return this.#offset;
  }

  get length(): number {
    return this.#end - this.#start;
  }

  /** No byte follows those in the window. */
  get atEnd(): boolean {
    return this.#done;
  }

  /** The bytes in the window: a view, valid until the next `fill`. */
  view(): Buffer {
    return this.#buffer.subarray(this.#start, this.#end);
  }

  /** Reads on until `length` bytes lie in the window. @returns how many do; fewer at the end of the stream only. */
  async fill(length: number): Promise<number> {
    while (this.length < length && !this.#done) {
      this.#signal.throwIfAborted();
      const chunk = await this.#read();
      if (chunk === null) this.#done = true;
      else this.#append(chunk, length);
    }
    return this.length;
  }

  skip(length: number): void {
    this.#start += length;
    this.#offset += length;
  }

  async close(): Promise<void> {
    this.#done = true;
    await this.#chunks.return?.();
  }

  async #read(): Promise<Uint8Array | null> {
    try {
      const next = await this.#chunks.next();
      return next.done === true ? null : next.value;
    } catch (error) {
      if (!(error instanceof SourceError)) throw error;
      this.failure = error.message;
      return null;
    }
  }

  #append(chunk: Uint8Array, wanted: number): void {
    const held = this.length;
    if (held === 0) {
      this.#buffer = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
      this.#owned = false;
      this.#start = 0;
      this.#end = chunk.length;
      return;
    }
    const needed = held + chunk.length;
    const target = needed <= this.#buffer.length && this.#owned ? this.#buffer : Buffer.allocUnsafe(Math.max(wanted, Math.ceil(1.5 * needed)));
    this.#buffer.copy(target, 0, this.#start, this.#end);
    target.set(chunk, held);
    this.#buffer = target;
    this.#owned = true;
    this.#start = 0;
    this.#end = needed;
  }
}
