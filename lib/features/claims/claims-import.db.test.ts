import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { SHIPPED_ENTITIES } from "@/lib/core/casework/entities-shipped";
import type { Principal } from "@/lib/core/policy/policy";
import type { PackImportResult } from "@/lib/features/claims/claims-import.service";
import { openPack } from "@/lib/platform/packs/open-pack";
import { makeServices, type Services } from "@/lib/platform/services";
import { freshDatabase, type TestDatabase } from "@/lib/testing/database";
import { packImporter } from "@/lib/testing/packs";
import { NO_SHARED_DATA, sharedData } from "@/lib/testing/shared-data";

type Importer = ReturnType<typeof packImporter>;
let folder: string;
let db: TestDatabase;
let services: Services;
let owner: Principal;
beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), "assay-packs-"));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});
beforeEach(async () => {
  db = await freshDatabase();
  services = makeServices({ databaseUrl: db.url, home: "/nonexistent", limits: {} });
  owner = await services.accounts.localOwner();
});
afterEach(async () => {
  await services.close();
  await db.close();
});

const importFile: Importer["importFile"] = (...args) => packImporter(services, owner, folder).importFile(...args);
const importText: Importer["importText"] = (...args) => packImporter(services, owner, folder).importText(...args);

const A = "12cbQLTFMXRnSzktFkuoG3eHoMeFtpTu3S";
const B = "1HLoD9E4SDFFPDiYfNYnkBLQ85Y51J3Zb1";
const C = "1FvzCLoTPGANNjWoUo6jUGuAG3wg1w4YjR";
const tag = (address: string, label: string, more = "") => `- address: ${address}\n  label: ${label}\n${more}`;
const pack = (...tags: string[]) => `title: A pack\ncreator: Somebody\nsource: https://example.org/list\ncurrency: BTC\ncategory: exchange\nlastmod: 2024-02-03\ntags:\n${tags.join("")}`;
const counts = ({ claims, new: made, changed, unchanged, retired, rejectedCount }: PackImportResult) => ({ claims, new: made, changed, unchanged, retired, rejected: rejectedCount });
const current = () => services.prisma.claim.findMany({ where: { current: true }, orderBy: { position: "asc" } });

describe("importing a label pack", () => {
  test("twice changes nothing, and tells each import in the audit log", async () => {
    const text = pack(tag(A, "One"), tag(B, "Two"));
    expect(counts(await importText("p.yaml", text))).toEqual({ claims: 2, new: 2, changed: 0, unchanged: 0, retired: 0, rejected: 0 });
    expect(counts(await importText("p.yaml", text))).toEqual({ claims: 2, new: 0, changed: 0, unchanged: 2, retired: 0, rejected: 0 });
    expect(await services.prisma.claim.count()).toBe(2);
    expect(await services.prisma.auditEvent.count({ where: { action: "claims.imported" } })).toBe(2);
  });

  test("gives every tag the values of the header, and its own before those", async () => {
    await importText("p.yaml", pack(tag(A, "One", "  category: mixing_service\n  confidence: forensic\n  is_cluster_definer: true\n"), tag(B, "Two")));
    expect((await current()).map(({ category, method, subjectKind, sourceName, sourceUrl, sourceDate, status, scope }) => ({ category, method, subjectKind, sourceName, sourceUrl, date: sourceDate?.toISOString().slice(0, 10), status, scope }))).toEqual([
      { category: "mixer", method: "forensic", subjectKind: "wallet", sourceName: "https://example.org/list", sourceUrl: "https://example.org/list", date: "2024-02-03", status: "proposed", scope: "shared" },
      { category: "exchange", method: "unknown", subjectKind: "address", sourceName: "https://example.org/list", sourceUrl: "https://example.org/list", date: "2024-02-03", status: "proposed", scope: "shared" },
    ]);
  });

  test("retires what vanished from it, makes new versions of what changed, and takes back what returned", async () => {
    await importText("p.yaml", pack(tag(A, "One"), tag(B, "Two"), tag(C, "Three")), { status: "accepted" });
    expect(counts(await importText("p.yaml", pack(tag(A, "One"), tag(B, "Two", "  category: gambling\n"))))).toEqual({ claims: 2, new: 0, changed: 1, unchanged: 1, retired: 1, rejected: 0 });
    expect((await current()).map(({ label, version, status, change, reason }) => ({ label, version, status, change, reason }))).toEqual([
      { label: "One", version: 1, status: "accepted", change: "created", reason: null },
      { label: "Two", version: 2, status: "proposed", change: "changed", reason: null },
      { label: "Three", version: 2, status: "retracted", change: "retired", reason: "no longer in its label pack" },
    ]);
    expect(counts(await importText("p.yaml", pack(tag(A, "One"), tag(B, "Two", "  category: gambling\n"), tag(C, "Three"))))).toMatchObject({ changed: 1, unchanged: 2 });
    expect((await current()).at(-1)).toMatchObject({ label: "Three", version: 3, status: "proposed" });
  });

  test("leaves what a person rejected or retracted as it is, unless the record says something else now", async () => {
    await importText("p.yaml", pack(tag(A, "One"), tag(B, "Two")));
    const [one, two] = await current();
    await services.claims.review(owner, [{ id: one!.id, version: 1 }], { verdict: "reject", reason: "wrong" });
    await services.claims.retract(owner, two!.id, { version: 1, reason: "wrong too" });
    expect(counts(await importText("p.yaml", pack(tag(A, "One"), tag(B, "Two"))))).toMatchObject({ new: 0, changed: 0, unchanged: 2 });
    expect((await current()).map(({ status }) => status)).toEqual(["rejected", "retracted"]);
    expect(counts(await importText("p.yaml", pack(tag(A, "One", "  confidence: forensic\n"), tag(B, "Two"))))).toMatchObject({ changed: 1, unchanged: 1 });
  });

  test("dry, says the same and writes nothing", async () => {
    const text = pack(tag(A, "One"), tag(B, "Two", "  actor: Unheard Of\n"));
    const dry = await importText("p.yaml", text, { dryRun: true });
    expect(await services.prisma.claim.count()).toBe(0);
    expect(await services.prisma.claimPack.count()).toBe(0);
    expect(await services.prisma.entity.count({ where: { shipped: false } })).toBe(0);
    expect(await importText("p.yaml", text)).toEqual({ ...dry, dryRun: false });
    expect(dry.newEntities).toEqual(["Unheard Of"]);
  });

  test("without one good record writes nothing, and retires nothing", async () => {
    await importText("p.yaml", pack(tag(A, "One")));
    expect(counts(await importText("p.yaml", pack(tag("nonsense", "One"))))).toEqual({ claims: 0, new: 0, changed: 0, unchanged: 0, retired: 0, rejected: 1 });
    expect((await current()).map(({ status }) => status)).toEqual(["proposed"]);
  });

  test("is for analysts", async () => {
    const viewer: Principal = { accountId: owner.accountId, name: "V", kind: "user", role: "viewer" };
    const file = path.join(folder, "v.yaml");
    writeFileSync(file, pack(tag(A, "One")));
    const opened = await openPack({ path: file, name: "v.yaml", format: "auto", source: null, network: null });
    expect(() => services.claimImports.run(viewer, { pack: opened, status: "proposed", dryRun: false })).toThrow(expect.objectContaining({ code: "forbidden" }) as Error);
  });

  test("matches actors by id, name and alias, and never joins Lazarus and APT43", async () => {
    await importText("p.yaml", pack(tag(A, "One", "  actor: thallium\n"), tag(B, "Two", "  actor: lazarusgroup\n"), tag(C, "Three", "  actor: nice hash\n")));
    expect((await current()).map(({ entityId }) => entityId)).toEqual(["apt43", "lazarus-group", "nicehash"]);
  });

  test("makes the victim of a theft nobody's holder of the coins", async () => {
    await importText("p.yaml", pack(tag(A, "Nicehash hack", "  abuse: service_hack\n"), tag(B, "Stolen", "  abuse: service_hack\n  actor: nicehash\n"), tag(C, "Stolen", "  abuse: service_hack\n  actor: lazarusgroup\n")));
    expect((await current()).map(({ entityId, category }) => ({ entityId, category }))).toEqual([
      { entityId: "nicehash-theft-2017", category: "hack" },
      { entityId: "theft-from-nicehash", category: "hack" },
      { entityId: "lazarus-group", category: "hack" },
    ]);
    expect(await services.prisma.entity.findUnique({ where: { id: "theft-from-nicehash" } })).toMatchObject({ kind: "theft", victimId: "nicehash" });
  });
});

test("the shipped entities are in the store, as the code names them", async () => {
  for (const entity of SHIPPED_ENTITIES) {
    const stored = await services.claimLists.entity(entity.id);
    const order = (facts: typeof entity.facts) => facts.map((fact) => JSON.stringify([fact.kind, fact.scheme, fact.value, fact.statedOn, fact.source])).sort();
    const victim = entity.victim ?? SHIPPED_ENTITIES.find(({ id }) => id === entity.victimId)?.name ?? null;
    expect({ ...stored, facts: order(stored.facts) }).toEqual({ ...entity, victim, facts: order(entity.facts) });
  }
  expect(await services.prisma.entity.count()).toBe(SHIPPED_ENTITIES.length);
});

const attribution = sharedData("attribution");
describe.skipIf(attribution === null)(`the public lists (${NO_SHARED_DATA} if absent)`, () => {
  const file = (name: string) => path.join(attribution!, name);

  test("TagPacks: every tag of a chain that Assay keeps becomes a claim", async () => {
    const good: Record<string, number> = {};
    for (const name of readdirSync(file("tagpacks")).filter((one) => one.endsWith(".yaml"))) {
      const result = await importFile(file(`tagpacks/${name}`));
      good[name] = result.claims;
      expect(result.rejected.filter(({ reason }) => !/a chain that Assay does not keep/.test(reason)).length, name).toBeLessThanOrEqual(1);
    }
    expect(good).toMatchObject({ "blender_io.yaml": 45, "hacks.yaml": 608, "hydra.yaml": 117, "miners_additional.yaml": 234, "ofac.yaml": 392, "walletexplorer.yaml": 386, "ronin_bridge.yaml": 0 });
    const theft = await services.prisma.claim.findFirstOrThrow({ where: { subjectText: "1EnJHhq8Jq8vDuZA5ahVh6H4t6jh1mB4rq" } });
    expect(theft).toMatchObject({ category: "hack", entityId: "nicehash-theft-2017" });
    expect(await services.prisma.claim.count({ where: { entityId: "nicehash" } })).toBe(0);
  });

  test("two pool lists stand side by side, and their five disagreements are in the queue", async () => {
    expect(await importFile(file("mempool-mining-pools/pools-v2.json"))).toMatchObject({ claims: 217, new: 217, conflicts: 0 });
    expect(await importFile(file("bitcoin-data-mining-pools/generated/pool-list.json"))).toMatchObject({ claims: 200, new: 200, conflicts: 5 });
    const { items } = await services.claimLists.conflicts(owner, { limit: 50 });
    const said = items.map(({ claims }) => `${claims[0]!.subject.ref}: ${claims.map(({ entity }) => entity!.name).sort().join(", ")}`).sort();
    expect(said).toEqual([
      "1ApE99VM5RJzMRRtwd2JMgmkGabtJqoMEz: CKPool, MiningKings",
      "1EowSPumj9D9AMTpE64Jr7vT3PJDNopVcz: CKPool, MiningKings",
      "1KGbsDDAgJN2HDNBjmMHp9828qATo5B9c9: CKPool, MiningKings",
      "1M1Xw2rczxkF3p3wiNHaTmxvbpZZ7M6vaa: 1M1X, Poolin",
      "bc1qwlrsvgtn99rqp3fgaxq6f6jkgms80rnej0a8tc: Rawpool, TogetherPool",
    ]);
    const markers = await services.prisma.entityFact.findMany({ where: { kind: "marker", sourceName: "pools-v2.json" } });
    expect(markers).toHaveLength(197);
  });

  test("OFAC lists are of the chain that their name says", async () => {
    expect(await importFile(file("ofac-0xb10c/sanctioned_addresses_XBT.txt"))).toMatchObject({ format: "ofac", claims: 434, rejectedCount: 1 });
    expect(await importFile(file("ofac-0xb10c/sanctioned_addresses_LTC.json"))).toMatchObject({ format: "ofac", claims: 10, rejectedCount: 0 });
    expect(await importFile(file("ofac-0xb10c/sanctioned_addresses_BCH.txt"))).toMatchObject({ claims: 0, rejectedCount: 7 });
    expect(await services.prisma.claim.groupBy({ by: ["network", "category"], _count: true })).toEqual(expect.arrayContaining([{ network: 0, category: "sanction", _count: 434 }, { network: 5, category: "sanction", _count: 10 }]));
  });
});
