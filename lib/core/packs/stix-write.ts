import { canonicalJson } from "@/lib/core/canonical-json";
import type { Likelihood, Tlp } from "@/lib/core/casework/claims";
import { currencyOf, UNREVIEWED, type ExportClaim, type ExportedEntity, type ExportHeader, type Sha1 } from "@/lib/core/packs/export-claim";
import { EXTENSIONS, markingOf, WALLET_EXTENSION, TRANSACTION_EXTENSION, TLP_EXTENSION } from "@/lib/core/packs/stix-shared";
import { ASSAY_NAMESPACE, uuid5 } from "@/lib/core/packs/uuid5";

/** The namespace that STIX 2.1 section 2.9 gives for ids of cyber-observable objects. */
const SCO_NAMESPACE = "00abedb4-aa42-466c-9c01-fed23315a9b7";

type StixObject = { readonly type: string; readonly id: string } & Readonly<Record<string, unknown>>;

/**
 * A STIX 2.1 bundle: wallets and transactions as observables (STIX has no such objects of its own: the extension that OpenCTI's names agree with), whom the claims
 * name, and a relationship or note for every claim. The same claims give the same bundle, ids included.
 */
export function writeStixBundle(claims: readonly ExportClaim[], { title }: ExportHeader, sha1: Sha1): string {
  const writer = new BundleWriter(sha1);
  for (const claim of claims) writer.add(claim);
  return `${JSON.stringify({ type: "bundle", id: `bundle--${uuid5(ASSAY_NAMESPACE, `stix-bundle:${title}:${claims.map(({ id, version }) => `${id}.${version}`).join(",")}`, sha1)}`, objects: writer.objects() }, null, 2)}\n`;
}

/** Admiralty credibility and ICD 203 likelihood as confidence, by the scales of STIX 2.1 appendix A. Credibility 6 cannot be judged: none. */
const OF_CREDIBILITY: Readonly<Record<number, number>> = { 1: 90, 2: 70, 3: 50, 4: 30, 5: 10 };
const OF_LIKELIHOOD: Readonly<Record<Likelihood, number>> = { "almost-no-chance": 5, "very-unlikely": 15, unlikely: 30, "roughly-even": 50, likely: 70, "very-likely": 85, "almost-certain": 95 };

class BundleWriter {
  readonly #objects = new Map<string, StixObject>();
  readonly #sha1: Sha1;
  readonly #assay: string;

  constructor(sha1: Sha1) {
    this.#sha1 = sha1;
    this.#assay = `identity--${uuid5(ASSAY_NAMESPACE, "identity:assay", sha1)}`;
    this.#put({ type: "identity", spec_version: "2.1", id: this.#assay, created: EPOCH, modified: EPOCH, name: "Assay", identity_class: "system", description: "Claims as collected and reviewed in Assay. None of them is a fact of its own." });
    for (const extension of EXTENSIONS) this.#put({ created_by_ref: this.#assay, ...extension });
  }

  objects(): readonly StixObject[] {
    return [...this.#objects.values()];
  }

  add(claim: ExportClaim): void {
    const subject = this.#put(this.#subjectOf(claim));
    const common = this.#commonOf(claim);
    if (claim.entity === null) {
      this.#put({ type: "note", spec_version: "2.1", id: this.#id("note", `claim:${claim.id}`), ...common, abstract: claim.label, content: sentenceOf(claim), object_refs: [subject] });
      return;
    }
    const target = this.#put(this.#entityOf(claim.entity));
    this.#put({ type: "relationship", spec_version: "2.1", id: this.#id("relationship", `claim:${claim.id}`), ...common, relationship_type: "related-to", source_ref: subject, target_ref: target, description: sentenceOf(claim) });
  }

  #put(object: StixObject): string {
    if (!this.#objects.has(object.id)) this.#objects.set(object.id, object);
    return object.id;
  }

  #id(type: string, name: string): string {
    return `${type}--${uuid5(ASSAY_NAMESPACE, `${type}:${name}`, this.#sha1)}`;
  }

  #subjectOf({ subject }: ExportClaim): StixObject {
    if (subject.kind !== "transaction") return this.#observable("cryptocurrency-wallet", { value: subject.ref }, WALLET_EXTENSION);
    return this.#observable("cryptocurrency-transaction", { symbol: currencyOf(subject.network), value: subject.ref }, TRANSACTION_EXTENSION);
  }

  /** Ids over the canonical JSON of the properties that contribute to them, not over the bare value as some published examples have it. */
  #observable(type: string, properties: Readonly<Record<string, string>>, extension: string): StixObject {
    return { type, spec_version: "2.1", id: `${type}--${uuid5(SCO_NAMESPACE, canonicalJson(properties), this.#sha1)}`, ...properties, extensions: { [extension]: { extension_type: "new-sco" } } };
  }

  #commonOf(claim: ExportClaim) {
    const confidence = claim.credibility === null ? (claim.likelihood === null ? undefined : OF_LIKELIHOOD[claim.likelihood]) : OF_CREDIBILITY[claim.credibility];
    const { name, url, date, quote } = claim.source;
    const description = [date === null ? null : `dated ${date}`, quote === null ? null : `“${quote}”`].filter((part) => part !== null).join(", ");
    return {
      created_by_ref: this.#assay,
      created: claim.at,
      modified: claim.at,
      labels: [claim.category, ...(claim.role === null ? [] : [claim.role]), claim.status === "proposed" ? UNREVIEWED : "accepted"],
      ...(confidence !== undefined && { confidence }),
      external_references: [{ source_name: name, ...(url !== null && { url }), ...(description !== "" && { description }) }, { source_name: "Assay", external_id: `${claim.id}.${claim.version}` }],
      ...(claim.tlp !== null && { object_marking_refs: [this.#marking(claim.tlp)] }),
    };
  }

  #marking(tlp: Tlp): string {
    this.#put({ created_by_ref: this.#assay, ...TLP_EXTENSION });
    return this.#put(markingOf(tlp));
  }

  #entityOf(entity: ExportedEntity): StixObject {
    const type = entity.kind === "actor" ? "intrusion-set" : entity.kind === "theft" || entity.kind === "campaign" ? "campaign" : "identity";
    const aliases = [...new Set(entity.facts.filter(({ kind }) => kind === "alias").map(({ value }) => value))].filter((value) => value !== entity.name);
    const references = entity.facts.flatMap(({ kind, scheme, value, source }) => (kind === "external-id" && scheme !== "web" ? [{ source_name: scheme, external_id: value, ...(source.url !== null && { url: source.url }) }] : []));
    return {
      type, spec_version: "2.1", id: this.#id(type, `entity:${entity.id}`), created_by_ref: this.#assay, created: EPOCH, modified: EPOCH, name: entity.name,
      ...(entity.description !== null && { description: entity.description }),
      ...(type === "identity" ? { identity_class: "organization" } : aliases.length > 0 && { aliases }),
      labels: [entity.category],
      ...(references.length > 0 && { external_references: references }),
    };
  }
}

/** Entities have no time of their own; a fixed one keeps the bundle the same. */
const EPOCH = "2020-01-01T00:00:00.000Z";

function sentenceOf({ entity, label, category, role, source, note, status }: ExportClaim): string {
  const said = entity === null ? `Claimed to be ${category}: ${label}.` : `Claimed: ${label}, as ${entity.name} (${category}${role === null ? "" : `, ${role}`}).`;
  return [said, `Source: ${source.name}.`, note, status === "proposed" ? "Nobody has reviewed this claim." : "Accepted in review."].filter((part) => part !== null).join(" ");
}
