import path from "node:path";
import type { Decoded } from "@/lib/core/bitcoin/columns";
import { NetworkGuess } from "@/lib/core/bitcoin/network-guess";
import { type Network, networkByName, type NetworkName } from "@/lib/core/network";
import { beginsRecord, networkOf, preferByFirstRecord, readBlk } from "@/lib/platform/chain/blk";
import { type BlockContext, MOST_BLOCK, readHexBlocks, readRawBlock } from "@/lib/platform/chain/block-reader";
import { openBytes, SourceError } from "@/lib/platform/chain/byte-source";
import { ByteWindow } from "@/lib/platform/chain/byte-window";
import { readCsv } from "@/lib/platform/chain/csv-reader";
import { type ChainFormat, detectShape, type Shape } from "@/lib/platform/chain/detect";
import { nodeHasher } from "@/lib/platform/chain/hasher";
import { readJson } from "@/lib/platform/chain/json-reader";

export interface ReadOptions {
  readonly format: "auto" | ChainFormat;
  /** Null: told by the file itself (magic, genesis block, addresses), else bitcoin. */
  readonly network: NetworkName | null;
  /** Where an earlier run stopped: the `next` of the last record that was kept, or 0. Offsets count unpacked bytes. */
  readonly startAt: number;
  readonly signal: AbortSignal;
}

/** A record or rejection, with the format the file turned out to have and the network its records are of; null when it is neither. */
export type FileItem = Decoded & { readonly format: ChainFormat | null; readonly network: NetworkName | null };

const HEAD = 1 << 16;
/** A file with more bad records is something else than it seems. */
const MOST_REJECTIONS = 10_000;

interface Reading {
  readonly file: string;
  readonly options: ReadOptions;
  window: ByteWindow;
  network: NetworkGuess;
  readonly given: Network | null;
  xorKey: Uint8Array | null;
  format: ChainFormat | null;
}

/**
 * Reads any file of chain data, plain or gzipped, as a stream: memory holds one record and a chunk. What is wrong with the file or a record comes out as
 * a rejection with its place; only an abort throws.
 */
export async function* readChainFile(file: string, options: ReadOptions): AsyncGenerator<FileItem> {
  const reading = await begin(file, options);
  if (!("window" in reading)) {
    yield { ...reading, format: null, network: options.network };
    return;
  }
  let rejections = 0;
  try {
    for await (const decoded of read(reading)) {
      rejections += decoded.kind === "rejected" ? 1 : 0;
      yield { ...decoded, format: reading.format, network: decoded.kind === "record" ? reading.network.settle().name : options.network };
      if (rejections >= MOST_REJECTIONS) {
        yield { ...rejected(file, "", `more than ${MOST_REJECTIONS} bad records: the rest of the file is not read`), format: reading.format, network: options.network };
        return;
      }
    }
  } finally {
    await reading.window.close();
  }
}

async function begin(file: string, options: ReadOptions): Promise<Reading | Extract<Decoded, { kind: "rejected" }>> {
  if (/^rev\d+\.dat$/.test(path.basename(file))) return rejected(file, "", "it holds Bitcoin Core's undo data, not blocks: import the blk file beside it");
  try {
    const given = options.network === null ? null : networkByName(options.network);
    const { chunks, xorKey } = await openBytes(file, 0, options.signal);
    return { file, options, window: new ByteWindow(chunks, 0, options.signal), network: new NetworkGuess(given, nodeHasher), given, xorKey, format: null };
  } catch (error) {
    if (error instanceof SourceError) return rejected(file, "", error.message);
    throw error;
  }
}

const rejected = (file: string, position: string, reason: string): Extract<Decoded, { kind: "rejected" }> => ({ kind: "rejected", rejection: { file, position, reason } });

/** The records, then why the file ended before its time, if it did. */
async function* read(reading: Reading): AsyncGenerator<Decoded> {
  await reading.window.fill(HEAD);
  yield* readAs(reading, shapeOf(reading));
  const { window, file } = reading;
  if (window.failure !== null) yield rejected(file, `byte ${window.offset + window.length}`, window.failure);
}

/** The shape of the file, or the one that the format asked for has. */
function shapeOf(reading: Reading): Shape {
  const head = reading.window.view().subarray(0, HEAD);
  // Core obfuscates a folder's files all or none; a file from elsewhere that was put there shows its magic.
  const isPlain = reading.xorKey === null || (!beginsRecord(head, reading.xorKey) && networkOf(head) !== null);
  if (isPlain) reading.xorKey = null;
  const shape: Shape = isPlain ? detectShape(head) : { kind: "blk" };
  const { format } = reading.options;
  if (format === "auto" || shape.kind === "none") return shape;
  if (format === "block") return { kind: shape.kind === "hex" ? "hex" : "binary" };
  return { kind: format === "core-json" || format === "esplora" ? "json" : format };
}

async function* readAs(reading: Reading, shape: Shape): AsyncGenerator<Decoded> {
  const { window, file, options, network } = reading;
  switch (shape.kind) {
    case "none":
      yield rejected(file, "byte 0", shape.reason);
      break;
    case "blk":
      yield* readBlkFrom(reading);
      break;
    case "binary":
      yield* readBinary(reading);
      break;
    case "hex":
      reading.format = "block";
      yield* readHexBlocks(window, blockContext(reading));
      break;
    case "csv":
      reading.format = "csv";
      yield* readCsv(window, { file, hasher: nodeHasher, network, startAt: options.startAt });
      break;
    case "json": {
      const wanted = options.format === "core-json" || options.format === "esplora" ? options.format : "auto";
      yield* readJson(window, { ...blockContext(reading), wanted }, (found) => (reading.format = found));
    }
  }
}

/** A resumed blk file is read from the offset on; its beginning has told its network. */
async function* readBlkFrom(reading: Reading): AsyncGenerator<Decoded> {
  const { file, options, network, given, xorKey, window } = reading;
  const { startAt, signal } = options;
  reading.format = "blk";
  const context = { file, hasher: nodeHasher, network, given, xorKey, startAt };
  if (startAt === 0) {
    yield* readBlk(window, context);
    return;
  }
  preferByFirstRecord(window, context);
  await window.close();
  reading.window = new ByteWindow((await openBytes(file, startAt, signal)).chunks, startAt, signal);
  yield* readBlk(reading.window, context);
}

/** A raw block; or a blk file whose beginning is damaged, so that it shows no magic. */
async function* readBinary(reading: Reading): AsyncGenerator<Decoded> {
  const { window, file, options, given } = reading;
  const network = new NetworkGuess(given, nodeHasher);
  const block = await readRawBlock(window, { ...blockContext(reading), network });
  if (block?.kind === "record" || options.format === "block") {
    reading.format = "block";
    reading.network = network;
    if (block === null) yield rejected(file, "byte 0", `it is longer than any block, ${MOST_BLOCK} bytes`);
    else if (window.offset + window.length > options.startAt) yield block;
    return;
  }
  const context = { file, hasher: nodeHasher, network: reading.network, given, xorKey: null, startAt: 0 };
  const kept: Decoded[] = [];
  for await (const decoded of readBlk(window, context)) {
    if (decoded.kind === "record") reading.format = "blk";
    if (reading.format === null) kept.push(decoded);
    else yield* [...kept.splice(0), decoded];
  }
  if (reading.format === null) yield rejected(file, "byte 0", unknownReason(file, block));
}

function unknownReason(file: string, block: Decoded | null): string {
  const asBlock = block?.kind === "rejected" ? `as a raw block: ${block.rejection.reason}; ` : "";
  const hint = /^blk\d+\.dat/.test(path.basename(file)) ? "; blk files of Bitcoin Core 28 and later need their xor.dat beside them" : "";
  return `it is no format that Assay can read (${asBlock}no network's magic in it; neither JSON nor CSV of transactions${hint})`;
}

function blockContext({ file, options, network }: Reading): BlockContext {
  return { file, hasher: nodeHasher, network, startAt: options.startAt, fileNameHeight: heightInName(file) };
}

/** A file name that is a number and nothing else before its extensions, such as 100000.bin. */
function heightInName(file: string): number | null {
  const [name = ""] = path.basename(file).split(".", 1);
  return /^\d{1,8}$/.test(name) ? parseInt(name, 10) : null;
}
