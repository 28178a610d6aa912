import { networkOf } from "@/lib/platform/chain/blk";

/** What a file can hold, as given to `--format`. */
export const CHAIN_FORMATS = ["blk", "block", "core-json", "esplora", "csv"] as const;
export type ChainFormat = (typeof CHAIN_FORMATS)[number];

/** How to read a file, told by its first bytes. `binary` is a raw block, or a blk file that begins with damage. */
export type Shape = { readonly kind: "blk" | "json" | "hex" | "csv" | "binary" } | { readonly kind: "none"; readonly reason: string };

const SIGNATURES: readonly (readonly [string, string])[] = [
  ["\x1f\x8b", "gzip inside gzip: unpack it once"],
  ["PK\x03\x04", "a zip archive: unpack it first"],
  ["BZh", "bzip2 data: unpack it first"],
  ["\xfd7zXZ", "xz data: unpack it first"],
  ["\x28\xb5\x2f\xfd", "zstd data: unpack it first"],
  ["7z\xbc\xaf", "a 7z archive: unpack it first"],
  ["SQLite format 3", "an SQLite database, not chain data"],
  ["\xff\xfe", "UTF-16 text: save it as UTF-8"],
  ["\xfe\xff", "UTF-16 text: save it as UTF-8"],
];

/** @param head the first bytes of a file, unpacked and with any obfuscation taken off; up to 64 KiB */
export function detectShape(head: Uint8Array): Shape {
  if (head.length === 0) return { kind: "none", reason: "the file is empty" };
  const start = head.findIndex((byte) => byte !== 0);
  if (start < 0 || networkOf(head.subarray(start, start + 4)) !== null) return { kind: "blk" };
  const text = Buffer.from(head.buffer, head.byteOffset, head.byteLength).toString("latin1");
  const known = SIGNATURES.find(([signature]) => text.startsWith(signature));
  if (known !== undefined) return { kind: "none", reason: `it is ${known[1]}` };
  return { kind: textShape(text.replace(/^\xef\xbb\xbf/, "")) ?? "binary" };
}

function textShape(text: string): "json" | "hex" | "csv" | null {
  if (/^\s*[[{"]/.test(text)) return "json";
  if (text.length >= 160 && /^\s*[0-9a-fA-F\s]+$/.test(text)) return "hex";
  const [line = ""] = text.split("\n", 1);
  return /(^|[,"\s])txid([,"\s]|$)/i.test(line) && line.includes(",") ? "csv" : null;
}

/** Whether the first bytes of JSON look like blocks or transactions rather than some other document. */
export const looksLikeChainJson = (head: Uint8Array): boolean => /"((vin|vout|tx)"\s*:\s*\[|merkleroot"\s*:\s*")/.test(Buffer.from(head).toString("latin1"));
