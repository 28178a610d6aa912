const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const NEWLINE = 0x0a;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;
const COMMA = 0x2c;

/** Deeper than any record of ours, and too deep for none of our code. */
export const MAX_DEPTH = 64;

export const isBlank = (byte: number | undefined): boolean => byte === 0x20 || byte === NEWLINE || byte === 0x0d || byte === 0x09;

/** How the search for the end of a value went: `end` is after it; `more` when the bytes ended first; `broken` where brackets do not match. */
export type Scan = { readonly kind: "end" | "more" | "broken"; readonly at: number; readonly tooDeep: boolean };

/**
 * Finds the end of one JSON value without parsing it, in one pass and going on where it stopped when more bytes come. Strings are jumped
 * over with a native search.
 */
export class ValueScanner {
  #closers = new Uint8Array(MAX_DEPTH);
  #depth = 0;
  #tooDeep = false;
  #inString = false;
  #started = false;
  #scalar = false;
  #at = 0;

  begin(): void {
    this.#depth = 0;
    this.#tooDeep = false;
    this.#inString = false;
    this.#started = false;
    this.#scalar = false;
    this.#at = 0;
  }

  /** The value is a number or a word, which ends where something else begins. */
  get isScalar(): boolean {
    return this.#scalar;
  }

  /** Forgets bytes that were scanned, all but the last: a backslash there may belong to a quote that follows. */
  dropScanned(length: number): number {
    const dropped = Math.max(0, length - 1);
    this.#at -= dropped;
    return dropped;
  }

  /** @param bytes from the value's first byte on; more of them at each call */
  scan(bytes: Buffer): Scan {
    for (;;) {
      if (this.#inString && !this.#leaveString(bytes)) return this.#scan("more");
      if (this.#started && this.#depth === 0 && !this.#scalar) return this.#scan("end");
      const byte = bytes[this.#at];
      if (byte === undefined) return this.#scan("more");
      if (this.#scalar && endsScalar(byte)) return this.#scan("end");
      if (!this.#step(byte)) return this.#scan("broken");
      this.#at += 1;
    }
  }

  #step(byte: number): boolean {
    const first = !this.#started;
    this.#started = true;
    if (byte === QUOTE) this.#inString = true;
    else if (byte === OPEN_OBJECT || byte === OPEN_LIST) this.#open(byte === OPEN_OBJECT ? CLOSE_OBJECT : CLOSE_LIST);
    else if (byte === CLOSE_OBJECT || byte === CLOSE_LIST) return this.#close(byte);
    else if (first) this.#scalar = true;
    return true;
  }

  #open(closer: number): void {
    if (this.#depth < MAX_DEPTH) this.#closers[this.#depth] = closer;
    else this.#tooDeep = true;
    this.#depth += 1;
  }

  #close(closer: number): boolean {
    if (this.#depth === 0) return false;
    this.#depth -= 1;
    return this.#depth >= MAX_DEPTH || this.#closers[this.#depth] === closer;
  }

  /** Moves behind the closing quote. @returns false when it is not there yet. */
  #leaveString(bytes: Buffer): boolean {
    for (;;) {
      const quote = bytes.indexOf(QUOTE, this.#at);
      if (quote < 0) {
        this.#at = bytes.length;
        return false;
      }
      let slashes = 0;
      while (bytes[quote - 1 - slashes] === BACKSLASH) slashes += 1;
      this.#at = quote + 1;
      if (slashes % 2 === 0) {
        this.#inString = false;
        return true;
      }
    }
  }

  #scan(kind: Scan["kind"]): Scan {
    return { kind, at: this.#at, tooDeep: this.#tooDeep };
  }
}

const endsScalar = (byte: number): boolean => isBlank(byte) || byte === COMMA || byte === CLOSE_LIST || byte === CLOSE_OBJECT;

/** Whether a text is whole JSON by its brackets, and not deeper than allowed. */
export function scanWhole(bytes: Buffer): Scan {
  const scanner = new ValueScanner();
  scanner.begin();
  return scanner.scan(bytes);
}
