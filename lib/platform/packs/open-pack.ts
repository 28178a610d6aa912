import { createHash } from "node:crypto";
import { readFile, stat } from "node:fs/promises";
import path from "node:path";
import { AppError } from "@/lib/core/errors";
import { readBip329Line } from "@/lib/core/packs/bip329";
import type { CsvClaimColumn } from "@/lib/core/packs/csv-claims";
import { formatOfJson, kindOfText, type TextKind } from "@/lib/core/packs/detect";
import { listOf } from "@/lib/core/packs/json-values";
import { readMisp } from "@/lib/core/packs/misp";
import { currencyOfListName, readAddressList } from "@/lib/core/packs/ofac";
import { readPoolList } from "@/lib/core/packs/pool-lists";
import { PACK_FORMATS, type PackContext, type PackFormat, type PackHeader, type PackItem } from "@/lib/core/packs/record";
import { textComplaint } from "@/lib/core/packs/text";
import type { NetworkName } from "@/lib/core/network";
import type { OpenPack } from "@/lib/features/claims/claims-import.ports";
import { nodeHasher } from "@/lib/platform/chain/hasher";
import { scanWhole } from "@/lib/platform/chain/json-scanner";
import { readClaimsCsv } from "@/lib/platform/packs/read-csv";
import { openTagPack } from "@/lib/platform/packs/open-tagpack";

export interface OpenOrder {
  readonly path: string;
  /** The file's name as people know it. */
  readonly name: string;
  readonly format: "auto" | PackFormat;
  /** Names the source of records that name none, and the pack where the file has no title. */
  readonly source: string | null;
  readonly network: NetworkName | null;
  /** Of a CSV: which of its columns holds what, where their names do not tell. */
  readonly columns?: Readonly<Partial<Record<CsvClaimColumn, string>>>;
}

/** A pack is held in memory as text while it is read. */
const MOST_BYTES = 128 << 20;
const BATCH = 1_000;

/**
 * Opens a label pack of any of the formats; what it is, its content tells.
 * @throws AppError invalid_input when it is none, too_large, not_found
 */
export async function openPack(order: OpenOrder): Promise<OpenPack> {
  const bytes = await readLimited(order);
  const sha256 = createHash("sha256").update(bytes).digest();
  const context: PackContext = { hasher: nodeHasher, network: order.network, source: order.source };
  const text = utf8(bytes, order.name);
  const kind = order.format === "tagpack" || order.format === "csv" ? order.format : kindOfText(text);
  if (kind === "tagpack") return { sha256, ...(await openTagPack(text, context)) };
  const opened = kind === null ? null : openText(kind, { text, bytes }, order, context);
  if (opened === null || (order.format !== "auto" && opened.header.format !== order.format)) throw notAPack(order);
  return { sha256, header: opened.header, items: inBatches(opened.items) };
}

interface Content {
  readonly text: string;
  readonly bytes: Buffer;
}

function openText(kind: Exclude<TextKind, "tagpack">, { text, bytes }: Content, order: OpenOrder, context: PackContext): Opened | null {
  if (kind === "addresses") return addressLines(text, order, context);
  if (kind === "json-lines") return labelLines(text, order, context);
  if (kind === "json") return openJson(bytes, order, context);
  const header = headerOf("csv", order);
  return { header, items: readClaimsCsv(text, { source: header.name, columns: order.columns ?? {}, context }) };
}

interface Opened {
  readonly header: PackHeader;
  readonly items: Iterable<PackItem>;
}

async function readLimited({ path: file, name }: OpenOrder): Promise<Buffer> {
  try {
    const { size } = await stat(file);
    if (size > MOST_BYTES) throw new AppError("too_large", `${name} is larger than ${MOST_BYTES >> 20} MiB. Split it; parts with different titles stay packs of their own.`);
    return await readFile(file);
  } catch (error) {
    const { code } = error as { code?: unknown };
    if (code === "ENOENT" || code === "EISDIR" || code === "EACCES") throw new AppError("not_found", `${name} cannot be read: ${code === "ENOENT" ? "there is no such file" : code === "EISDIR" ? "it is a folder" : "access is denied"}.`, { cause: error });
    throw error;
  }
}

function utf8(bytes: Buffer, name: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (error) {
    throw new AppError("invalid_input", `${name} is not text in UTF-8.`, { cause: error });
  }
}

const notAPack = ({ name, format }: OpenOrder): AppError =>
  new AppError("invalid_input", `${name} is no label pack${format === "auto" ? "" : ` of the format ${format}`}. Assay reads ${PACK_FORMATS.join(", ")}.`);

function headerOf(format: PackFormat, { source, name }: OpenOrder): PackHeader {
  const title = source ?? path.basename(name);
  const complaint = textComplaint(title, { most: 300 });
  if (complaint !== null) throw new AppError("invalid_input", `The name of the pack ${complaint}.`);
  return { format, name: title, fields: {} };
}

function addressLines(text: string, order: OpenOrder, context: PackContext): Opened {
  const lines = text.split(/\r\n|\n|\r/).flatMap((line, index) => (line.trim() === "" || line.startsWith("#") ? [] : [{ text: line.trim(), position: `line ${index + 1}` }]));
  return { header: headerOf("ofac", order), items: readAddressList(lines, currencyOfListName(order.name), context) };
}

function labelLines(text: string, order: OpenOrder, context: PackContext): Opened {
  const header = headerOf("bip329", order);
  const lines = text.replace(/^\ufeff/, "").split(/\r\n|\n|\r/);
  return { header, items: lines.flatMap((line, index) => (line.trim() === "" ? [] : (readBip329Line(line, index + 1, header.name, context) ?? []))) };
}

function openJson(bytes: Buffer, order: OpenOrder, context: PackContext): Opened | null {
  const document = parseJson(bytes, order.name);
  const format = formatOfJson(document);
  if (format === null) return null;
  const header = headerOf(format, order);
  if (format === "mining-pools") return { header, items: readPoolList(document, { context, list: header.name }) };
  if (format === "ofac") return { header, items: readAddressList((listOf(document) ?? []).map((text, index) => ({ text, position: `address ${index + 1}` })), currencyOfListName(order.name), context) };
  if (format === "misp") return { header, items: readMisp(document, context) };
  return labelLines(bytes.toString("utf8"), order, context);
}

/** @throws AppError invalid_input for what is not JSON, or nested too deep for code that looks into it */
function parseJson(bytes: Buffer, name: string): unknown {
  if (scanWhole(bytes).tooDeep) throw new AppError("invalid_input", `${name} is nested deeper than any label pack.`);
  try {
    return JSON.parse(bytes.toString("utf8").replace(/^\ufeff/, "")) as unknown;
  } catch (error) {
    throw new AppError("invalid_input", `${name} is not JSON: ${error instanceof Error ? error.message.slice(0, 200) : ""}`, { cause: error });
  }
}

/** Gives way to others between batches. */
async function* inBatches(items: Iterable<PackItem>): AsyncGenerator<readonly PackItem[]> {
  let batch: PackItem[] = [];
  for (const item of items) {
    batch.push(item);
    if (batch.length < BATCH) continue;
    yield batch;
    batch = [];
    await new Promise((resolve) => setImmediate(resolve));
  }
  yield batch;
}
