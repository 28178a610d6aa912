import type { Category } from "@/lib/core/casework/claims";
import { currencyOf, UNREVIEWED, type ExportClaim, type ExportHeader, type Sha1 } from "@/lib/core/packs/export-claim";
import { ASSAY_NAMESPACE, uuid5 } from "@/lib/core/packs/uuid5";

/** Addresses of these may raise alerts at partners; those of services and pools must not (every customer's payment would). */
const ALERTING: readonly Category[] = ["state-actor", "hack", "theft", "ransomware", "scam", "sanction", "terrorism"];

/** Object templates of MISP: name, template, version. */
const COIN_ADDRESS = { name: "coin-address", template_uuid: "d0e6997e-78da-4815-a6a1-cfc1c1cb8a46", template_version: "7", description: "An address used in a cryptocurrency" };
const TRANSACTION = { name: "cryptocurrency-transaction", template_uuid: "a4aab70f-e43a-48cb-bf82-505de8228dd6", template_version: "3", description: "An object to describe a cryptocurrency transaction." };

/** A MISP event, as its REST interface takes it: one object for each claim. The same claims give the same event, ids included. */
export function writeMispEvent(claims: readonly ExportClaim[], { title }: ExportHeader, sha1: Sha1): string {
  const id = (name: string): string => uuid5(ASSAY_NAMESPACE, name, sha1);
  const latest = claims.reduce((last, { at }) => (at > last ? at : last), "1970-01-01T00:00:00.000Z");
  const event = {
    uuid: id(`misp-event:${title}`),
    info: title,
    date: latest.slice(0, 10),
    timestamp: seconds(latest),
    published: false,
    analysis: "1",
    threat_level_id: "4",
    distribution: "0",
    Tag: strictestTlp(claims).map((name) => ({ name })),
    Object: claims.map((claim) => objectOf(claim, id)),
  };
  return `${JSON.stringify({ Event: event }, null, 2)}\n`;
}

const seconds = (time: string): string => Math.floor(Date.parse(time) / 1000).toString();

const TLP_ORDER = ["clear", "green", "amber", "amber+strict", "red"] as const;
function strictestTlp(claims: readonly ExportClaim[]): string[] {
  const strictest = [...TLP_ORDER].reverse().find((tlp) => claims.some((claim) => claim.tlp === tlp));
  return strictest === undefined ? [] : [`tlp:${strictest}`];
}

function objectOf(claim: ExportClaim, id: (name: string) => string): unknown {
  const { subject } = claim;
  const timestamp = seconds(claim.at);
  const currency = currencyOf(subject.network);
  const attribute = (relation: string, type: string, value: string, more: object = {}) => ({
    uuid: id(`misp-attribute:${claim.id}:${relation}`), object_relation: relation, type, category: "Other", value, to_ids: false, disable_correlation: true, timestamp, distribution: "5", ...more,
  });
  const lead = { category: "Financial fraud", disable_correlation: false, to_ids: alerts(claim), comment: commentOf(claim), Tag: tagsOf(claim).map((name) => ({ name })) };
  const subjectAttribute =
    subject.kind === "transaction" ? attribute("transaction-number", "text", subject.ref, { ...lead, category: "Other" })
    : currency === "BTC" ? attribute("address", "btc", subject.ref, lead)
    : attribute("address-crypto", "text", subject.ref, { ...lead, category: "Other" });
  const text = subject.kind === "transaction" ? [] : [attribute("text", "text", `${claim.label}. ${commentOf(claim)}`)];
  return {
    ...(subject.kind === "transaction" ? TRANSACTION : COIN_ADDRESS),
    "meta-category": "financial",
    uuid: id(`misp-object:${claim.id}`),
    timestamp,
    distribution: "5",
    comment: claim.label,
    Attribute: [subjectAttribute, attribute("symbol", "text", currency), ...text],
  };
}

const alerts = ({ category, role, entity, status }: ExportClaim): boolean => ALERTING.includes(category) && role === null && entity?.kind !== "service" && entity?.kind !== "pool" && status === "accepted";

function commentOf({ entity, category, role, source, status }: ExportClaim): string {
  const who = entity === null ? category : `claimed ${entity.name} (${category})`;
  const parts = [who, role, `source: ${source.name}`, source.url !== null && source.url !== source.name ? source.url : null, source.date, status === "proposed" ? UNREVIEWED : status];
  return parts.filter((part) => part !== null).join("; ");
}

/** The taxonomies and galaxies by which MISP says confidence and actors. */
function tagsOf({ reliability, credibility, likelihood, tlp, entity }: ExportClaim): string[] {
  const galaxy = (entity?.facts ?? []).some(({ kind, scheme }) => kind === "external-id" && scheme === "misp-galaxy:threat-actor") ? `misp-galaxy:threat-actor="${entity?.name ?? ""}"` : null;
  return [
    tlp === null ? null : `tlp:${tlp}`,
    reliability === null ? null : `admiralty-scale:source-reliability="${reliability.toLowerCase()}"`,
    credibility === null ? null : `admiralty-scale:information-credibility="${credibility}"`,
    likelihood === null ? null : `estimative-language:likelihood-probability="${likelihood}"`,
    galaxy,
  ].filter((tag) => tag !== null);
}
