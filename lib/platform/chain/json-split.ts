import type { ByteWindow } from "@/lib/platform/chain/byte-window";
import { isBlank, MAX_DEPTH, type Scan, scanWhole, ValueScanner } from "@/lib/platform/chain/json-scanner";

/** One JSON value of a file, or what is wrong where one should be. `next` is the offset after it. */
export interface JsonItem {
  readonly position: string;
  readonly next: number;
  readonly bytes: Buffer | null;
  readonly problem: string | null;
}

/** More than Core prints for the largest block with every previous output. */
const MOST_ITEM = 64 << 20;
const HEAD = 1 << 20;
const LOOK = 1 << 16;
const NEWLINE = 0x0a;
const TOO_LONG = `it is longer than ${MOST_ITEM >> 20} MiB`;
const TOO_DEEP = `it is nested deeper than ${MAX_DEPTH} levels`;
const CUT_OFF = "the file ends inside this record";

/**
 * Splits JSON of any size into records: one a line, the elements of a list, or values one after the other. Never holds more than one record.
 */
export async function* splitJson(window: ByteWindow): AsyncGenerator<JsonItem> {
  await window.fill(3);
  const view = window.view();
  if (view[0] === 0xef && view[1] === 0xbb && view[2] === 0xbf) window.skip(3);
  await window.fill(HEAD);
  yield* hasLines(window.view()) ? splitLines(window) : splitValues(window);
}

/**
 * One record a line: so a line that is damaged ends at its end. Told by a first line that is whole, or is followed by one that begins as a record;
 * a bracket alone on a line is of a value that is spread over several.
 */
function hasLines(head: Buffer): boolean {
  const start = head.findIndex((byte) => !isBlank(byte));
  const end = head.indexOf(NEWLINE, Math.max(start, 0));
  if (start < 0 || end < 0 || head[start] !== 0x7b) return false;
  const first = head.subarray(start, end);
  if (/^\s*[{}]\s*$/m.test(head.subarray(0, LOOK).toString("latin1"))) return false;
  const scan = scanWhole(first);
  return (scan.kind === "end" && first.subarray(scan.at).every(isBlank)) || head[end + 1] === 0x7b;
}

async function* splitLines(window: ByteWindow): AsyncGenerator<JsonItem> {
  for (let line = 1; (await window.fill(1)) > 0; line += 1) {
    const length = await findNewline(window);
    const position = `line ${line}`;
    if (length < 0) {
      const next = window.offset;
      if (next > 0) yield { position, next, bytes: null, problem: TOO_LONG };
      continue;
    }
    const bytes = window.view().subarray(0, length);
    const next = window.offset + Math.min(length + 1, window.length);
    if (!bytes.every(isBlank)) yield lineItem({ position, next, bytes });
    window.skip(next - window.offset);
  }
}

function lineItem(item: { position: string; next: number; bytes: Buffer }): JsonItem {
  const scan = scanWhole(item.bytes);
  return scan.tooDeep ? { ...item, bytes: null, problem: TOO_DEEP } : { ...item, problem: null };
}

/** The length of the line at the window's beginning; -1 when it is too long and was skipped. */
async function findNewline(window: ByteWindow): Promise<number> {
  let from = 0;
  for (;;) {
    const at = window.view().indexOf(NEWLINE, from);
    if (at >= 0) return at;
    if (window.atEnd) return window.length;
    from = window.length;
    if (from > MOST_ITEM) {
      await skipLine(window);
      return -1;
    }
    await window.fill(from + 1);
  }
}

async function skipLine(window: ByteWindow): Promise<void> {
  for (;;) {
    const at = window.view().indexOf(NEWLINE);
    window.skip(at >= 0 ? at + 1 : window.length);
    if (at >= 0 || (await window.fill(1)) === 0) return;
  }
}

/** Values one after the other, or the elements of lists. */
async function* splitValues(window: ByteWindow): AsyncGenerator<JsonItem> {
  const place = new Place();
  const scanner = new ValueScanner();
  while (await place.toNext(window)) {
    const position = place.name();
    const scan = await scanValue(window, scanner);
    if (scan.kind === "broken") {
      yield { position, next: window.offset, bytes: null, problem: `the brackets do not match at byte ${window.offset + scan.at}: the rest of the file is not read` };
      return;
    }
    const next = window.offset + scan.at;
    const problem = scan.kind === "more" ? CUT_OFF : scan.length > MOST_ITEM ? TOO_LONG : scan.tooDeep ? TOO_DEEP : null;
    const bytes = window.view().subarray(0, scan.at);
    yield { position, next, bytes: problem === null ? bytes : null, problem };
    if (scan.kind === "more") return;
    place.pass(bytes);
    window.skip(scan.at);
  }
  if (place.isInList) yield { position: place.name(), next: window.offset, bytes: null, problem: "the file ends inside its list" };
}

/** Scans the value at the window's beginning. Of one that is too long only its end stays in the window. */
async function scanValue(window: ByteWindow, scanner: ValueScanner): Promise<Scan & { readonly length: number }> {
  scanner.begin();
  let dropped = 0;
  for (;;) {
    const scan = scanner.scan(window.view());
    if (scan.kind === "more" && !window.atEnd) {
      if (window.length > MOST_ITEM) {
        dropped += window.length;
        window.skip(scanner.dropScanned(window.length));
      }
      await window.fill(window.length + 1);
      continue;
    }
    // A number at the very end of a file has nothing behind it that would end it.
    const ended = scan.kind === "more" && scanner.isScalar ? "end" : scan.kind;
    return { ...scan, kind: ended, length: dropped + scan.at };
  }
}

/** Where in the file we are: in a list or not, at which element, at which line. */
class Place {
  #inList = false;
  #index = 0;
  #line = 1;

  get isInList(): boolean {
    return this.#inList;
  }

  /** Steps over what stands between values. @returns false at the end of the file. */
  async toNext(window: ByteWindow): Promise<boolean> {
    while ((await window.fill(1)) > 0) {
      const view = window.view();
      let at = 0;
      while (at < view.length && this.#isBetween(view[at] ?? 0)) at += 1;
      window.skip(at);
      if (at < view.length) return true;
    }
    return false;
  }

  #isBetween(byte: number): boolean {
    if (byte === NEWLINE) this.#line += 1;
    if (!this.#inList && byte === 0x5b) {
      this.#inList = true;
      this.#index = 0;
      return true;
    }
    if (!this.#inList) return isBlank(byte);
    if (byte === 0x5d) this.#inList = false;
    return byte === 0x5d || byte === 0x2c || isBlank(byte);
  }

  name(): string {
    return this.#inList ? `[${this.#index}]` : `line ${this.#line}`;
  }

  pass(bytes: Buffer): void {
    this.#index += 1;
    if (this.#inList) return;
    for (let at = bytes.indexOf(NEWLINE); at >= 0; at = bytes.indexOf(NEWLINE, at + 1)) this.#line += 1;
  }
}
