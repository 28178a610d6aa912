import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Principal } from "@/lib/core/policy/policy";
import { PackReportDto } from "@/lib/features/claims/packs.contract";
import { makeLabelPackHandler } from "@/lib/platform/jobs/label-pack.handler";
import { makeServices, type Services } from "@/lib/platform/services";
import { freshDatabase, type TestDatabase } from "@/lib/testing/database";

const BLOCK_9 = "12cbQLTFMXRnSzktFkuoG3eHoMeFtpTu3S";
const SOURCE = { name: "A report", url: null, quote: null, date: "2023-03-28" };
let home: string;
let db: TestDatabase;
let services: Services;
let maker: Principal;
let second: Principal;
let caseId: string;

beforeAll(async () => {
  home = mkdtempSync(path.join(os.tmpdir(), "assay-steps-"));
  db = await freshDatabase();
  services = makeServices({ databaseUrl: db.url, home, limits: {} });
  const user = async (name: string): Promise<Principal> => {
    const { id } = await services.prisma.account.create({ data: { id: randomUUID(), kind: "user", name, email: `${name}@example.org`, role: "investigator" } });
    return { accountId: id, name, kind: "user", role: "investigator" };
  };
  [maker, second] = [await user("maker"), await user("second")];
  ({ caseId } = await services.cases.create(maker, { name: "A case" }));
});
afterAll(async () => {
  await services.close();
  await db.close();
  rmSync(home, { recursive: true });
});

const tag = (label: string, source: typeof SOURCE | null) =>
  services.claims.add(maker, { subject: { kind: "wallet", network: "bitcoin", ref: BLOCK_9 }, role: null, entityId: null, label, category: "other", source, method: null, note: null, caseId });
const seenBy = async (who: Principal, label: string): Promise<number> => (await services.claimLists.page(who, { text: label }, { limit: 10 })).items.length;

describe("a claim of a case", () => {
  test("is seen and reviewed by a second person once it is shared, and still tells its case", async () => {
    const id = await tag("to be shared", SOURCE);
    expect([await seenBy(maker, "to be shared"), await seenBy(second, "to be shared")]).toEqual([1, 0]);
    await expect(services.claims.review(second, [{ id, version: 1 }], { verdict: "accept", reason: "read it" })).rejects.toMatchObject({ code: "not_found" });
    await services.claims.share(maker, [{ id, version: 1 }]);
    expect(await seenBy(second, "to be shared")).toBe(1);
    await expect(services.claims.review(maker, [{ id, version: 2 }], { verdict: "accept", reason: "mine" })).rejects.toMatchObject({ code: "forbidden" });
    await services.claims.review(second, [{ id, version: 2 }], { verdict: "accept", reason: "read it" });
    const history = await services.claimLists.history(second, id);
    expect(history.map(({ change, scope, status }) => [change, scope, status])).toEqual([["created", "case", "proposed"], ["shared", "shared", "proposed"], ["accepted", "shared", "accepted"]]);
    expect(history.at(-1)).toMatchObject({ caseId, reviewer: { id: second.accountId }, reason: "read it" });
  });

  test("is shared by nobody outside its case, not twice, and not without a source", async () => {
    const id = await tag("held back", SOURCE);
    await expect(services.claims.share(second, [{ id, version: 1 }])).rejects.toMatchObject({ code: "not_found" });
    await services.claims.share(maker, [{ id, version: null }]);
    await expect(services.claims.share(maker, [{ id, version: null }])).rejects.toMatchObject({ code: "conflict" });
    const guess = await tag("a guess", null);
    await expect(services.claims.share(maker, [{ id: guess, version: 1 }])).rejects.toMatchObject({ code: "invalid_input" });
  });

  test("that was a hypothesis becomes a proposal when its author gives the source", async () => {
    const id = await tag("first a guess", null);
    await expect(services.claims.giveSource(second, id, { version: 1, source: SOURCE })).rejects.toMatchObject({ code: "not_found" });
    await services.claims.giveSource(maker, id, { version: 1, source: SOURCE });
    expect((await services.claimLists.history(maker, id)).at(-1)).toMatchObject({ version: 2, change: "changed", status: "proposed", source: { name: "A report", date: "2023-03-28" } });
    await expect(services.claims.giveSource(maker, id, { version: 2, source: SOURCE })).rejects.toMatchObject({ code: "conflict" });
  });
});

describe("the job of a label pack", () => {
  const read = async (text: string, dryRun: boolean) => {
    const { id } = await services.staging.keep((async function* () { yield await Promise.resolve(Buffer.from(text)); })(), null);
    const jobId = await services.jobs.enqueue(maker, { kind: "label-pack", title: "a pack", params: { upload: { id, name: "pack.csv" }, dryRun } });
    const job = await services.jobs.get(maker, jobId);
    const context = { signal: new AbortController().signal, progress: () => undefined, checkpoint: () => Promise.resolve() };
    return PackReportDto.parse(await makeLabelPackHandler(services)(job, context));
  };
  const PACK = `address,label,category,source\n${BLOCK_9},NiceHash,hash-rental,one list\n1HLoD9E4SDFFPDiYfNYnkBLQ85Y51J3Zb1,Hal,individual,one list\nnonsense,x,other,one list\n`;

  test("told as a dry run says what would happen, with place and reason, and writes nothing", async () => {
    const report = await read(PACK, true);
    expect(report).toMatchObject({ pack: "pack.csv", new: 2, rejectedCount: 1, dryRun: true, rejected: [{ file: "pack.csv", position: "line 4" }] });
    expect(report.effects.filter(({ what }) => what === "new").map(({ index, label }) => [index, label])).toEqual([[1, "NiceHash"], [2, "Hal"]]);
    expect(await seenBy(maker, "Hal")).toBe(0);
  });

  test("writes proposals of whoever queued it, and tells against what they stand", async () => {
    await read(PACK, false);
    const [hal] = (await services.claimLists.page(maker, { text: "Hal" }, { limit: 10 })).items;
    expect(hal).toMatchObject({ status: "proposed", scope: "shared", author: { id: maker.accountId }, pack: { name: "pack.csv" } });
    const other = await read(PACK.replaceAll("NiceHash", "Hashing24").replaceAll("one list", "another list"), true);
    expect(other).toMatchObject({ new: 2, retired: 2 });
  });
});
