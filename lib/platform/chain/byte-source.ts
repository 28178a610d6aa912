import { createReadStream } from "node:fs";
import { open, stat } from "node:fs/promises";
import path from "node:path";
import { createGunzip } from "node:zlib";

/** Why a file's bytes cannot be read any further: said to the user as a rejection, after what was good. */
export class SourceError extends Error {}

export interface ByteSource {
  readonly gzip: boolean;
  /** The key of Bitcoin Core's `xor.dat`, or null. */
  readonly xorKey: Uint8Array | null;
  /** The file's bytes from `startAt` on, unpacked. Throws a SourceError where they end badly. */
  readonly chunks: AsyncIterable<Uint8Array>;
}

const CHUNK = 1 << 20;
/** RELIABILITY: unpacked data may be 100 times as large as packed, at most; short files of zeros are let through. */
const MAX_RATIO = 100;
const RATIO_FROM = 32 << 20;
const MAX_UNPACKED = 64 * 2 ** 30;

/**
 * Opens a plain or gzipped file (told by its first bytes). Offsets count unpacked bytes.
 * @throws SourceError when it cannot be opened.
 */
export async function openBytes(file: string, startAt: number, signal: AbortSignal): Promise<ByteSource> {
  const head = await firstBytes(file, 2);
  const gzip = head[0] === 0x1f && head[1] === 0x8b;
  return { gzip, xorKey: await xorKeyBeside(file), chunks: gzip ? from(unpack(file, signal), startAt) : readPlain(file, startAt, signal) };
}

/** The first bytes of a file, fewer where it is shorter. */
export async function firstBytes(file: string, length: number): Promise<Uint8Array> {
  try {
    if (!(await stat(file)).isFile()) throw new SourceError("it is not a file");
    const handle = await open(file, "r");
    try {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, 0);
      return new Uint8Array(buffer.subarray(0, bytesRead));
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw asSourceError(error);
  }
}

/** Bitcoin Core 28 and later write blk files XORed with the eight bytes of `xor.dat` in the same folder; all zeros mean plain. */
async function xorKeyBeside(file: string): Promise<Uint8Array | null> {
  if (!/^blk\d+\.dat(\.gz)?$/.test(path.basename(file))) return null;
  try {
    const key = await firstBytes(path.join(path.dirname(file), "xor.dat"), 9);
    return key.length === 8 && key.some((byte) => byte !== 0) ? key : null;
  } catch (error) {
    if (error instanceof SourceError) return null;
    throw error;
  }
}

async function* readPlain(file: string, startAt: number, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  const stream = createReadStream(file, { start: startAt, highWaterMark: CHUNK, signal });
  try {
    for await (const chunk of stream) yield chunk as Uint8Array;
  } catch (error) {
    signal.throwIfAborted();
    throw asSourceError(error);
  } finally {
    stream.destroy();
  }
}

async function* unpack(file: string, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  const packed = createReadStream(file, { highWaterMark: 1 << 16, signal });
  const gunzip = createGunzip({ chunkSize: CHUNK });
  packed.on("error", (error) => gunzip.destroy(error));
  packed.pipe(gunzip);
  let unpacked = 0;
  try {
    for await (const chunk of gunzip) {
      const bytes = chunk as Uint8Array;
      unpacked += bytes.length;
      refuseBomb(unpacked, gunzip.bytesWritten);
      yield bytes;
    }
  } catch (error) {
    signal.throwIfAborted();
    throw asSourceError(error);
  } finally {
    packed.destroy();
    gunzip.destroy();
  }
}

function refuseBomb(unpacked: number, packed: number): void {
  if (unpacked > RATIO_FROM && unpacked > MAX_RATIO * packed) throw new SourceError(`the gzip data unpack to more than ${MAX_RATIO} times their size: refused as a trap; unpack the file yourself if it is none`);
  if (unpacked > MAX_UNPACKED) throw new SourceError("the gzip data unpack to more than 64 GiB: split the file");
}

async function* from(chunks: AsyncIterable<Uint8Array>, startAt: number): AsyncGenerator<Uint8Array> {
  let left = startAt;
  for await (const chunk of chunks) {
    if (chunk.length > left) yield left === 0 ? chunk : chunk.subarray(left);
    left = Math.max(0, left - chunk.length);
  }
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file",
  EACCES: "Assay may not read it",
  EPERM: "Assay may not read it",
  EISDIR: "it is a folder",
  Z_BUF_ERROR: "the gzip data end too early: the file is truncated",
  Z_DATA_ERROR: "the gzip data are damaged",
};

function asSourceError(error: unknown): SourceError {
  if (error instanceof SourceError) return error;
  const { code = "", message } = error as NodeJS.ErrnoException;
  return new SourceError(REASONS[code] ?? `it cannot be read: ${message}`, { cause: error });
}
