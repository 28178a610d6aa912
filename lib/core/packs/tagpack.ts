import { METHODS, LIKELIHOODS, RELIABILITIES, ROLES, TLPS, type Category } from "@/lib/core/casework/claims";
import { categoryOf, telling } from "@/lib/core/casework/taxonomy";
import type { Json, JsonObject } from "@/lib/core/jobs/job";
import { itemOf, networksOf, quoted, RecordError, rejected, subjectOf, type PackContext, type PackHeader, type PackItem, type PackRecord } from "@/lib/core/packs/record";
import { dayOf, lineOf, linkOf, requiredLine, textComplaint, wordOf } from "@/lib/core/packs/text";
import { AppError } from "@/lib/core/errors";

/** What a YAML parser made of one item of a pack: every scalar a text, or why it could not be parsed. */
export type ParsedYaml = { readonly value: unknown } | { readonly error: string };

/** Header fields that belong to the pack alone; every other one is inherited by the tags (GraphSense `tagpack_schema.yaml`). */
const PACK_FIELDS: readonly string[] = ["title", "creator", "description", "owner", "is_public", "tags"];

/** Fields of a tag, as the schema names them; others are refused so that a misspelt one is not lost. */
const TAG_FIELDS: readonly string[] = [
  "address", "tx_hash", "label", "source", "currency", "network", "asset", "confidence", "category", "concepts", "abuse", "actor", "context", "is_cluster_definer", "lastmod", "tag_type",
];
const MOST_CONTEXT = 10_000;

/** @throws AppError invalid_input when it is no TagPack */
export function readTagPackHeader(header: ParsedYaml): PackHeader {
  if ("error" in header) throw notTagPack(header.error);
  const fields = plainObject(header.value);
  if (fields === null) throw notTagPack("it is not a mapping of names to values");
  const [title] = ["title", "creator"].map((field) => requiredOfHeader(fields, field));
  const { tags: _tags, ...rest } = fields;
  const complaint = textComplaint(JSON.stringify(rest), { most: 100_000 });
  if (complaint !== null) throw notTagPack(`its header ${complaint}`);
  return { format: "tagpack", name: title ?? "", fields: rest };
}

function requiredOfHeader(fields: JsonObject, field: string): string {
  const text = fields[field];
  if (typeof text !== "string" || text.trim() === "") throw notTagPack(`its header has no ${field}`);
  const complaint = textComplaint(text, { most: 300 });
  if (complaint !== null) throw notTagPack(`its ${field} ${complaint}`);
  return text.trim();
}

const notTagPack = (why: string): AppError => new AppError("invalid_input", `This is no TagPack: ${why}.`);

/** Values of the header that every tag has unless it says otherwise. */
export const inheritedFields = ({ fields }: PackHeader): JsonObject => Object.fromEntries(Object.entries(fields).filter(([name]) => !PACK_FIELDS.includes(name)));

/** Reads tag number `index` (from 1) of a TagPack. */
export function readTag(parsed: ParsedYaml, place: { readonly index: number; readonly line: number | null }, inherited: JsonObject, context: PackContext): PackItem {
  const position = place.line === null ? `tag ${place.index}` : `tag ${place.index} (line ${place.line})`;
  if ("error" in parsed) return rejected(position, parsed.error);
  const own = plainObject(parsed.value);
  if (own === null) return rejected(position, "it is not a mapping of names to values");
  return itemOf(position, () => recordOf({ ...inherited, ...own }, { index: place.index, position }, context));
}

function recordOf(tag: JsonObject, place: { readonly index: number; readonly position: string }, context: PackContext): PackRecord {
  const alien = Object.keys(tag).find((field) => !TAG_FIELDS.includes(field));
  if (alien !== undefined) throw new RecordError(`it has the field ${quoted(alien)}, which TagPacks do not have`);
  const label = requiredLine("label", tag["label"]);
  const category = categoryOfTag(tag);
  const source = lineOf("source", tag["source"], 2000) ?? context.source;
  if (source === null) throw new RecordError("it has no source");
  const extra = assayContext(tag["context"]);
  wordOf("tag_type", tag["tag_type"], ["actor", "event", "attribute", "mention"]);
  return {
    ...place,
    subject: subjectOfTag(tag, context),
    label,
    category: extra.category ?? category,
    role: extra.role,
    actor: lineOf("actor", tag["actor"], 200),
    source: { name: extra.sourceName ?? source, url: linkOf(source), quote: extra.quote, date: dayOf(lineOf("lastmod", tag["lastmod"])) },
    method: wordOf("confidence", tag["confidence"], METHODS) ?? "unknown",
    reliability: extra.reliability,
    credibility: extra.credibility,
    likelihood: extra.likelihood,
    tlp: extra.tlp,
    note: extra.note,
    original: tag,
  };
}

function subjectOfTag(tag: JsonObject, context: PackContext): PackRecord["subject"] {
  const address = lineOf("address", tag["address"], 200);
  const txid = lineOf("tx_hash", tag["tx_hash"], 200);
  if ((address === null) === (txid === null)) throw new RecordError("it must have either an address or a tx_hash");
  const networks = context.network === null ? networksOfTag(tag) : [context.network];
  if (txid !== null) return subjectOf("transaction", txid, networks, context);
  return subjectOf(lineOf("is_cluster_definer", tag["is_cluster_definer"])?.toLowerCase() === "true" ? "wallet" : "address", address ?? "", networks, context);
}

/** The network, which is the currency's unless stated; a token that is not the chain's own coin is none that Assay keeps. */
function networksOfTag(tag: JsonObject): ReturnType<typeof networksOf> {
  const currency = lineOf("currency", tag["currency"], 20);
  const network = lineOf("network", tag["network"], 40) ?? currency;
  if (network === null) throw new RecordError("it has no currency");
  if (currency !== null) networksOf(currency);
  return networksOf(network);
}

/** @throws RecordError for a word that neither the taxonomy nor Assay knows */
function categoryOfTag(tag: JsonObject): Category {
  const { concepts = [] } = tag;
  if (!Array.isArray(concepts)) throw new RecordError("its concepts are not a list");
  const words = [lineOf("abuse", tag["abuse"]), lineOf("category", tag["category"]), ...(concepts as readonly Json[]).map((concept) => lineOf("concepts", concept))];
  return telling(
    words.flatMap((word) => {
      if (word === null) return [];
      const category = categoryOf(word);
      if (category === null) throw new RecordError(`the category ${quoted(word)} is not known`);
      return [category];
    }),
  );
}

interface AssayContext {
  readonly category: Category | null;
  readonly role: PackRecord["role"];
  readonly reliability: PackRecord["reliability"];
  readonly credibility: number | null;
  readonly likelihood: PackRecord["likelihood"];
  readonly tlp: PackRecord["tlp"];
  readonly quote: string | null;
  readonly note: string | null;
  readonly sourceName: string | null;
}

const NOTHING: AssayContext = { sourceName: null, category: null, role: null, reliability: null, credibility: null, likelihood: null, tlp: null, quote: null, note: null };

/** What Assay's own exports put into `context`, as JSON below the name `assay`: what TagPacks have no field for. */
function assayContext(context: Json | undefined): AssayContext {
  if (context === undefined) return NOTHING;
  if (typeof context !== "string") throw new RecordError("its context is not a text");
  const complaint = textComplaint(context, { most: MOST_CONTEXT, lines: true });
  if (complaint !== null) throw new RecordError(`its context ${complaint}`);
  const assay = plainObject(plainObject(parsedJson(context))?.["assay"]);
  if (assay === null) return NOTHING;
  const credibility = assay["credibility"];
  return {
    category: categoryOf(lineOf("category", assay["category"]) ?? ""),
    role: wordOf("role", assay["role"], ROLES),
    reliability: wordOf("reliability", assay["reliability"], RELIABILITIES),
    credibility: typeof credibility === "number" && [1, 2, 3, 4, 5, 6].includes(credibility) ? credibility : null,
    likelihood: wordOf("likelihood", assay["likelihood"], LIKELIHOODS),
    tlp: wordOf("tlp", assay["tlp"], TLPS),
    quote: longText(assay["quote"]),
    note: longText(assay["note"]),
    sourceName: lineOf("source", assay["sourceName"], 2000),
  };
}

const longText = (value: Json | undefined): string | null => (typeof value === "string" && textComplaint(value, { most: 4000, lines: true }) === null ? value : null);

function parsedJson(text: string): unknown {
  if (!text.trimStart().startsWith("{")) return null;
  try {
    return JSON.parse(text);
  } catch {
    return null; // context is free text; JSON in it is a habit, not a rule
  }
}

const plainObject = (value: unknown): JsonObject | null => (typeof value === "object" && value !== null && !Array.isArray(value) ? (value as JsonObject) : null);
