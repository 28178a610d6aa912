import { createHash } from "node:crypto";
import fc from "fast-check";
import { FAILSAFE_SCHEMA, load } from "js-yaml";
import { describe, expect, test } from "vitest";
import { SHIPPED_ENTITIES } from "@/lib/core/casework/entities-shipped";
import { writeBip329 } from "@/lib/core/packs/bip329-write";
import { csvCell, withoutApostrophe, writeClaimsCsv } from "@/lib/core/packs/csv-write";
import type { ExportClaim, ExportedEntity } from "@/lib/core/packs/export-claim";
import { writeMispEvent } from "@/lib/core/packs/misp-write";
import { writeStixBundle } from "@/lib/core/packs/stix-write";
import { writeTagPack } from "@/lib/core/packs/tagpack-write";
import { uuid5 } from "@/lib/core/packs/uuid5";

const sha1 = (bytes: Uint8Array): Uint8Array => createHash("sha1").update(bytes).digest();
const entity = (id: string): ExportedEntity => SHIPPED_ENTITIES.find((one) => one.id === id)!;
const A = "1KFHE7w8BhaENAswwryaoccDb6qcT6DbYY";
const TXID = "4a5e1e4baab89f3a32518a88c31bc87f618f76673e2cc77ab2127b7afdeda33b";
const claim = (change: Partial<ExportClaim> = {}): ExportClaim => ({
  id: "0b1e2f3a-4c5d-4e6f-8a9b-0c1d2e3f4a5b", version: 2, subject: { kind: "address", network: "bitcoin", ref: A }, label: "F2Pool", category: "mining-pool", role: "service-own", entity: entity("f2pool"),
  source: { name: "A list", url: "https://example.org/list", quote: "seen", date: "2024-01-02" }, method: "forensic", reliability: "B", credibility: 2, likelihood: "likely", tlp: "amber", note: null,
  status: "accepted", at: "2024-05-06T07:08:09.000Z", author: "Ada", original: null, packFormat: null, ...change,
});
const apt43 = claim({ id: "1b1e2f3a-4c5d-4e6f-8a9b-0c1d2e3f4a5b", label: "APT43 wallet", category: "state-actor", role: null, entity: entity("apt43"), subject: { kind: "wallet", network: "bitcoin", ref: "12cbQLTFMXRnSzktFkuoG3eHoMeFtpTu3S" } });
const theft = claim({ id: "2b1e2f3a-4c5d-4e6f-8a9b-0c1d2e3f4a5b", label: "Nicehash hack", category: "hack", role: null, entity: entity("nicehash-theft-2017"), subject: { kind: "transaction", network: "bitcoin", ref: TXID } });
const nobody = claim({ id: "3b1e2f3a-4c5d-4e6f-8a9b-0c1d2e3f4a5b", label: "Donation", category: "donation", role: null, entity: null, status: "proposed", reliability: null, credibility: null, likelihood: null, tlp: null, source: { name: "A forum", url: null, quote: null, date: null } });
const HEADER = { title: "Assay: a case", fields: null };

test("UUIDs of version 5 are those of RFC 9562, and of the STIX namespace over canonical JSON", () => {
  expect(uuid5("6ba7b810-9dad-11d1-80b4-00c04fd430c8", "www.example.com", sha1)).toBe("2ed6657d-e927-568b-95e1-2665a8aea6a2");
  expect(uuid5("00abedb4-aa42-466c-9c01-fed23315a9b7", `{"value":"${A}"}`, sha1)).toBe("27fadc91-1e1c-5474-988f-07a16840be45");
});

describe("a STIX 2.1 bundle", () => {
  interface Stix extends Record<string, unknown> {
    readonly type: string;
    readonly id: string;
  }
  const bundle = (...claims: ExportClaim[]) => JSON.parse(writeStixBundle(claims, HEADER, sha1)) as { type: string; id: string; objects: Stix[] };
  const all = bundle(claim(), apt43, theft, nobody);
  const ofType = (type: string) => all.objects.filter((object) => object.type === type);
  const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
  const TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;
  const OBSERVABLES = ["cryptocurrency-wallet", "cryptocurrency-transaction"];
  /** What the specification demands of each type, beside `type`, `id` and `spec_version`. */
  const REQUIRED: Record<string, string[]> = {
    identity: ["created", "modified", "name"], "extension-definition": ["created", "modified", "created_by_ref", "name", "schema", "version", "extension_types"], "cryptocurrency-wallet": ["value", "extensions"],
    "cryptocurrency-transaction": ["symbol", "value", "extensions"], "intrusion-set": ["created", "modified", "name"], campaign: ["created", "modified", "name"], relationship: ["created", "modified", "relationship_type", "source_ref", "target_ref"],
    note: ["created", "modified", "content", "object_refs"], "marking-definition": ["created"],
  };

  test("has every field that the specification demands, of the right form", () => {
    expect(all).toMatchObject({ type: "bundle", id: expect.stringMatching(/^bundle--/) as string });
    expect(Object.keys(all).sort()).toEqual(["id", "objects", "type"]);
    const check = (object: Stix): void => {
      expect(REQUIRED[object.type], object.type).toBeDefined();
      expect(object["spec_version"]).toBe("2.1");
      expect(object.id.startsWith(`${object.type}--`)).toBe(true);
      if (object.type !== "marking-definition" && object.type !== "extension-definition") expect(object.id.split("--")[1]).toMatch(UUID);
      for (const field of REQUIRED[object.type]!) expect(object[field], `${object.type}.${field}`).toBeDefined();
      for (const field of ["created", "modified"]) if (object[field] !== undefined) expect(object[field]).toMatch(TIME);
      if (OBSERVABLES.includes(object.type)) expect(object["created"]).toBeUndefined();
      if (object["confidence"] !== undefined) expect(object["confidence"]).toSatisfy((value: number) => Number.isInteger(value) && value >= 0 && value <= 100);
      for (const [field, value] of Object.entries(object)) expect(Array.isArray(value) ? value.length > 0 : value !== null, `${object.type}.${field} is neither empty nor null`).toBe(true);
    };
    for (const object of all.objects) {
      check(object);
      for (const reference of (object["external_references"] ?? []) as Record<string, unknown>[]) expect(reference["source_name"]).toBeTruthy();
    }
    expect(new Set(all.objects.map(({ id }) => id)).size).toBe(all.objects.length);
  });

  test("resolves every reference within itself", () => {
    const ids = new Set(all.objects.map(({ id }) => id));
    const refs = all.objects.flatMap((object) => Object.entries(object).flatMap(([field, value]) => (field.endsWith("_ref") ? [value as string] : field.endsWith("_refs") ? (value as string[]) : [])));
    const extensions = all.objects.flatMap((object) => Object.keys(object["extensions"] ?? {}));
    for (const ref of [...refs, ...extensions]) expect(ids).toContain(ref);
  });

  test("names wallets by the id that their address gives, whoever exports them", () => {
    expect(ofType("cryptocurrency-wallet").map(({ id, value }) => [value, id])).toContainEqual([A, "cryptocurrency-wallet--27fadc91-1e1c-5474-988f-07a16840be45"]);
    expect(ofType("cryptocurrency-transaction")).toEqual([expect.objectContaining({ symbol: "BTC", value: TXID, id: `cryptocurrency-transaction--${uuid5("00abedb4-aa42-466c-9c01-fed23315a9b7", `{"symbol":"BTC","value":"${TXID}"}`, sha1)}` })]);
  });

  test("makes actors intrusion sets, services and pools identities, thefts campaigns, and claims of nobody notes", () => {
    expect(ofType("intrusion-set")).toMatchObject([{ name: "APT43", aliases: expect.arrayContaining(["Kimsuky", "THALLIUM"]) as string[], external_references: expect.arrayContaining([expect.objectContaining({ source_name: "mitre-attack", external_id: "G0094" })]) as unknown[] }]);
    expect(ofType("identity").map(({ name }) => name)).toEqual(["Assay", "F2Pool"]);
    expect(ofType("campaign").map(({ name }) => name)).toEqual(["Theft from NiceHash, December 2017"]);
    expect(ofType("relationship").map((one) => one["relationship_type"])).toEqual(["related-to", "related-to", "related-to"]);
    expect(ofType("note")).toMatchObject([{ labels: ["donation", "unreviewed"], content: expect.stringContaining("Nobody has reviewed") as string }]);
  });

  test("carries confidence, TLP and sources; the same claims give the same bytes", () => {
    expect(ofType("relationship")[0]).toMatchObject({ confidence: 70, object_marking_refs: ["marking-definition--55d920b0-5e8b-4f79-9ee9-91f868d9b421"], external_references: [{ source_name: "A list", url: "https://example.org/list", description: "dated 2024-01-02, “seen”" }, { source_name: "Assay", external_id: "0b1e2f3a-4c5d-4e6f-8a9b-0c1d2e3f4a5b.2" }] });
    expect(writeStixBundle([claim(), nobody], HEADER, sha1)).toBe(writeStixBundle([claim(), nobody], HEADER, sha1));
  });
});

describe("a MISP event", () => {
  interface Attribute {
    readonly object_relation: string;
    readonly type: string;
    readonly category: string;
    readonly value: string;
    readonly to_ids: boolean;
    readonly Tag?: readonly { readonly name: string }[];
  }
  const { Event: event } = JSON.parse(writeMispEvent([claim(), apt43, theft, nobody], HEADER, sha1)) as { Event: { uuid: string; info: string; date: string; published: boolean; analysis: string; threat_level_id: string; distribution: string; Tag: unknown; Object: { name: string; template_uuid: string; template_version: string; "meta-category": string; uuid: string; Attribute: Attribute[] }[] } };
  /** Relations and types of the object templates. */
  const TEMPLATES: Record<string, { uuid: string; version: string; relations: Record<string, string>; oneOf: string }> = {
    "coin-address": { uuid: "d0e6997e-78da-4815-a6a1-cfc1c1cb8a46", version: "7", relations: { address: "btc", "address-crypto": "text", symbol: "text", text: "text" }, oneOf: "address" },
    "cryptocurrency-transaction": { uuid: "a4aab70f-e43a-48cb-bf82-505de8228dd6", version: "3", relations: { "transaction-number": "text", symbol: "text" }, oneOf: "transaction-number" },
  };

  test("uses the object templates as MISP defines them", () => {
    expect(event).toMatchObject({ info: "Assay: a case", date: "2024-05-06", published: false, analysis: "1", threat_level_id: "4", distribution: "0", Tag: [{ name: "tlp:amber" }] });
    for (const object of event.Object) {
      const template = TEMPLATES[object.name]!;
      expect([object.template_uuid, object.template_version, object["meta-category"]]).toEqual([template.uuid, template.version, "financial"]);
      for (const { object_relation: relation, type } of object.Attribute) expect(template.relations[relation]).toBe(type);
      expect(object.Attribute.some(({ object_relation: relation }) => relation === template.oneOf)).toBe(true);
    }
    const uuids = event.Object.flatMap(({ uuid, Attribute }) => [uuid, ...(Attribute as unknown as { uuid: string }[]).map((attribute) => attribute.uuid)]);
    expect(new Set(uuids).size).toBe(uuids.length);
  });

  test("raises alerts for reviewed actors only, never for services and pools", () => {
    expect(event.Object.map(({ Attribute: [lead] }) => [lead!.value, lead!.to_ids])).toEqual([[A, false], [apt43.subject.ref, true], [TXID, true], [A, false]]);
    expect(event.Object.flatMap(({ Attribute: [, ...rest] }) => rest).some(({ to_ids: ids }) => ids)).toBe(false);
    const unreviewed = JSON.parse(writeMispEvent([{ ...apt43, status: "proposed" }], HEADER, sha1)) as { Event: { Object: { Attribute: Attribute[] }[] } };
    expect(unreviewed.Event.Object[0]!.Attribute[0]!.to_ids).toBe(false);
  });

  test("says confidence and actors by MISP's own taxonomies", () => {
    expect(event.Object[1]!.Attribute[0]!.Tag).toEqual(['tlp:amber', 'admiralty-scale:source-reliability="b"', 'admiralty-scale:information-credibility="2"', 'estimative-language:likelihood-probability="likely"', 'misp-galaxy:threat-actor="APT43"'].map((name) => ({ name })));
  });
});

describe("CSV", () => {
  const FORMULAS = ["=1+1", "+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", " =1", ";=1", ",=1", '"=1', "'=1", "＝1", "\n=1", "|=1"];
  test.each(FORMULAS)("makes %j no formula, and reads it back", (text) => {
    const cell = csvCell(text);
    expect(cell.startsWith("\"'")).toBe(true);
    expect(withoutApostrophe(cell.slice(1, -1).replaceAll('""', '"'))).toBe(text);
  });

  test("gives any text back", () => {
    fc.assert(fc.property(fc.string({ unit: "grapheme" }), (text) => withoutApostrophe(csvCell(text).slice(1, -1).replaceAll('""', '"')) === text));
  });

  test("has one row a claim, and every cell in quotes", () => {
    const [header, row, ...rest] = writeClaimsCsv([claim({ label: '=HYPERLINK("x")' })]).split("\r\n");
    expect(header).toMatch(/^\ufeff"id","kind","network","address","txid","label"/);
    expect(row).toContain(`"'=HYPERLINK(""x"")"`);
    expect(rest).toEqual([""]);
  });
});

test("a TagPack quotes what YAML would read as something else, and no label ends its line", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), (label) => {
      const pack = load(writeTagPack([claim({ label })], HEADER), { schema: FAILSAFE_SCHEMA }) as { tags: { label: string; context: string }[] };
      expect(pack.tags).toHaveLength(1);
      expect(pack.tags[0]!.label).toBe(label);
    }),
  );
  for (const label of ["no", "1e5", "2024-01-02", "~", "a: b", "a #b", "- x", "&a", "*a", "!x", "\u2028", "\u0085"]) {
    expect((load(writeTagPack([claim({ label })], HEADER)) as { tags: { label: unknown }[] }).tags[0]!.label).toBe(label);
  }
});

test("BIP-329 labels are whole lines of at most 255 letters", () => {
  const lines = writeBip329([claim({ source: { name: "🐟".repeat(400), url: null, quote: null, date: null } }), theft]).split("\n");
  expect(lines).toHaveLength(3);
  const [first, second] = lines.slice(0, 2).map((line) => JSON.parse(line) as { type: string; ref: string; label: string });
  expect(Array.from(first!.label)).toHaveLength(255);
  expect(first!.label).toMatch(/^\[Assay\] mining-pool: F2Pool; service-own; conf=likely; src=🐟/u);
  expect(second).toMatchObject({ type: "tx", ref: TXID });
});
