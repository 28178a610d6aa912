import { isPoolList } from "@/lib/core/packs/pool-lists";
import { listOf, membersOf, type Members } from "@/lib/core/packs/json-values";
import type { PackFormat } from "@/lib/core/packs/record";

/** What kind of text a file holds, as far as its beginning tells; JSON is told apart once it is parsed. */
export type TextKind = "tagpack" | "json" | "json-lines" | "addresses" | "csv";

/** @returns null when it is nothing that Assay reads */
export function kindOfText(text: string): TextKind | null {
  const head = text.slice(0, 65_536).replace(/^\ufeff/, "");
  const start = head.trimStart();
  if (start.startsWith("{") && isJsonLine(start)) return "json-lines";
  if (start.startsWith("{") || start.startsWith("[")) return "json";
  if (/^tags[ \t]*:/m.test(text) || (/^title[ \t]*:/m.test(head) && /^creator[ \t]*:/m.test(head))) return "tagpack";
  return kindOfLines(head);
}

function kindOfLines(head: string): TextKind | null {
  const lines = head.split(/\r\n|\n|\r/).filter((line) => line.trim() !== "" && !line.startsWith("#"));
  if (lines.length === 0) return null;
  if (lines.slice(0, -1).concat(lines.length === 1 ? lines : []).every((line) => /^[A-Za-z0-9:]{20,120}$/.test(line.trim()))) return "addresses";
  return /[,;\t]/.test(lines[0] ?? "") || /^"?(?:address|tx_hash|txid)"?$/i.test(lines[0] ?? "") ? "csv" : null;
}

/** BIP-329: a whole object on the first line, with a type and a reference. */
function isJsonLine(start: string): boolean {
  const line = start.split("\n", 1)[0] ?? "";
  if (!/"ref"\s*:/.test(line) || !/"type"\s*:/.test(line)) return false;
  try {
    return membersOf(JSON.parse(line)) !== null;
  } catch {
    return false;
  }
}

/** @returns null for a document that is no label pack */
export function formatOfJson(document: unknown): Exclude<PackFormat, "tagpack" | "csv"> | null {
  const list = listOf(document);
  if (list !== null && list.length > 0 && list.every((item) => typeof item === "string")) return "ofac";
  if (isPoolList(document)) return "mining-pools";
  return formatOfMembers(membersOf(document) ?? membersOf(list?.[0]) ?? {});
}

function formatOfMembers(members: Members): "misp" | "bip329" | null {
  if ("Event" in members || "response" in members || "Attribute" in members) return "misp";
  return typeof members["ref"] === "string" && typeof members["type"] === "string" ? "bip329" : null;
}
