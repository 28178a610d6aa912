import { decodeLooseBlock } from "@/lib/core/bitcoin/blocks";
import type { Decoded, Hasher } from "@/lib/core/bitcoin/columns";
import { decodeCoreBlock } from "@/lib/core/bitcoin/core-json";
import { addCoreTx } from "@/lib/core/bitcoin/core-loose";
import { hexBytes } from "@/lib/core/bitcoin/fields";
import type { NetworkGuess } from "@/lib/core/bitcoin/network-guess";
import { addEsploraTx, TxBatch } from "@/lib/core/bitcoin/tx-batch";
import type { ByteWindow } from "@/lib/platform/chain/byte-window";
import { type JsonItem, splitJson } from "@/lib/platform/chain/json-split";

export interface JsonContext {
  readonly file: string;
  readonly hasher: Hasher;
  readonly network: NetworkGuess;
  /** Records that end at or before this offset were read in an earlier run. */
  readonly startAt: number;
  /** The format asked for; `auto` takes each record as what it is. */
  readonly wanted: "auto" | "core-json" | "esplora";
  readonly fileNameHeight: number | null;
}

export type JsonFormat = "core-json" | "esplora";

/** Reads blocks of Core and transactions of Esplora from JSON, in any order. `format` tells which kind the file was found to hold. */
export async function* readJson(window: ByteWindow, context: JsonContext, format: (found: JsonFormat) => void): AsyncGenerator<Decoded> {
  const batch = new TxBatch(context.file, context.hasher, context.startAt);
  let items = 0;
  for await (const item of splitJson(window)) {
    items += 1;
    if (item.next <= context.startAt) continue;
    const parsed = parse(item);
    if (!parsed.ok) batch.reject(item.position, parsed.reason);
    const block = parsed.ok ? take(parsed.value, { item, batch, context, format }) : null;
    if (block !== null) {
      yield* batch.flush();
      yield block;
    } else if (batch.isFull) yield* batch.flush();
  }
  yield* batch.flush();
  if (items === 0) yield { kind: "rejected", rejection: { file: context.file, position: "byte 0", reason: "the file holds no record" } };
}

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

type Parsed = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly reason: string };

function parse({ bytes, problem }: JsonItem): Parsed {
  if (bytes === null) return { ok: false, reason: problem ?? "it cannot be read" };
  if (bytes.includes('"__proto__"')) return { ok: false, reason: 'it has a key "__proto__", which no chain data have' };
  try {
    return { ok: true, value: JSON.parse(utf8.decode(bytes)) as unknown };
  } catch (error) {
    if (error instanceof SyntaxError) return { ok: false, reason: `it is not JSON: ${printable(error.message)}` };
    if (error instanceof TypeError) return { ok: false, reason: "it is not UTF-8 text" };
    throw error;
  }
}

interface Taking {
  readonly item: JsonItem;
  readonly batch: TxBatch;
  readonly context: JsonContext;
  readonly format: (found: JsonFormat) => void;
}

/** Takes one record: a transaction into the batch (then null is returned), or a block. */
function take(value: unknown, taking: Taking): Decoded | null {
  const { item, batch, context } = taking;
  const { position, next } = item;
  const kind = kindOf(value);
  if (kind === null) {
    batch.reject(position, "it is neither a block nor a transaction");
    return null;
  }
  if (kind === "envelope") return takeResult(value as Envelope, taking);
  const found = kind === "esplora" ? "esplora" : "core-json";
  if (context.wanted !== "auto" && context.wanted !== found) {
    batch.reject(position, `it is ${NAMES[found]}, not ${NAMES[context.wanted]}`);
    return null;
  }
  taking.format(found);
  const { file, hasher, network } = context;
  if (kind === "block") return decodeCoreBlock(value, { file, hasher, network, position, next });
  if (kind === "hex") return decodeHex(value as string, taking);
  (kind === "esplora" ? addEsploraTx : addCoreTx)(batch, value, item, network);
  return null;
}

const NAMES: Readonly<Record<JsonFormat, string>> = { "core-json": "Core's JSON", esplora: "an Esplora transaction" };

interface Envelope {
  readonly result: unknown;
  readonly error?: unknown;
}

/** The reply of a JSON-RPC server, saved whole. */
function takeResult({ result, error }: Envelope, taking: Taking): Decoded | null {
  if (error === null || error === undefined) {
    const inner = kindOf(result) === "envelope" ? null : result;
    return take(inner, taking);
  }
  const message = typeof error === "object" && "message" in error && typeof error.message === "string" ? error.message : "no message";
  taking.batch.reject(taking.item.position, `it is an error of the server: ${printable(message)}`);
  return null;
}

type Kind = "block" | "esplora" | "core-tx" | "envelope" | "hex";

function kindOf(value: unknown): Kind | null {
  if (typeof value === "string") return value.length >= 160 && /^[0-9a-fA-F]*$/.test(value) ? "hex" : null;
  if (typeof value !== "object" || value === null || Array.isArray(value)) return null;
  const has = (...keys: readonly string[]): boolean => keys.some((key) => Object.hasOwn(value, key));
  if (has("merkleroot", "tx")) return "block";
  if (has("vin", "vout")) return isCoreTx(value as Record<string, unknown>) ? "core-tx" : "esplora";
  return has("result") ? "envelope" : null;
}

/** Core's outputs have `scriptPubKey`, Esplora's `scriptpubkey`. */
function isCoreTx({ vout }: Record<string, unknown>): boolean {
  const first = Array.isArray(vout) ? (vout[0] as unknown) : null;
  return typeof first === "object" && first !== null && Object.hasOwn(first, "scriptPubKey");
}

/** `getblock` with verbosity 0: the raw block in hex. */
function decodeHex(text: string, { item: { position, next }, context: { file, hasher, network, fileNameHeight } }: Taking): Decoded {
  const bytes = hexBytes(text);
  if (bytes === null) return { kind: "rejected", rejection: { file, position, reason: "it is an odd number of hex digits" } };
  return decodeLooseBlock(bytes, { file, position, next, hasher, network, fileNameHeight });
}

/** A message without control characters, cut to a length that can be shown. */
const printable = (text: string): string => text.replace(/\p{C}/gu, "?").slice(0, 160);
