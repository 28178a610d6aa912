import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { FindingDto } from "@/lib/features/detection/detection.contract";
import { toDetectionDto } from "@/lib/features/detection/detection.dto";
import { HUNT, type DetectRequest } from "@/lib/features/detection/detection.ports";
import type { Services } from "@/lib/platform/services";
import { economyStore, type EconomyStore } from "@/lib/testing/economy-store";
import { simulated } from "@/lib/testing/simulated";

const economy = simulated({ seed: 7, days: 20, miners: 20 });
const { truth } = economy;
const laundering = truth.loops.filter(({ honest, complete }) => !honest && complete);

let store: EconomyStore;
let services: Services;
beforeAll(async () => {
  store = await economyStore(economy);
  ({ services } = store);
}, 120_000);
afterAll(() => store.close());

const detect = async (request: Partial<DetectRequest> = {}): Promise<ReturnType<typeof toDetectionDto>> => toDetectionDto((await services.findings.hunt(await services.accounts.localOwner(), { ...HUNT, ...request })).detection);
const at = ({ txid, n }: { readonly txid: string; readonly n: number }): string => `${txid}:${n}`;
const tripsOf = (findings: readonly FindingDto[]) => findings.filter(({ kind }) => kind === "mining-round-trip");

describe("detection on the store", () => {
  it("finds nothing where nothing is claimed", async () => {
    expect(await detect()).toMatchObject({ findings: [], claims: { used: 0, accepted: 0 } });
  });

  it("corroborates each laundering loop that was mixed, names every mixing transaction, and tells outputs as the chain has them", async () => {
    await store.claimAll("proposed");
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
    await expect(services.findings.hunt(await services.accounts.localOwner(), HUNT, { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: "cancelled" });
    expect((await detect()).findings.length).toBeGreaterThan(0);
  });

  it("rests on accepted claims only when asked so", async () => {
    expect(await detect({ acceptedOnly: true })).toMatchObject({ findings: [], claims: { used: 0, accepted: 0 } });
    await store.db.pool.query("UPDATE claim SET status = 'accepted'");
    const { findings } = await detect({ acceptedOnly: true });
    expect(findings.some(({ grade, reviewed }) => grade === "corroborated" && reviewed)).toBe(true);
  });

  it("never counts a hypothesis, nor what was rejected or retracted", async () => {
    for (const status of ["hypothesis", "rejected", "retracted"]) {
      await store.db.pool.query("UPDATE claim SET status = $1", [status]);
      expect((await detect()).findings).toEqual([]);
    }
  });
});
