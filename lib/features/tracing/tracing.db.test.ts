import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { addressOfScript } from "@/lib/core/bitcoin/addresses";
import { canonicalJson } from "@/lib/core/canonical-json";
import { networkByName } from "@/lib/core/network";
import type { TraceRequest } from "@/lib/features/tracing/tracing.ports";
import { nodeHasher } from "@/lib/platform/chain/hasher";
import { env } from "@/lib/platform/env";
import { makeServices, type Services } from "@/lib/platform/services";
import { testScripts } from "@/lib/testing/chain";
import { freshDatabase, type TestDatabase } from "@/lib/testing/database";
import { LedgerSeed, type SeededTx } from "@/lib/testing/ledger-seed";
import { seedClaim } from "@/lib/testing/seed-claim";

let db: TestDatabase;
let seed: LedgerSeed;
let services: Services;
beforeEach(async () => {
  db = await freshDatabase();
  seed = new LedgerSeed(db.pool);
  services = makeServices({ databaseUrl: db.url, home: env().home, limits: {} });
});
afterEach(async () => {
  await services.close();
  await db.close();
});

const script = (n: number): Uint8Array => testScripts.p2wpkh(n);
const addressOf = (n: number): string => addressOfScript(script(n), networkByName("bitcoin"), nodeHasher)!;
const pay = (n: number, value: bigint) => ({ script: script(n), value });
const never = new AbortController().signal;
const REQUEST: Omit<TraceRequest, "seeds"> = { network: "bitcoin", method: "fifo", direction: "forward", followFees: false, toHeight: null, maxHops: null, minValue: 0n, throughServices: false };

async function trace(seeds: readonly (readonly [SeededTx, number])[], over: Partial<TraceRequest> = {}) {
  await services.analysis.analyse({ signal: never, progress: () => undefined });
  return services.tracing.trace({ ...REQUEST, seeds: { outpoints: seeds.map(([{ txid }, n]) => ({ txid, n })), refs: [] }, ...over }, never);
}
const told = ({ stops }: Awaited<ReturnType<typeof trace>>) => stops.map(({ reason, n, address, tainted, hops }) => [reason, n, address, tainted, hops]);

const claim = (n: number, label: string, over: Partial<Parameters<typeof seedClaim>[1]> = {}) => seedClaim(db.pool, { key: nodeHasher.sha256(script(n)), text: addressOf(n), label, ...over });

/** 1 is robbed of 100; 2 peels: 30 to 3, 60 on to 4, which pays 50 to the exchange of 9 (with 10 left to 5). Fees of 10, then 0. */
async function peelChain() {
  const theft = await seed.tx({ height: 10, position: 0, coinbase: Uint8Array.of(1), outputs: [pay(2, 100n)] });
  const peel = await seed.tx({ height: 20, position: 1, inputs: [{ tx: theft, n: 0 }], outputs: [pay(3, 30n), pay(4, 60n)], fee: 10n });
  const deposit = await seed.tx({ height: 30, position: 1, inputs: [{ tx: peel, n: 1 }], outputs: [pay(9, 50n), pay(5, 10n)], fee: 0n });
  const sweep = await seed.tx({ height: 40, position: 1, inputs: [{ tx: deposit, n: 0 }], outputs: [pay(10, 50n)], fee: 0n });
  return { theft, peel, deposit, sweep };
}

describe("a trace", () => {
  test("goes along a peel chain to a service and stops there, and goes on when asked to", async () => {
    const { theft } = await peelChain();
    await claim(9, "Exchange", { status: "accepted" });
    const result = await trace([[theft, 0]]);
    expect(told(result)).toEqual([["unspent", 0, addressOf(3), 30n, 1], ["service", 0, addressOf(9), 50n, 2], ["unspent", 1, addressOf(5), 10n, 2]]);
    expect(result).toMatchObject({ total: 100n, fees: 10n, reconciles: true, dataHeight: 40 });
    expect(result.stops[1]?.service).toMatchObject({ entity: "Exchange", category: "exchange", status: "accepted" });
    const through = await trace([[theft, 0]], { throughServices: true });
    expect(told(through).map(([reason, , address]) => [reason, address])).toEqual([["unspent", addressOf(3)], ["unspent", addressOf(5)], ["unspent", addressOf(10)]]);
  });

  test("does not stop at a hypothesis, nor at the customer of a service", async () => {
    const { theft } = await peelChain();
    await claim(9, "Exchange", { status: "hypothesis" });
    await claim(4, "somebody", { category: "hack" });
    expect((await trace([[theft, 0]])).stops.map(({ reason }) => reason)).toEqual(["unspent", "unspent", "unspent"]);
  });

  test("stops at hops, height and amounts, with the whole of what it carried", async () => {
    const { theft } = await peelChain();
    expect(told(await trace([[theft, 0]], { maxHops: 1 }))).toEqual([["unspent", 0, addressOf(3), 30n, 1], ["max-hops", 1, addressOf(4), 60n, 1]]);
    expect(told(await trace([[theft, 0]], { toHeight: 29 }))).toEqual([["unspent", 0, addressOf(3), 30n, 1], ["height", 1, addressOf(4), 60n, 1]]);
    expect(told(await trace([[theft, 0]], { minValue: 61n }))).toEqual([["unspent", 0, addressOf(3), 30n, 1], ["min-value", 1, addressOf(4), 60n, 1]]);
  });

  test("follows fees into the coinbase of a whole block, and says so where it has none", async () => {
    const theft = await seed.tx({ height: 10, position: 0, coinbase: Uint8Array.of(1), outputs: [pay(2, 100n)] });
    await seed.block(20, { txCount: 2 });
    await seed.tx({ height: 20, position: 0, coinbase: Uint8Array.of(2), outputs: [pay(8, 5_000_000_010n)] });
    const spend = await seed.tx({ height: 20, position: 1, inputs: [{ tx: theft, n: 0 }], outputs: [pay(3, 90n)], fee: 10n });
    await seed.tx({ height: 21, position: 1, inputs: [{ tx: spend, n: 0 }], outputs: [pay(4, 85n)], fee: 5n });
    const result = await trace([[theft, 0]], { followFees: true });
    expect(told(result)).toEqual([["unspent", 0, addressOf(8), 10n, 2], ["unresolved", null, null, 5n, 2], ["unspent", 0, addressOf(4), 85n, 2]]);
    expect(result).toMatchObject({ fees: 0n, reconciles: true });
    const back = await trace([[spend, 0]], { direction: "backward", followFees: true });
    expect(back.reconciles).toBe(true);
  });

  test("stops before a CoinJoin, where a seed inside of one goes on from its output", async () => {
    const inputs = [];
    for (let i = 0; i < 5; i += 1) inputs.push({ tx: await seed.tx({ height: 10 + i, position: 0, coinbase: Uint8Array.of(i), outputs: [pay(20 + i, 120n + BigInt(i))] }), n: 0 });
    const mix = await seed.tx({ height: 30, position: 1, inputs, outputs: [100n, 100n, 100n, 53n, 54n].map((value, i) => pay(30 + i, value)), fee: 203n });
    await seed.tx({ height: 40, position: 1, inputs: [{ tx: mix, n: 2 }], outputs: [pay(50, 100n)], fee: 0n });
    expect(told(await trace([[inputs[0]!.tx, 0]]))).toEqual([["coinjoin", 0, addressOf(20), 120n, 0]]);
    expect(told(await trace([[mix, 2]]))).toEqual([["unspent", 0, addressOf(50), 100n, 1]]);
    expect(told(await trace([[mix, 2]], { direction: "backward" }))).toEqual([["coinjoin", 2, addressOf(32), 100n, 0]]);
  });

  test("backward ends at what is not in the store, by its outpoint", async () => {
    const parent = "ab".repeat(32);
    const spend = await seed.tx({ height: 20, position: 1, inputs: [{ pending: parent, n: 3, previous: pay(1, 70n) }], outputs: [pay(2, 70n)], fee: 0n });
    const { stops } = await trace([[spend, 0]], { direction: "backward" });
    expect(stops).toMatchObject([{ reason: "unresolved", txid: parent, n: 3, address: addressOf(1), tainted: 70n }]);
  });

  test("forward stops where another input is worth nobody knows what, unless the method does not ask", async () => {
    const theft = await seed.tx({ height: 10, position: 0, coinbase: Uint8Array.of(1), outputs: [pay(2, 100n)] });
    await seed.tx({ height: 20, position: 1, inputs: [{ tx: theft, n: 0 }, { pending: "cd".repeat(32), n: 0 }], outputs: [pay(3, 150n)] });
    expect((await trace([[theft, 0]])).stops).toMatchObject([{ reason: "unresolved", tainted: 100n, hops: 0 }]);
    expect((await trace([[theft, 0]], { method: "seniority" })).stops).toMatchObject([{ reason: "unspent", tainted: 100n }]);
  });

  test("of an address takes all that it received; what is unknown is told", async () => {
    await peelChain();
    await services.analysis.analyse({ signal: never, progress: () => undefined });
    const result = await services.tracing.trace({ ...REQUEST, seeds: { outpoints: [{ txid: "ef".repeat(32), n: 0 }], refs: [addressOf(3), addressOf(77)] } }, never);
    expect(result.seed).toMatchObject({ value: 30n, unknown: [`${"ef".repeat(32)}:0`, addressOf(77)] });
  });

  test("is byte for byte the same when run again", async () => {
    const { theft } = await peelChain();
    expect(canonicalJson(await trace([[theft, 0]], { method: "haircut" }))).toBe(canonicalJson(await trace([[theft, 0]], { method: "haircut" })));
  });

  test("that nobody waits for any more is cancelled", async () => {
    const { theft } = await peelChain();
    await services.analysis.analyse({ signal: never, progress: () => undefined });
    const stop = new AbortController();
    stop.abort();
    await expect(services.tracing.trace({ ...REQUEST, seeds: { outpoints: [{ txid: theft.txid, n: 0 }], refs: [] } }, stop.signal)).rejects.toMatchObject({ code: "cancelled" });
  });
});

describe("provenance", () => {
  test("says what share was mined, came from somebody claimed, or cannot be followed, and adds up", async () => {
    const mined = await seed.tx({ height: 10, position: 0, coinbase: Uint8Array.of(1), outputs: [pay(1, 50n)] });
    const bought = await seed.tx({ height: 11, position: 0, coinbase: Uint8Array.of(2), outputs: [pay(9, 30n)] });
    const fromShop = await seed.tx({ height: 20, position: 1, inputs: [{ tx: bought, n: 0 }], outputs: [pay(2, 30n)], fee: 0n });
    const unseen = await seed.tx({ height: 21, position: 1, inputs: [{ pending: "ab".repeat(32), n: 0, previous: pay(7, 20n) }], outputs: [pay(3, 20n)], fee: 0n });
    await seed.tx({ height: 30, position: 1, inputs: [{ tx: mined, n: 0 }, { tx: fromShop, n: 0 }, { tx: unseen, n: 0 }], outputs: [pay(4, 100n)], fee: 0n });
    await claim(9, "Exchange");
    await services.analysis.analyse({ signal: never, progress: () => undefined });
    for (const method of ["haircut", "fifo"] as const) {
      const result = await services.tracing.provenance({ network: "bitcoin", seeds: { outpoints: [], refs: [addressOf(4)] }, method }, never);
      expect(result.origins.map(({ kind, entity, value, share }) => [kind, entity, value, share])).toEqual([["coinbase", null, 50n, 0.5], ["claimed", "Exchange", 30n, 0.3], ["unresolved", null, 20n, 0.2]]);
      expect(result).toMatchObject({ total: 100n, hopsToCoinbase: 1, reconciles: true });
    }
  });

  test("of an address that pays itself accounts for all that ever came", async () => {
    const mined = await seed.tx({ height: 10, position: 0, coinbase: Uint8Array.of(1), outputs: [pay(1, 50n)] });
    await seed.tx({ height: 20, position: 1, inputs: [{ tx: mined, n: 0 }], outputs: [pay(1, 40n), pay(2, 10n)], fee: 0n });
    await services.analysis.analyse({ signal: never, progress: () => undefined });
    const result = await services.tracing.provenance({ network: "bitcoin", seeds: { outpoints: [], refs: [addressOf(1)] }, method: "haircut" }, never);
    expect(result).toMatchObject({ total: 90n, reconciles: true, hopsToCoinbase: 0 });
    expect(result.origins).toMatchObject([{ kind: "coinbase", value: 90n, share: 1 }]);
  });
});

describe("a path", () => {
  const find = async (from: string, to: string, over: object = {}) => {
    await services.analysis.analyse({ signal: never, progress: () => undefined });
    return services.tracing.path({ network: "bitcoin", from, to, prefer: "shortest", maxHops: 6, minValue: 0n, fromTime: null, toTime: null, ...over }, never);
  };

  test("is found by payments in the order of time, between addresses, wallets and entities", async () => {
    const { peel, deposit } = await peelChain();
    await claim(9, "Exchange");
    const result = await find(addressOf(2), addressOf(9));
    expect(result).toMatchObject({ found: true, bounded: false, hops: [{ txid: peel.txid, from: addressOf(2), to: addressOf(4), value: 60n }, { txid: deposit.txid, from: addressOf(4), to: addressOf(9), value: 50n }] });
    expect((await find(`wallet:${addressOf(2)}`, "entity:exchange")).hops).toEqual(result.hops);
    expect(await find(addressOf(9), addressOf(2))).toMatchObject({ found: false, stoppedBy: "exhausted" });
  });

  test("leads through no service, and not back in time", async () => {
    await peelChain();
    await claim(9, "Exchange");
    expect(await find(addressOf(2), addressOf(10))).toMatchObject({ found: false, servicesPassedOver: 1 });
    const early = await seed.tx({ height: 5, position: 0, coinbase: Uint8Array.of(7), outputs: [pay(3, 9n)] });
    await seed.tx({ height: 6, position: 1, inputs: [{ tx: early, n: 0 }], outputs: [pay(60, 9n)], fee: 0n });
    expect((await find(addressOf(2), addressOf(60))).found).toBe(false);
  });

  test("keeps to hops and amounts, and says that a bound ended it", async () => {
    await peelChain();
    expect(await find(addressOf(2), addressOf(10), { maxHops: 2 })).toMatchObject({ found: false, bounded: true, stoppedBy: "max-hops" });
    expect(await find(addressOf(2), addressOf(10), { minValue: 55n })).toMatchObject({ found: false, bounded: false });
    expect((await find(addressOf(2), addressOf(10))).hops.length).toBe(3);
  });

  test("is the largest or the earliest when asked", async () => {
    const start = await seed.tx({ height: 10, position: 0, coinbase: Uint8Array.of(1), outputs: [pay(1, 10n), pay(1, 100n), pay(1, 50n)] });
    await seed.tx({ height: 20, position: 1, inputs: [{ tx: start, n: 2 }], outputs: [pay(2, 50n)], fee: 0n });
    const detour = await seed.tx({ height: 21, position: 1, inputs: [{ tx: start, n: 1 }], outputs: [pay(3, 100n)], fee: 0n });
    await seed.tx({ height: 22, position: 1, inputs: [{ tx: detour, n: 0 }], outputs: [pay(2, 90n)], fee: 10n });
    await seed.tx({ height: 15, position: 1, inputs: [{ tx: start, n: 0 }], outputs: [pay(2, 10n)], fee: 0n });
    expect((await find(addressOf(1), addressOf(2), { prefer: "largest" })).hops.map(({ value }) => value)).toEqual([100n, 90n]);
    expect((await find(addressOf(1), addressOf(2), { prefer: "earliest" })).hops.map(({ value }) => value)).toEqual([10n]);
  });
});
