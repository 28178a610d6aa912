import { readdir, stat } from "node:fs/promises";
import path from "node:path";
import { openBytes, SourceError } from "@/lib/platform/chain/byte-source";
import { ByteWindow } from "@/lib/platform/chain/byte-window";
import { detectShape, looksLikeChainJson } from "@/lib/platform/chain/detect";

export interface ExpandedPaths {
  /** Files to read, in order. */
  readonly files: readonly { readonly path: string; readonly size: number }[];
  /** Files of folders that hold something else, and what could not be looked into. */
  readonly skipped: readonly { readonly path: string; readonly reason: string }[];
}

const HEAD = 1 << 16;
/** Some of these begin with the network's magic, as blk files do. */
const CORE_FILES = new Set(["peers.dat", "anchors.dat", "banlist.dat", "fee_estimates.dat", "mempool.dat", "wallet.dat"]);
const collator = new Intl.Collator("en", { numeric: true });

/**
 * The files that paths stand for: a file is itself, whatever it holds; a folder is the chain data in it and below it, in the order of their names with
 * numbers counted (9.bin before 10.bin). Side files of a folder (LICENSE, manifests, Core's undo files and indexes) are skipped and listed.
 */
export async function expandPaths(paths: readonly string[], signal: AbortSignal): Promise<ExpandedPaths> {
  const files: { path: string; size: number }[] = [];
  const skipped: { path: string; reason: string }[] = [];
  for (const one of paths) {
    if (!(await isFolder(one))) files.push({ path: one, size: await sizeOf(one) });
    else {
      for (const file of await filesBelow(one, skipped)) {
        signal.throwIfAborted();
        const reason = await whyNot(file, signal);
        if (reason === null) files.push({ path: file, size: await sizeOf(file) });
        else skipped.push({ path: file, reason });
      }
    }
  }
  return { files, skipped };
}

/** Also false for what does not exist: reading it will say so. */
async function isFolder(one: string): Promise<boolean> {
  return (await stat(one).catch(absent))?.isDirectory() ?? false;
}

async function sizeOf(one: string): Promise<number> {
  return (await stat(one).catch(absent))?.size ?? 0;
}

function absent(error: unknown): null {
  const { code } = error as NodeJS.ErrnoException;
  if (code === "ENOENT" || code === "ENOTDIR" || code === "EACCES" || code === "ELOOP") return null;
  throw error;
}

/** Depth first, without following links to folders, which might lead round. */
async function filesBelow(folder: string, skipped: { path: string; reason: string }[]): Promise<string[]> {
  const found: string[] = [];
  const queue = [folder];
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    const current = next;
    const entries = await readdir(current, { withFileTypes: true }).catch(absent);
    if (entries === null) skipped.push({ path: current, reason: "Assay may not read this folder" });
    const sorted = (entries ?? []).toSorted((a, b) => collator.compare(a.name, b.name));
    const full = (name: string): string => path.join(current, name);
    for (const entry of sorted) if (entry.isFile() || (entry.isSymbolicLink() && !(await isFolder(full(entry.name))))) found.push(full(entry.name));
    queue.unshift(...sorted.filter((entry) => entry.isDirectory()).map((entry) => full(entry.name)));
  }
  return found;
}

/** Why a file of a folder is no chain data, or null when it is. */
async function whyNot(file: string, signal: AbortSignal): Promise<string | null> {
  const name = path.basename(file);
  if (/^rev\d+\.dat$/.test(name)) return "undo data of Bitcoin Core";
  if (name === "xor.dat") return "key of the blk files beside it";
  if (CORE_FILES.has(name)) return "a file of Bitcoin Core without blocks";
  try {
    const { chunks, xorKey } = await openBytes(file, 0, signal);
    const window = new ByteWindow(chunks, 0, signal);
    await window.fill(HEAD);
    const head = new Uint8Array(window.view().subarray(0, HEAD));
    await window.close();
    return xorKey === null ? whyNoChainData(file, head) : null;
  } catch (error) {
    if (error instanceof SourceError) return error.message;
    throw error;
  }
}

function whyNoChainData(file: string, head: Uint8Array): string | null {
  const shape = detectShape(head);
  if (shape.kind === "none") return shape.reason;
  if (shape.kind === "json" && !looksLikeChainJson(head)) return "JSON, but neither blocks nor transactions";
  if (shape.kind === "binary" && !/\.(bin|blk|block|raw)(\.gz)?$/i.test(path.basename(file)) && !looksLikeBlock(head)) return "no format that Assay can read";
  return null;
}

/** A header's version is small and the first transaction's version too; all else of a raw block could be anything. */
function looksLikeBlock(head: Uint8Array): boolean {
  return head.length > 81 && (head[3] ?? 0xff) <= 0x3f && head.subarray(0, 80).some((byte) => byte > 0x7f);
}
