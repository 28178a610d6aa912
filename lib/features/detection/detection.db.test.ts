import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { FindingDto } from "@/lib/features/detection/detection.contract";
import { toDetectionDto } from "@/lib/features/detection/detection.dto";
import { HUNT, type DetectRequest } from "@/lib/features/detection/detection.ports";
import { openPack } from "@/lib/platform/packs/open-pack";
import { makeServices, type Services } from "@/lib/platform/services";
import { freshDatabase, type TestDatabase } from "@/lib/testing/database";
import { fileAt, importInto } from "@/lib/testing/ledger-dump";
import { simulated } from "@/lib/testing/simulated";

const economy = simulated({ seed: 7, days: 20, miners: 20 });
const { truth } = economy;
const laundering = truth.loops.filter(({ honest, complete }) => !honest && complete);

let db: TestDatabase;
let services: Services;
let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), "assay-detection-"));
  db = await freshDatabase();
  services = makeServices({ databaseUrl: db.url, home: folder, limits: {} });
  const file = path.join(folder, "txs.ndjson");
  writeFileSync(file, economy.transactions);
  await importInto(db.pool, [fileAt(file)], { network: "testnet3" });
}, 120_000);
afterAll(async () => {
  await services.close();
  await db.close();
  rmSync(folder, { recursive: true, force: true });
});

const detect = async (request: Partial<DetectRequest> = {}): Promise<ReturnType<typeof toDetectionDto>> => toDetectionDto(await services.detection.detect({ ...HUNT, ...request }));
const at = ({ txid, n }: { readonly txid: string; readonly n: number }): string => `${txid}:${n}`;
const tripsOf = (findings: readonly FindingDto[]) => findings.filter(({ kind }) => kind === "mining-round-trip");

async function claimAll(status: "proposed" | "accepted"): Promise<void> {
  const file = path.join(folder, "claims.yaml");
  writeFileSync(file, economy.claims);
  const pack = await openPack({ path: file, name: "claims.yaml", format: "auto", source: null, network: null, columns: {} });
  await services.claimImports.run(await services.accounts.localOwner(), { pack, status, dryRun: false });
}

describe("detection on the store", () => {
  it("finds nothing where nothing is claimed", async () => {
    expect(await detect()).toMatchObject({ findings: [], claims: { used: 0, accepted: 0 } });
  });

  it("corroborates each laundering loop that was mixed, names every mixing transaction, and tells outputs as the chain has them", async () => {
    await claimAll("proposed");
    const { findings, dataHeight } = await detect();
    expect(laundering.length).toBeGreaterThan(0);
    const named = new Set(findings.flatMap(({ commingling }) => commingling.map(({ txid }) => txid)));
    for (const loop of laundering) {
      const own = new Set(loop.payouts.map(at));
      const trip = tripsOf(findings).find(({ payouts }) => payouts.some((payout) => own.has(at(payout))));
      expect(trip).toMatchObject({ grade: "corroborated", network: "testnet3", reviewed: false });
      expect(loop.commingling.map(({ txid }) => txid).every((txid) => named.has(txid))).toBe(true);
      for (const payment of trip!.payments.filter((one) => loop.purchases.some((purchase) => at(purchase) === at(one)))) {
        const { value, time, address } = loop.purchases.find((purchase) => at(purchase) === at(payment))!;
        expect(payment).toMatchObject({ value, time, address, tainted: true });
      }
    }
    expect(dataHeight).toEqual({ testnet3: truth.lastHeight });
  });

  it("never calls an honest customer more than a lead", async () => {
    const honest = new Set(truth.loops.filter((loop) => loop.honest).flatMap(({ payouts }) => payouts.map(at)));
    const { findings } = await detect();
    for (const { grade, payouts } of tripsOf(findings)) if (payouts.some((payout) => honest.has(at(payout)))) expect(grade).toBe("lead");
  });

  it("gives the same findings the same ids again, and none twice", async () => {
    const [one, other] = [await detect(), await detect()];
    expect(other).toEqual(one);
    expect(new Set(one.findings.map(({ id }) => id)).size).toBe(one.findings.length);
  });

  it("keeps to the actor and the time asked for, and has nothing of an actor whom nobody claims", async () => {
    const { findings } = await detect();
    const actor = findings.find((finding) => finding.grade === "corroborated")!.actor!;
    const own = await detect({ actor: actor.toUpperCase() });
    expect(own.findings.length).toBeGreaterThan(0);
    expect(own.findings.every((finding) => finding.actor === actor)).toBe(true);
    expect((await detect({ actor: "nobody" })).findings).toEqual([]);
    expect((await detect({ toTime: Date.parse("2022-08-01") / 1_000 })).findings).toEqual([]);
  });

  it("is cancelled without harm", async () => {
    await expect(services.detection.detect(HUNT, { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: "cancelled" });
    expect((await detect()).findings.length).toBeGreaterThan(0);
  });

  it("rests on accepted claims only when asked so", async () => {
    expect(await detect({ acceptedOnly: true })).toMatchObject({ findings: [], claims: { used: 0, accepted: 0 } });
    await db.pool.query("UPDATE claim SET status = 'accepted'");
    const { findings } = await detect({ acceptedOnly: true });
    expect(findings.some(({ grade, reviewed }) => grade === "corroborated" && reviewed)).toBe(true);
  });

  it("never counts a hypothesis, nor what was rejected or retracted", async () => {
    for (const status of ["hypothesis", "rejected", "retracted"]) {
      await db.pool.query("UPDATE claim SET status = $1", [status]);
      expect((await detect()).findings).toEqual([]);
    }
  });
});
