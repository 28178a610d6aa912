import { fromHex, toHex } from "@/lib/core/hex";
import type { Sha1 } from "@/lib/core/packs/export-claim";

/** UUID of version 5 (RFC 9562): the same name in the same namespace gives the same id everywhere. */
export function uuid5(namespace: string, name: string, sha1: Sha1): string {
  const prefix = fromHex(namespace.replaceAll("-", "")) ?? new Uint8Array(16);
  const text = new TextEncoder().encode(name);
  const bytes = new Uint8Array(prefix.length + text.length);
  bytes.set(prefix);
  bytes.set(text, prefix.length);
  const id = sha1(bytes).slice(0, 16);
  id[6] = ((id[6] ?? 0) & 0x0f) | 0x50;
  id[8] = ((id[8] ?? 0) & 0x3f) | 0x80;
  const hex = toHex(id);
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

/** Ids that no standard defines are made in this namespace, drawn once and for all. */
export const ASSAY_NAMESPACE = "6f1c2b0e-8a54-4c1d-9f3e-2d7b6a5c4e10";
