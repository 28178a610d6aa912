import path from "node:path";
import { TX_SYNTHETIC } from "@/lib/core/bitcoin/columns";
import type { NetworkName } from "@/lib/core/network";
import type { ImportFile, RecordSource } from "@/lib/features/ledger/ledger.ports";
import type { ChainFormat } from "@/lib/platform/chain/detect";
import { readChainFile, type FileItem } from "@/lib/platform/chain/open";

export interface ReadHow {
  readonly format: "auto" | ChainFormat;
  /** Null: each file tells its own, else bitcoin. */
  readonly network: NetworkName | null;
  /** Names shown are relative to it; null shows paths as given. */
  readonly root: string | null;
  readonly signal: AbortSignal;
}

export interface DescribedFile {
  readonly network: NetworkName;
  readonly file: ImportFile;
}

/** What the beginning of a file tells of it. So many bad records before the first good one are waited for. */
const PATIENCE = 100;

/** Looks into a file: which format and network it is, and whether it was generated. Its records are read later, by the importer. */
export async function describeFile(place: { readonly path: string; readonly size: number }, how: ReadHow): Promise<DescribedFile> {
  const first = await firstRecord(place.path, how);
  const name = shownAs(place.path, how);
  const source: RecordSource = { kind: first?.format ?? "block", name: path.basename(name), synthetic: isSynthetic(first) };
  const network = how.network ?? first?.network ?? "bitcoin";
  return { network, file: { name, source, bytes: place.size, open: (from, signal) => named(place.path, name, { ...how, signal }, from) } };
}

/** The name of a file in results and messages. */
export const shownAs = (file: string, { root }: Pick<ReadHow, "root">): string => (root === null ? file : path.relative(root, file));

async function firstRecord(file: string, { format, network, signal }: ReadHow): Promise<FileItem | null> {
  let bad = 0;
  for await (const item of readChainFile(file, { format, network, startAt: 0, signal })) {
    if (item.kind === "record") return item;
    bad += 1;
    if (bad >= PATIENCE) return null;
  }
  return null;
}

/** The records of a file under the name people know it by. */
async function* named(file: string, name: string, { format, network, signal }: ReadHow, startAt: number): AsyncGenerator<FileItem> {
  for await (const item of readChainFile(file, { format, network, startAt, signal })) {
    yield item.kind === "record" || item.rejection.file === name ? item : { ...item, rejection: { ...item.rejection, file: name } };
  }
}

const isSynthetic = (item: FileItem | null): boolean => item?.kind === "record" && ((item.record.txs.txFlags[0] ?? 0) & TX_SYNTHETIC) !== 0;
