import { AppError } from "@/lib/core/errors";

/** Just enough of POSIX tar for an archive of small plain files that `tar tzf` can list. */
const BLOCK = 512;
/** Entries are read whole; what claims to be larger was not written by us. */
const MAX_ENTRY = 64 * 1024 * 1024;

export interface TarEntry {
  readonly name: string;
  readonly data: Buffer;
}

const octal = (value: number, length: number): string => `${value.toString(8).padStart(length - 1, "0")}\0`;

/** Header, data and padding of one file. Times are 0, so that the same data gives the same bytes. */
export function tarEntry({ name, data }: TarEntry): Buffer {
  const header = Buffer.alloc(BLOCK);
  const put = (text: string, at: number): unknown => header.write(text, at, "latin1");
  if (Buffer.byteLength(name) > 99) throw new Error(`the name ${name} is too long for an archive`);
  put(name, 0);
  put(octal(0o600, 8), 100);
  put(octal(0, 8), 108);
  put(octal(0, 8), 116);
  put(octal(data.length, 12), 124);
  put(octal(0, 12), 136);
  put("        ", 148);
  put("0", 156);
  put("ustar\u000000", 257);
  put(`${checksum(header).toString(8).padStart(6, "0")}\0 `, 148);
  return Buffer.concat([header, data, Buffer.alloc(-data.length & (BLOCK - 1))]);
}

export const TAR_END = Buffer.alloc(2 * BLOCK);

/** Sum of the header's bytes, its own field read as blanks. */
function checksum(header: Buffer): number {
  let sum = 8 * 32;
  for (const [at, byte] of header.entries()) if (at < 148 || at >= 156) sum += byte;
  return sum;
}

/** The files of an archive, one at a time. @throws AppError invalid_input where the archive is damaged or cut off */
export async function* readTar(source: AsyncIterable<Buffer>): AsyncGenerator<TarEntry> {
  const bytes = new ByteQueue(source);
  for (;;) {
    const header = await bytes.take(BLOCK);
    if (header.every((byte) => byte === 0)) return;
    const at = bytes.position - BLOCK;
    const name = header.toString("latin1", 0, 100).replace(/\0.*$/s, "");
    const size = octalField(header, 124, 12);
    const sum = octalField(header, 148, 8);
    if (sum !== checksum(header) || size === null || size > MAX_ENTRY) throw damaged(at, "this is not the header of a file");
    const data = await bytes.take(size);
    await bytes.take(-size & (BLOCK - 1));
    yield { name, data };
  }
}

function octalField(header: Buffer, at: number, length: number): number | null {
  const text = header.toString("latin1", at, at + length).replace(/[\0 ]+$/, "");
  return /^[0-7]+$/.test(text) ? parseInt(text, 8) : null;
}

export const damaged = (position: number, reason: string): AppError => new AppError("invalid_input", `The backup is damaged at byte ${position} of its unpacked content: ${reason}. Nothing was restored.`);

class ByteQueue {
  position = 0;
  private readonly chunks: AsyncIterator<Buffer>;
  private rest: Buffer = Buffer.alloc(0);

  constructor(source: AsyncIterable<Buffer>) {
    this.chunks = source[Symbol.asyncIterator]();
  }

  async take(length: number): Promise<Buffer> {
    const parts: Buffer[] = [];
    let missing = length;
    while (missing > 0) {
      if (this.rest.length === 0) {
        const next = await this.chunks.next();
        if (next.done === true) throw damaged(this.position, "it ends here");
        this.rest = next.value;
      }
      const part = this.rest.subarray(0, missing);
      this.rest = this.rest.subarray(part.length);
      this.position += part.length;
      missing -= part.length;
      parts.push(part);
    }
    return parts.length === 1 && parts[0] !== undefined ? parts[0] : Buffer.concat(parts, length);
  }
}
