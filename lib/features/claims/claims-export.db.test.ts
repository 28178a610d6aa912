import { randomUUID } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { FAILSAFE_SCHEMA, load } from "js-yaml";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { ExportFormat } from "@/lib/core/packs/export-claim";
import type { Principal } from "@/lib/core/policy/policy";
import type { ExportScope } from "@/lib/features/claims/claims-export.ports";
import { makeServices, type Services } from "@/lib/platform/services";
import { freshDatabase, type TestDatabase } from "@/lib/testing/database";
import { packImporter } from "@/lib/testing/packs";
import { NO_SHARED_DATA, sharedData } from "@/lib/testing/shared-data";

let folder: string;
let db: TestDatabase;
let services: Services;
let owner: Principal;
let packs: ReturnType<typeof packImporter>;
beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), "assay-exports-"));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});
beforeEach(async () => {
  db = await freshDatabase();
  services = makeServices({ databaseUrl: db.url, home: "/nonexistent", limits: {} });
  owner = await services.accounts.localOwner();
  packs = packImporter(services, owner, folder);
});
afterEach(async () => {
  await services.close();
  await db.close();
});

const SHARED: ExportScope = { kind: "shared" };
const write = (format: ExportFormat, scope: ExportScope = SHARED) => services.claimExports.run(owner, { format, scope });
const A = "12cbQLTFMXRnSzktFkuoG3eHoMeFtpTu3S";
const B = "1HLoD9E4SDFFPDiYfNYnkBLQ85Y51J3Zb1";
const tag = (more: object = {}) => ({
  subject: { kind: "wallet" as const, network: "bitcoin" as const, ref: A }, role: "service-own" as const, entityId: "nicehash", label: "NiceHash hot wallet", category: "hash-rental" as const,
  source: { name: "A report", url: "https://example.org/report", quote: "seen paying out", date: "2023-03-28" }, method: "forensic" as const, note: null, ...more,
});

interface Tags {
  readonly tags: readonly Record<string, unknown>[];
}
const yaml = (text: string) => load(text, { schema: FAILSAFE_SCHEMA }) as Tags & Record<string, unknown>;
const PACK_FIELDS = ["title", "creator", "description", "owner", "is_public", "tags"];
/** Tags with what they inherit: what a pack means, however it is written. */
const effective = (pack: Tags & Record<string, unknown>) => {
  const inherited = Object.fromEntries(Object.entries(pack).filter(([name]) => !PACK_FIELDS.includes(name)));
  return pack.tags.map((own) => ({ ...inherited, ...own }));
};
const headerOf = ({ tags: _tags, ...header }: Record<string, unknown>) => header;

const tagpacks = sharedData("attribution/tagpacks");
test.skipIf(tagpacks === null)(`a TagPack that was imported comes out with every header field and every tag that was taken, unchanged (${NO_SHARED_DATA} if absent)`, async () => {
  for (const name of readdirSync(tagpacks!).filter((one) => one.endsWith(".yaml"))) {
    const file = path.join(tagpacks!, name);
    const before = yaml(readFileSync(file, "utf8"));
    const { claims, rejected } = await packs.importFile(file);
    if (claims === 0) continue;
    const after = yaml(await write("tagpack", { kind: "pack", name: String(before["title"]) }));
    const refused = new Set(rejected.map(({ position }) => parseInt(position.slice("tag ".length), 10)));
    expect(headerOf(after), name).toEqual(headerOf(before));
    expect(effective(after), name).toEqual(effective(before).filter((_, index) => !refused.has(index + 1)));
    expect(after.tags).toHaveLength(claims);
  }
});

test("a claim made in Assay survives the way through a TagPack, with what TagPacks have no field for", async () => {
  const { caseId } = await services.cases.create(owner, { name: "Case" });
  await services.claims.add(owner, { ...tag(), caseId });
  await services.claims.add(owner, { ...tag({ subject: { kind: "transaction", network: "bitcoin", ref: "ab".repeat(32) }, label: 'Odd: "label" # not a comment', category: "pool-payout", role: "pool-member", entityId: null }), caseId });
  const text = await write("tagpack", { kind: "case", caseId });
  const file = path.join(folder, "case.yaml");
  writeFileSync(file, text);
  expect(await packs.importFile(file)).toMatchObject({ claims: 2, rejectedCount: 0 });
  const [again, tx] = await services.prisma.claim.findMany({ where: { scope: "shared" }, orderBy: { position: "asc" } });
  const other = tx!.subjectKind === "transaction" ? [again, tx] : [tx, again];
  expect(other[0]).toMatchObject({ subjectKind: "wallet", subjectText: A, role: "service-own", entityId: "nicehash", label: "NiceHash hot wallet", category: "hash-rental", sourceName: "A report", sourceUrl: "https://example.org/report", sourceQuote: "seen paying out", method: "forensic" });
  expect(other[1]).toMatchObject({ subjectKind: "transaction", label: 'Odd: "label" # not a comment', category: "pool-payout", role: "pool-member", entityId: null });
});

test("hypotheses, rejected and retracted claims, and those of cases, are in no shared export", async () => {
  const { caseId } = await services.cases.create(owner, { name: "Case" });
  await services.claims.add(owner, { ...tag({ label: "guess", source: null }), caseId });
  await services.claims.add(owner, { ...tag({ label: "sourced" }), caseId });
  await packs.importText("p.yaml", `title: P\ncreator: C\nsource: S\ncurrency: BTC\ntags:\n- {address: ${A}, label: rejected}\n- {address: ${B}, label: retracted}\n- {address: ${B}, label: kept}\n`);
  for (const { id, label } of await services.prisma.claim.findMany({ where: { scope: "shared" } })) {
    if (label === "rejected") await services.claims.review(owner, [{ id, version: null }], { verdict: "reject", reason: "no" });
    if (label === "retracted") await services.claims.retract(owner, id, { version: null, reason: "no" });
  }
  for (const format of ["tagpack", "csv", "misp", "stix", "bip329"] as const) {
    const shared = await write(format);
    expect(shared, format).toContain("kept");
    expect(shared, format).not.toMatch(/guess|rejected|retracted|sourced/);
    const ofCase = await write(format, { kind: "case", caseId });
    expect(ofCase.includes("kept") || ofCase.includes("guess"), format).toBe(false);
    expect(await write(format), format).toBe(shared);
  }
});

describe("retracting", () => {
  test("names the exports that hold the claim, and drafts a correction", async () => {
    await packs.importText("p.yaml", `title: P\ncreator: C\nsource: S\ncurrency: BTC\ntags:\n- {address: ${A}, label: wrong one}\n`);
    await write("stix");
    const { id } = await services.prisma.claim.findFirstOrThrow();
    await db.pool.query("INSERT INTO claim_use (claim_id, kind, ref, title) VALUES ($1, 'report', 'r-1', 'Report 1')", [id]);
    const { uses, notice } = await services.claims.retract(owner, id, { version: 1, reason: "the source was mistaken" });
    expect(uses.map(({ kind, title }) => ({ kind, title }))).toEqual([{ kind: "export", title: "stix export “Assay: shared claims”" }, { kind: "report", title: "Report 1" }]);
    expect(notice).toContain("the source was mistaken");
    expect(notice).toContain(A);
  });

  test("of what nobody used needs no correction", async () => {
    await packs.importText("p.yaml", `title: P\ncreator: C\nsource: S\ncurrency: BTC\ntags:\n- {address: ${A}, label: wrong one}\n`);
    const { id } = await services.prisma.claim.findFirstOrThrow();
    expect(await services.claims.retract(owner, id, { version: null, reason: "r" })).toMatchObject({ uses: [], notice: null });
  });
});

test("a case of somebody else, and a pack that nobody imported, are not found", async () => {
  const stranger: Principal = { accountId: randomUUID(), name: "S", kind: "user", role: "admin" };
  const { caseId } = await services.cases.create(owner, { name: "Case" });
  await expect(services.claimExports.run(stranger, { format: "csv", scope: { kind: "case", caseId } })).rejects.toMatchObject({ code: "not_found" });
  await expect(write("csv", { kind: "pack", name: "never" })).rejects.toMatchObject({ code: "not_found" });
});
