import { conceptOf } from "@/lib/core/casework/taxonomy";
import type { Json, JsonObject } from "@/lib/core/jobs/job";
import { currencyOf, isMainNetwork, UNREVIEWED, type ExportClaim, type ExportHeader } from "@/lib/core/packs/export-claim";
import { inheritedFields } from "@/lib/core/packs/tagpack";

/** Fields whose values are no texts in the schema: truth values and days stand without quotes. */
const BARE: Readonly<Record<string, RegExp>> = { is_cluster_definer: /^(true|false)$/, is_public: /^(true|false)$/, lastmod: /^\d{4}-\d{2}-\d{2}$/ };
/** Texts that YAML reads as the text they are. */
const PLAIN = /^[A-Za-z][A-Za-z0-9_.-]*$/;
const WORDS_OF_YAML = /^(?:true|false|yes|no|on|off|null|y|n)$/i;

/**
 * A GraphSense TagPack. Records that came from one are given back as they were, inherited values included; a claim made in Assay carries in `context`
 * what TagPacks have no field for. Texts are quoted as JSON, which YAML reads as it is, so no label can end its line.
 */
export function writeTagPack(claims: readonly ExportClaim[], { title, fields }: ExportHeader): string {
  const header: JsonObject = fields ?? { title, creator: "Assay", is_public: "false" };
  const inherited = fields === null ? {} : inheritedFields({ format: "tagpack", name: title, fields });
  const tags = claims.map((claim) => own(tagOf(claim), inherited));
  return [...mapping(header, ""), tags.length === 0 ? "tags: []" : "tags:", ...tags.flatMap((tag) => mapping(tag, "  ").map((line, index) => (index === 0 ? `- ${line.slice(2)}` : line))), ""].join("\n");
}

/** What a tag says beyond the header. */
const own = (tag: JsonObject, inherited: JsonObject): JsonObject => Object.fromEntries(Object.entries(tag).filter(([field, value]) => JSON.stringify(inherited[field]) !== JSON.stringify(value)));

function tagOf(claim: ExportClaim): JsonObject {
  if (claim.packFormat === "tagpack" && claim.original !== null) return claim.original;
  const { subject, entity, source } = claim;
  return {
    ...(subject.kind === "transaction" ? { tx_hash: subject.ref } : { address: subject.ref }),
    label: claim.label,
    source: source.url ?? source.name,
    currency: currencyOf(subject.network),
    ...(!isMainNetwork(subject.network) && { network: subject.network }),
    confidence: claim.method ?? "unknown",
    concepts: [conceptOf(claim.category)],
    ...(entity !== null && { actor: entity.id }),
    ...(subject.kind === "wallet" && { is_cluster_definer: "true" }),
    lastmod: source.date ?? claim.at.slice(0, 10),
    context: JSON.stringify({ assay: contextOf(claim) }),
  };
}

const contextOf = ({ category, role, reliability, credibility, likelihood, tlp, note, source, status }: ExportClaim): JsonObject =>
  Object.fromEntries(
    Object.entries({ category, role, reliability, credibility, likelihood, tlp, quote: source.quote, note, sourceName: source.url === null ? null : source.name, review: status === "proposed" ? UNREVIEWED : null }).filter((entry): entry is [string, string | number] => entry[1] !== null),
  );

const mapping = (fields: JsonObject, indent: string): string[] => Object.entries(fields).map(([field, value]) => `${indent}${PLAIN.test(field) ? field : JSON.stringify(field)}: ${scalar(field, value)}`);

function scalar(field: string, value: Json): string {
  if (typeof value !== "string") return Array.isArray(value) ? `[${(value as readonly Json[]).map((item) => scalar("", item)).join(", ")}]` : JSON.stringify(value);
  const isBare = Object.hasOwn(BARE, field) && BARE[field]?.test(value) === true;
  return isBare || (PLAIN.test(value) && !WORDS_OF_YAML.test(value)) ? value : JSON.stringify(value);
}
