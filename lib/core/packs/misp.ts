import { LIKELIHOODS, RELIABILITIES, TLPS, type Category } from "@/lib/core/casework/claims";
import { listOf, membersOf, type Members } from "@/lib/core/packs/json-values";
import { itemOf, networksOf, RecordError, rejected, subjectOf, type PackContext, type PackItem, type PackRecord } from "@/lib/core/packs/record";
import { dayOf, lineOf, linkOf, requiredLine, textComplaint } from "@/lib/core/packs/text";

/** What an event says of all its attributes. */
interface EventFrame {
  readonly source: string;
  readonly url: string | null;
  readonly date: string | null;
  readonly info: string;
  readonly tags: readonly string[];
}

/** Attribute types that hold an address or may hold one; `text` only inside an object that says which coin. */
const OTHER_CHAINS: readonly unknown[] = ["xmr", "dash"];

/**
 * Claims of MISP events: attributes of the type `btc`, and the objects `coin-address` and `cryptocurrency-transaction`. Whom they mean the galaxy tag tells,
 * how sure they are the Admiralty and estimative-language tags, of the attribute before those of the event. Every other attribute is stepped over.
 */
export function* readMisp(document: unknown, context: PackContext): Generator<PackItem> {
  let index = 0;
  for (const [at, event] of eventsOf(document).entries()) {
    const place = `event ${at + 1}`;
    let frame: EventFrame;
    try {
      frame = frameOf(event, context);
    } catch (error) {
      if (!(error instanceof RecordError)) throw error;
      yield rejected(place, error.message);
      continue;
    }
    for (const lead of leadsOf(event)) {
      index += 1;
      const position = `${place}, ${lead.position}`;
      const where = { index, position };
      yield lead.chain === null ? rejected(position, `“${String(lead.attribute["type"])}” is a chain that Assay does not keep`) : itemOf(position, () => recordOf(lead, where, frame, context));
    }
  }
}

/** Events as MISP exports them: one, a list, or below `response`. */
function eventsOf(document: unknown): readonly Members[] {
  const outer = membersOf(document);
  const list = listOf(document) ?? listOf(outer?.["response"]) ?? (outer === null ? [] : [outer]);
  return list.flatMap((item) => {
    const members = membersOf(item);
    return members === null ? [] : [membersOf(members["Event"]) ?? members];
  });
}

function frameOf(event: Members, context: PackContext): EventFrame {
  const info = lineOf("info", event["info"], 1000) ?? "MISP event";
  const organisation = lineOf("organisation", membersOf(event["Orgc"])?.["name"]);
  const uuid = lineOf("uuid", event["uuid"]);
  const source = context.source ?? [organisation ?? "MISP", info].join(": ");
  return { source: source.slice(0, 2000), url: null, date: dayOf(lineOf("date", event["date"])), info: uuid === null ? info : `${info} (MISP event ${uuid})`, tags: tagsOf(event) };
}

const tagsOf = (members: Members): string[] => (listOf(members["Tag"]) ?? []).flatMap((tag) => lineOf("tag", membersOf(tag)?.["name"], 400) ?? []);

interface Lead {
  readonly position: string;
  readonly attribute: Members;
  readonly kind: "address" | "transaction";
  /** The currency; null: one that Assay does not keep. */
  readonly chain: string | null;
  readonly label: unknown;
}

function* leadsOf(event: Members): Generator<Lead> {
  for (const [at, value] of (listOf(event["Attribute"]) ?? []).entries()) {
    const attribute = membersOf(value);
    if (attribute === null) continue;
    const position = `attribute ${at + 1}`;
    if (attribute["type"] === "btc") yield { position, attribute, kind: "address", chain: "BTC", label: attribute["comment"] };
    else if (OTHER_CHAINS.includes(attribute["type"])) yield { position, attribute, kind: "address", chain: null, label: null };
  }
  for (const [at, value] of (listOf(event["Object"]) ?? []).entries()) {
    const object = membersOf(value);
    if (object !== null) yield* leadsOfObject(object, `object ${at + 1}`);
  }
}

function* leadsOfObject(object: Members, place: string): Generator<Lead> {
  const attributes = (listOf(object["Attribute"]) ?? []).map(membersOf).filter((attribute) => attribute !== null);
  const symbol = attributes.find((attribute) => attribute["object_relation"] === "symbol")?.["value"];
  for (const [at, attribute] of attributes.entries()) {
    const common = { position: `${place}, attribute ${at + 1}`, attribute, label: object["comment"] ?? attribute["comment"] };
    const relation = attribute["object_relation"];
    if (attribute["type"] === "btc") yield { ...common, kind: "address", chain: "BTC" };
    else if (OTHER_CHAINS.includes(attribute["type"])) yield { ...common, kind: "address", chain: null };
    else if (relation === "address-crypto") yield { ...common, kind: "address", chain: typeof symbol === "string" ? symbol : "unnamed" };
    else if (relation === "transaction-number" && object["name"] === "cryptocurrency-transaction") yield { ...common, kind: "transaction", chain: typeof symbol === "string" ? symbol : "BTC" };
  }
}

function recordOf({ attribute, kind, chain, label }: Lead, place: { readonly index: number; readonly position: string }, frame: EventFrame, context: PackContext): PackRecord {
  const tags = [...tagsOf(attribute), ...frame.tags];
  const actor = predicate(tags, "misp-galaxy:threat-actor=") ?? predicate(tags, "misp-galaxy:mitre-intrusion-set=")?.replace(/ - G\d+$/, "") ?? null;
  const title = lineOf("label", typeof label === "string" ? label.split("\n", 1)[0] : null, 4000) ?? actor ?? frame.info;
  return {
    ...place,
    subject: subjectOf(kind, requiredLine("value", attribute["value"], 200), networksOf(chain ?? ""), context),
    label: title.slice(0, 300),
    category: categoryOfTags(tags, actor),
    role: null,
    actor,
    source: { name: frame.source, url: frame.url ?? linkOf(frame.source), quote: null, date: frame.date },
    method: "trusted_provider",
    ...confidenceOf(tags),
    note: noteOf(attribute["comment"]),
    original: null,
  };
}

function confidenceOf(tags: readonly string[]): Pick<PackRecord, "reliability" | "credibility" | "likelihood" | "tlp"> {
  const credibility = predicate(tags, "admiralty-scale:information-credibility=");
  return {
    reliability: wordIn(RELIABILITIES, predicate(tags, "admiralty-scale:source-reliability=")?.toUpperCase()),
    credibility: credibility !== null && /^[1-6]$/.test(credibility) ? parseInt(credibility, 10) : null,
    likelihood: wordIn(LIKELIHOODS, predicate(tags, "estimative-language:likelihood-probability=") ?? undefined),
    tlp: wordIn(TLPS, tags.find((tag) => tag.startsWith("tlp:"))?.slice("tlp:".length).replace(/^white$/, "clear")),
  };
}

function noteOf(comment: unknown): string | null {
  if (typeof comment !== "string" || comment.trim() === "") return null;
  const complaint = textComplaint(comment, { most: 4000, lines: true });
  if (complaint !== null) throw new RecordError(`its comment ${complaint}`);
  return comment;
}

/** `namespace:predicate="value"` → value */
function predicate(tags: readonly string[], prefix: string): string | null {
  const tag = tags.find((one) => one.startsWith(prefix));
  return tag === undefined ? null : tag.slice(prefix.length).replace(/^"|"$/g, "");
}

const wordIn = <const Words extends readonly string[]>(words: Words, word: string | undefined): Words[number] | null => words.find((one) => one === word) ?? null;

function categoryOfTags(tags: readonly string[], actor: string | null): Category {
  if (tags.some((tag) => /ransomware/i.test(tag))) return "ransomware";
  return actor === null ? "other" : "state-actor";
}
