import type { JsonObject } from "@/lib/core/jobs/job";
import { NETWORK_NAMES } from "@/lib/core/network";
import { membersOf, type Members } from "@/lib/core/packs/json-values";
import { itemOf, quoted, RecordError, rejected, subjectOf, type PackContext, type PackItem, type PackRecord } from "@/lib/core/packs/record";
import { requiredLine, textComplaint } from "@/lib/core/packs/text";

/** Label types of BIP-329 that say nothing of an address or a transaction alone. */
const OTHER_TYPES: readonly unknown[] = ["pubkey", "input", "output", "xpub", "spscan"];

/**
 * Reads one line of BIP-329 wallet labels. They name no source: the caller does. Types that the BIP may add later are stepped over, as it demands.
 * @param source the name of the source of every label
 * @returns null for what is to be ignored
 */
export function readBip329Line(text: string, line: number, source: string, context: PackContext): PackItem | null {
  const position = `line ${line}`;
  const label = parsed(text);
  if (label === null) return rejected(position, "it is not a JSON object");
  if (label["type"] !== "addr" && label["type"] !== "tx") {
    return OTHER_TYPES.includes(label["type"]) ? rejected(position, `labels of the type ${quoted(String(label["type"]))} are about no address and no transaction`) : null;
  }
  return itemOf(position, () => recordOf(label, { index: line, position }, source, context));
}

function parsed(text: string): Members | null {
  try {
    return membersOf(JSON.parse(text));
  } catch {
    return null; // told by the caller, with its line
  }
}

function recordOf(members: Members, place: { readonly index: number; readonly position: string }, source: string, context: PackContext): PackRecord {
  const whole = JSON.stringify(members);
  const complaint = textComplaint(whole, { most: 4000 });
  if (complaint !== null) throw new RecordError(complaint);
  return {
    ...place,
    subject: subjectOf(members["type"] === "tx" ? "transaction" : "address", requiredLine("ref", members["ref"], 200), NETWORK_NAMES, context),
    label: requiredLine("label", members["label"]),
    category: "other",
    role: null,
    actor: null,
    source: { name: source, url: null, quote: null, date: null },
    method: "unknown",
    reliability: null,
    credibility: null,
    likelihood: null,
    tlp: null,
    note: null,
    original: members as JsonObject,
  };
}
