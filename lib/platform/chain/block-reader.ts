import { decodeLooseBlock } from "@/lib/core/bitcoin/blocks";
import type { Decoded, Hasher } from "@/lib/core/bitcoin/columns";
import { hexBytes } from "@/lib/core/bitcoin/fields";
import type { NetworkGuess } from "@/lib/core/bitcoin/network-guess";
import type { ByteWindow } from "@/lib/platform/chain/byte-window";

export interface BlockContext {
  readonly file: string;
  readonly hasher: Hasher;
  readonly network: NetworkGuess;
  readonly startAt: number;
  readonly fileNameHeight: number | null;
}

/** Above what any network allows. */
export const MOST_BLOCK = 8_000_000;

/** The block that the window holds to its end, or null when that is longer than any block. */
export async function readRawBlock(window: ByteWindow, context: BlockContext): Promise<Decoded | null> {
  const length = await window.fill(MOST_BLOCK + 1);
  if (length > MOST_BLOCK) return null;
  const bytes = new Uint8Array(window.view());
  const { file, hasher, network, fileNameHeight } = context;
  return decodeLooseBlock(bytes, { file, hasher, network, position: "byte 0", next: window.offset + length, fileNameHeight });
}

/** Blocks in hex, one a line. */
export async function* readHexBlocks(window: ByteWindow, context: BlockContext): AsyncGenerator<Decoded> {
  for (let line = 1; ; line += 1) {
    const length = await lineLength(window);
    if (length === 0 && window.atEnd && window.length === 0) return;
    const position = `line ${line}`;
    if (length > 2 * MOST_BLOCK + 2) {
      yield { kind: "rejected", rejection: { file: context.file, position, reason: "the line is longer than any block (the rest of the file is not read)" } };
      return;
    }
    const text = window.view().subarray(0, length).toString("latin1").trim();
    window.skip(Math.min(length + 1, window.length));
    if (text !== "" && window.offset > context.startAt) yield decodeHex(text, { position, next: window.offset }, context);
  }
}

async function lineLength(window: ByteWindow): Promise<number> {
  for (let from = 0; ; ) {
    const at = window.view().indexOf(0x0a, from);
    if (at >= 0) return at;
    from = window.length;
    if (window.atEnd || from > 2 * MOST_BLOCK + 2) return from;
    await window.fill(from + 1);
  }
}

function decodeHex(text: string, { position, next }: { position: string; next: number }, context: BlockContext): Decoded {
  const { file, hasher, network, fileNameHeight } = context;
  const bytes = hexBytes(text);
  if (bytes === null) return { kind: "rejected", rejection: { file, position, reason: "it is not an even number of hex digits" } };
  return decodeLooseBlock(bytes, { file, hasher, network, position, next, fileNameHeight });
}
