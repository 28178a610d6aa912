import { decodeBlock } from "@/lib/core/bitcoin/blocks";
import type { Decoded, Hasher } from "@/lib/core/bitcoin/columns";
import { networksByHeader, readHeader } from "@/lib/core/bitcoin/header";
import type { NetworkGuess } from "@/lib/core/bitcoin/network-guess";
import { ByteReader } from "@/lib/core/bitcoin/reader";
import { type Network, NETWORKS } from "@/lib/core/network";
import type { ByteWindow } from "@/lib/platform/chain/byte-window";

export interface BlkContext {
  readonly file: string;
  readonly hasher: Hasher;
  readonly network: NetworkGuess;
  /** The network that was asked for, which other magics contradict. */
  readonly given: Network | null;
  readonly xorKey: Uint8Array | null;
  /** Above 0 the beginning was read in an earlier run, and there may be nothing left. */
  readonly startAt: number;
}

/** Magic and length. */
const FRAME = 8;
const LEAST_BLOCK = 81;
/** Above what any network allows (4 MB, and Litecoin's extension block). */
const MOST_BLOCK = 8_000_000;
/** So many zeros are no part of a block, as far as one can tell. */
const LEAST_ROOM = 64;
const ZEROS = Buffer.alloc(1 << 16);
const STRIDE = 1 << 20;

/** Beyond so many damaged records a file is no blk file worth reading on, and each may cost a whole decoding. */
const MOST_DAMAGE = 1_000;

/** What stands at an offset. */
type Step =
  | { readonly kind: "end"; readonly at: number }
  | { readonly kind: "block"; readonly at: number; readonly decoded: Decoded; readonly length: number }
  | Damaged;
/** `length`: of the record, when its frame is sound. */
interface Damaged {
  readonly kind: "damage";
  readonly at: number;
  readonly reason: string;
  readonly length: number | null;
}

/**
 * Reads a blk file of Bitcoin Core: records of magic, length and block, in any order. Zeros are room that Core reserved and mean nothing. What is
 * no record is stepped over to the next record and reported as one gap; a damaged block in a sound record costs only itself.
 */
export async function* readBlk(window: ByteWindow, context: BlkContext): AsyncGenerator<Decoded> {
  const file = new BlkFile(window, context);
  let gap: Damaged | null = null;
  for (let damaged = 0; damaged < MOST_DAMAGE && !file.isForeign; ) {
    const step = await file.step();
    if (step.kind === "damage") damaged += 1;
    if (step.kind === "damage" && step.length === null) {
      gap ??= step;
      await file.search();
      continue;
    }
    if (gap !== null && file.sawRecord) yield file.reject(gap, ` (${step.at - gap.at} bytes were skipped)`);
    gap = null;
    if (step.kind === "end") break;
    yield step.kind === "block" ? step.decoded : file.reject(step);
    window.skip(step.length ?? 0);
  }
  yield* file.last(gap);
}

class BlkFile {
  sawRecord: boolean;
  /** The file begins as one of another network than was asked for. */
  isForeign = false;
  #network: Network | null = null;
  #sawOnlyZeros = true;
  readonly #window: ByteWindow;
  readonly #context: BlkContext;

  constructor(window: ByteWindow, context: BlkContext) {
    this.#window = window;
    this.#context = context;
    this.sawRecord = context.startAt > 0;
  }

  reject({ at, reason }: Pick<Damaged, "at" | "reason">, more = ""): Decoded {
    return { kind: "rejected", rejection: { file: this.#context.file, position: `byte ${at}`, reason: reason + more } };
  }

  /** What is left to say at the end of reading. */
  *last(gap: Damaged | null): Generator<Decoded> {
    if (gap !== null) yield this.reject(gap, " (the rest of the file is not read)");
    else if (!this.sawRecord) yield this.reject({ at: 0, reason: this.#sawOnlyZeros ? "the file holds only zeros: no block" : "the file holds no block record" });
  }

  async step(): Promise<Step> {
    await this.#skipZeros();
    const length = await this.#window.fill(FRAME);
    const at = this.#window.offset;
    if (length === 0) return { kind: "end", at };
    this.#sawOnlyZeros = false;
    const magic = networkOf(this.#plain(0, Math.min(length, 4)));
    if (magic === null) return { kind: "damage", at, reason: "these bytes are no block record", length: null };
    const refusal = this.#refusal(magic);
    this.sawRecord = true;
    if (refusal !== null) return { kind: "damage", at, reason: refusal, length: null };
    if (length < FRAME) return { kind: "damage", at, reason: "the file ends inside a record's length", length: null };
    const size = new DataView(this.#plain(4, 4).buffer).getUint32(0, true);
    if (!isPossible(size)) return { kind: "damage", at, reason: `the record claims ${size} bytes, and no block has so ${size < LEAST_BLOCK ? "few" : "many"}`, length: null };
    return this.#readRecord(size, magic);
  }

  async #readRecord(size: number, magic: Network): Promise<Step> {
    const there = (await this.#window.fill(FRAME + size)) - FRAME;
    const sound = there >= size && (await this.#isRecordEnd(FRAME + size));
    const bytes = this.#plain(FRAME, Math.min(there, size));
    const at = this.#window.offset;
    const { file, hasher } = this.#context;
    const decoded = decodeBlock(bytes, { network: this.#settle(magic, bytes), hasher, file, position: `byte ${at}`, next: at });
    if (!decoded.ok) {
      const reason = there < size ? `the record is truncated: ${there} of its ${size} bytes are there` : decoded.reason;
      return { kind: "damage", at, reason, length: sound ? FRAME + size : null };
    }
    // Where a record claims more than its block takes, what follows the block is looked at as well.
    const length = FRAME + decoded.length;
    const record = { ...decoded.record, at: { ...decoded.record.at, next: at + length } };
    return { kind: "block", at, decoded: { kind: "record", record }, length };
  }

  /** Another record, reserved room or the end of the file follows. */
  async #isRecordEnd(at: number): Promise<boolean> {
    await this.#window.fill(at + LEAST_ROOM);
    const after = this.#window.view().subarray(at, at + LEAST_ROOM);
    return after.every((byte) => byte === 0) || networkOf(this.#plain(at, Math.min(4, after.length))) !== null;
  }

  #refusal(magic: Network): string | null {
    const known = this.#network ?? this.#context.given;
    if (known === null || sameMagic(known, magic)) return null;
    this.isForeign = !this.sawRecord;
    const text = magic.magic.map((byte) => byte.toString(16).padStart(2, "0")).join("");
    return `this is a record of ${magic.name} (magic ${text}), not of ${known.name}`;
  }

  #settle(magic: Network, bytes: Uint8Array): Network {
    if (this.#network !== null) return this.#network;
    preferByBlock(magic, bytes, this.#context);
    this.#network = this.#context.network.settle();
    return this.#network;
  }

  /** Moves the window from its beginning to the next place that may be a record, or to the end. */
  async search(): Promise<void> {
    this.#window.skip(1);
    for (;;) {
      const length = await this.#window.fill(STRIDE);
      const at = this.#nextRecord(this.#plain(0, length));
      if (at >= 0 || this.#window.atEnd) {
        this.#window.skip(at >= 0 ? at : length);
        return;
      }
      this.#window.skip(length - FRAME + 1);
    }
  }

  /** The first place where a magic stands before a possible length, or as far as can be seen. */
  #nextRecord(bytes: Uint8Array): number {
    const known = this.#network ?? this.#context.given;
    const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    let first = -1;
    for (const { magic } of NETWORKS.filter((network) => known === null || sameMagic(network, known))) {
      const pattern = Buffer.from(magic);
      let at = buffer.indexOf(pattern);
      while (at >= 0 && at + FRAME <= buffer.length && !isPossible(buffer.readUInt32LE(at + 4))) at = buffer.indexOf(pattern, at + 1);
      if (at >= 0 && (first < 0 || at < first)) first = at;
    }
    return first;
  }

  async #skipZeros(): Promise<void> {
    while ((await this.#window.fill(FRAME)) > 0) {
      const view = this.#window.view();
      let at = 0;
      while (at + ZEROS.length <= view.length && view.compare(ZEROS, 0, ZEROS.length, at, at + ZEROS.length) === 0) at += ZEROS.length;
      while (at < view.length && view[at] === 0) at += 1;
      const left = view.length - at;
      this.#window.skip(at - this.#hiddenMagic(at));
      if (left > 0) return;
    }
  }

  /** How many of the zeros before `at` begin an obfuscated magic: where its bytes equal the key's, they are written as zeros. */
  #hiddenMagic(at: number): number {
    if (this.#context.xorKey === null) return 0;
    for (let back = 4; back > 0; back -= 1) if (at >= back && networkOf(this.#plain(at - back, 4)) !== null) return back;
    return 0;
  }

  #plain(at: number, length: number): Uint8Array {
    return deobfuscated(this.#window.view().subarray(at, at + length), this.#window.offset + at, this.#context.xorKey);
  }
}

/** Regtest and Litecoin's regtest have the same magic; the first block tells them apart where it follows the genesis block. */
function preferByBlock(magic: Network, bytes: Uint8Array, { network, hasher }: BlkContext): void {
  const names = NETWORKS.filter((one) => sameMagic(one, magic)).map((one) => one.name);
  if (bytes.length >= LEAST_BLOCK) network.prefer(networksByHeader(readHeader(new ByteReader(bytes), hasher.sha256d)).filter((name) => names.includes(name)));
  network.prefer(names);
}

/** Takes the network from the record at the window's beginning, without reading it. */
export function preferByFirstRecord(window: ByteWindow, context: BlkContext): void {
  const bytes = deobfuscated(window.view().subarray(0, FRAME + LEAST_BLOCK), window.offset, context.xorKey);
  const magic = networkOf(bytes);
  if (magic !== null) preferByBlock(magic, bytes.subarray(FRAME), context);
}

/** Whether a file that begins with these bytes is a blk file obfuscated with this key. */
export function beginsRecord(head: Uint8Array, key: Uint8Array): boolean {
  const frame = deobfuscated(head.subarray(0, FRAME), 0, key);
  return frame.length === FRAME && networkOf(frame) !== null && isPossible(new DataView(frame.buffer).getUint32(4, true));
}

/** A copy of bytes that stand at `offset` of a file, with the obfuscation taken off. */
function deobfuscated(obfuscated: Uint8Array, offset: number, key: Uint8Array | null): Uint8Array {
  const bytes = new Uint8Array(obfuscated);
  if (key !== null) for (let i = 0; i < bytes.length; i += 1) bytes[i] = (bytes[i] ?? 0) ^ (key[(offset + i) % 8] ?? 0);
  return bytes;
}

const isPossible = (size: number): boolean => size >= LEAST_BLOCK && size <= MOST_BLOCK;
const sameMagic = (a: Network, b: Network): boolean => a.magic.every((byte, i) => byte === b.magic[i]);

/** The network whose magic these bytes begin with. */
export const networkOf = (bytes: Uint8Array): Network | null => (bytes.length < 4 ? null : (NETWORKS.find((network) => network.magic.every((byte, i) => bytes[i] === byte)) ?? null));
