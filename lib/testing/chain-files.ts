import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll } from "vitest";
import type { ChainRecord } from "@/lib/core/bitcoin/columns";
import { type FileItem, readChainFile, type ReadOptions } from "@/lib/platform/chain/open";

/** A folder for the files of one test file, removed afterwards. */
export function testFolder(): (name: string, content: Uint8Array | string) => string {
  const folder = mkdtempSync(path.join(tmpdir(), "assay-test-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return (name, content) => {
    const file = path.join(folder, name);
    writeFileSync(file, content);
    return file;
  };
}

export interface FileContents {
  readonly items: readonly FileItem[];
  readonly records: readonly ChainRecord[];
  /** As "position: reason". */
  readonly rejected: readonly string[];
}

/** Everything that a file of chain data gives. */
export async function readAll(file: string, options: Partial<ReadOptions> = {}): Promise<FileContents> {
  const items: FileItem[] = [];
  for await (const item of readChainFile(file, { format: "auto", network: null, startAt: 0, signal: new AbortController().signal, ...options })) items.push(item);
  return {
    items,
    records: items.flatMap((item) => (item.kind === "record" ? [item.record] : [])),
    rejected: items.flatMap((item) => (item.kind === "rejected" ? [`${item.rejection.position}: ${item.rejection.reason}`] : [])),
  };
}
