import type { Key } from "@/lib/core/simulate/model";
import type { KnownAddress } from "@/lib/core/simulate/truth-record";

/** The label pack of what an analyst knows at the start: a TagPack (GraphSense) whose every line says that it is made up. */
export function claimsText(known: readonly KnownAddress[], day: string, addressOf: (key: Key) => string): string {
  const lines = [
    "title: Assay simulated economy (synthetic)",
    "creator: Assay simulator (synthetic)",
    "description: Made-up labels for a made-up chain. They say nothing about anybody.",
    "is_public: false",
    `lastmod: ${day}`,
    known.length > 0 ? "tags:" : "tags: []",
  ];
  for (const { key, label, category, actor, confidence } of known) {
    lines.push(
      `- address: ${addressOf(key)}`,
      `  label: ${quoted(`SYNTHETIC: ${label}`)}`,
      "  source: synthetic",
      "  currency: BTC",
      `  category: ${category}`,
      `  actor: ${quoted(actor.name)}`,
      `  confidence: ${confidence}`,
    );
  }
  return `${lines.join("\n")}\n`;
}

/** Double-quoted YAML reads JSON's strings as they are. */
const quoted = (text: string): string => JSON.stringify(text);
