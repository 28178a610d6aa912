import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { addressOfScript } from "@/lib/core/bitcoin/addresses";
import { networkByName } from "@/lib/core/network";
import { HUNT } from "@/lib/features/detection/detection.ports";
import { ScreeningDto, type ScreenResultDto } from "@/lib/features/screening/screening.contract";
import { toScreeningDto } from "@/lib/features/screening/screening.dto";
import { nodeHasher } from "@/lib/platform/chain/hasher";
import type { Services } from "@/lib/platform/services";
import { testScripts } from "@/lib/testing/chain";
import { economyStore, type EconomyStore } from "@/lib/testing/economy-store";
import { simulated } from "@/lib/testing/simulated";

const economy = simulated({ seed: 7, days: 20, miners: 20 });
const { truth } = economy;
const addressesOf = (kind: string): readonly string[] => truth.actors.filter((actor) => actor.kind === kind).flatMap(({ addresses }) => addresses);
const known = (category: string): string => truth.known.find((one) => one.category === category)!.address;
const stranger = addressOfScript(testScripts.p2wpkh(77), networkByName("testnet3"), nodeHasher)!;

let store: EconomyStore;
let services: Services;
beforeAll(async () => {
  store = await economyStore(economy);
  ({ services } = store);
  await services.analysis.analyse();
}, 120_000);
afterAll(() => store.close());

async function screen(addresses: readonly string[]): Promise<ScreeningDto> {
  const found = await services.screening.screen(addresses.map((address, i) => ({ address, position: `line ${i + 1}` })));
  return ScreeningDto.parse(toScreeningDto(found, null));
}
const one = async (address: string): Promise<ScreenResultDto> => (await screen([address])).results[0]!;

describe("screening", () => {
  it("finds no hit where nothing is claimed, and does not know what the store has never seen", async () => {
    expect(await one(known("state-actor"))).toMatchObject({ known: true, verdict: "no-hit", direct: [], complete: false });
    expect(await one(stranger)).toMatchObject({ known: false, verdict: "unknown", direct: [], indirect: [], open: { from: null, to: null }, complete: null });
  });

  it("matches what is claimed, by itself or by its wallet, and says which", async () => {
    await store.claimAll("proposed");
    await services.analysis.analyse();
    expect(await one(known("state-actor"))).toMatchObject({ verdict: "match", reasons: expect.arrayContaining([expect.objectContaining({ code: "claimed" })]) as unknown, direct: [{ category: "state-actor", inherited: false, status: "proposed" }, { category: "theft", inherited: true }] });
    const { results } = await screen(addressesOf("launderer"));
    const inherited = results.find(({ reasons }) => reasons.some(({ code }) => code === "same-wallet"));
    expect(inherited).toMatchObject({ verdict: "match", direct: expect.arrayContaining([expect.objectContaining({ inherited: true })]) as unknown });
    expect(await one(known("exchange"))).toMatchObject({ verdict: "no-hit", direct: [{ category: "exchange", inherited: false }], indirect: [], open: { from: null, to: null } });
  });

  it("tells where money came from and went, in shares that the amounts bear out", async () => {
    const { results } = await screen(addressesOf("launderer"));
    const hits = results.flatMap(({ indirect }) => indirect);
    expect(hits.some(({ direction, category }) => direction === "to" && category === "hash-rental")).toBe(true);
    expect(hits.some(({ direction, category }) => direction === "from" && category === "mining-pool")).toBe(true);
    for (const { indirect, open } of results) {
      for (const direction of ["from", "to"] as const) {
        const shares = indirect.filter((hit) => hit.direction === direction).reduce((sum, { share }) => sum + share, open[direction] ?? 0);
        expect(shares).toBeLessThanOrEqual(1.0005);
      }
    }
  });

  it("asks for a review of a payout address that a finding names", async () => {
    await services.findings.hunt(await services.accounts.localOwner(), HUNT);
    const loop = truth.loops.find(({ honest, complete }) => !honest && complete)!;
    const { results } = await screen([...new Set(loop.payouts.map(({ address }) => address))]);
    expect(results.flatMap(({ findings }) => findings)).toContainEqual(expect.objectContaining({ kind: "mining-round-trip", grade: "corroborated" }));
    expect(results.every(({ findings, verdict }) => findings.every(({ grade }) => grade === "lead") || verdict !== "no-hit")).toBe(true);
  });

  it("says the same of an address whoever else is asked for", async () => {
    const all = addressesOf("user").slice(0, 300);
    const { results } = await screen(all);
    for (const i of [3, 77, 250]) expect(await one(all[i]!)).toEqual(results[i]);
  });

  it("tells what is no address by its place, and goes on", async () => {
    expect(await screen(["nonsense", stranger])).toMatchObject({ results: [{ address: stranger }], rejected: [{ position: "line 1", reason: expect.stringContaining("“nonsense” is not an address") as string }] });
  });

  it("matches an address that is claimed before any transaction of it is here, and stores nothing", async () => {
    const tables = async () => (await store.db.pool.query<Record<string, bigint>>("SELECT (SELECT count(*) FROM claim) AS claims, (SELECT count(*) FROM audit_event) AS events, (SELECT count(*) FROM claim_use) AS uses")).rows;
    await store.db.pool.query("UPDATE claim SET subject_key = $2, subject_text = $3 WHERE subject_text = $1", [known("theft"), Buffer.from(nodeHasher.sha256(testScripts.p2wpkh(77))), stranger]);
    const before = await tables();
    expect(await one(stranger)).toMatchObject({ known: false, verdict: "match" });
    expect(await tables()).toEqual(before);
  });

  it("never rests on a hypothesis, nor on what was rejected or retracted", async () => {
    for (const status of ["hypothesis", "rejected", "retracted"]) {
      await store.db.pool.query("UPDATE claim SET status = $1", [status]);
      const { direct, indirect } = await one(known("state-actor"));
      expect(direct).toEqual([]);
      expect(indirect.filter(({ category }) => category !== "mining-pool")).toEqual([]);
    }
  });
});
