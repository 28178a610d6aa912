import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { chainOrder, unplacedOrder } from "@/lib/core/graph/order";
import { conserves, TRACE_METHODS, type TraceMethod } from "@/lib/core/tracing/methods";
import type { Stop, TraceOutcome, TracePlan } from "@/lib/core/tracing/trace";
import { arbitraryLedger, rowAddresses, type LedgerRows, type RowTx } from "@/lib/testing/ledger-rows";
import { TraceRows } from "@/lib/testing/trace-rows";

interface Outpoint {
  readonly txId: number;
  readonly n: number;
}

/** Outputs of transactions that count. */
const outpointsOf = ({ txs }: LedgerRows): Outpoint[] => txs.filter((tx) => tx.status !== 2).flatMap((tx) => tx.outputs.map((_, n) => ({ txId: tx.id, n })));
const picked = (rows: LedgerRows, picks: readonly number[]): Outpoint[] => {
  const all = outpointsOf(rows);
  return all.length === 0 ? [] : [...new Map(picks.map((pick) => all[pick % all.length]!).map((one) => [`${one.txId}:${one.n}`, one])).values()];
};
const sum = (stops: readonly Stop[]): bigint => stops.reduce((total, { tainted }) => total + tainted, 0n);
const valueOf = (rows: LedgerRows, seeds: readonly Outpoint[]): bigint => seeds.reduce((total, { txId, n }) => total + rows.txs[txId - 1]!.outputs[n]!.value, 0n);
const told = ({ stops, fees }: TraceOutcome, nameOf: (txId: number) => number = (txId) => txId) => ({ fees, stops: stops.map(({ reason, coin, tainted, hops }) => `${reason} ${coin.txId === 0 ? `via ${nameOf(coin.via!.txId)}` : nameOf(coin.txId)}:${coin.n} ${tainted} ${hops}`).sort() });

const CONSERVING = TRACE_METHODS.filter(conserves);
const anyDirection = fc.constantFrom("forward" as const, "backward" as const);
const seedPicks = fc.array(fc.nat(10_000), { minLength: 1, maxLength: 4 });
const anyLimits = fc.record({
  followFees: fc.boolean(),
  maxHops: fc.option(fc.nat(5)),
  minValue: fc.constantFrom(0n, 0n, 1_000n, 200_000n),
  budget: fc.constantFrom(1_000_000, 1_000_000, 3, 12),
  service: fc.nat(30),
  coinjoin: fc.nat(60),
});
/** A ledger with everything that may be asked of it. */
const askedOf = (methods: readonly TraceMethod[]) =>
  fc.record({ rows: arbitraryLedger(), method: fc.constantFrom(...methods), direction: anyDirection, picks: seedPicks, limits: anyLimits, salt: fc.integer() });
type Limits = typeof anyLimits extends fc.Arbitrary<infer L> ? L : never;
const planOf = (method: TraceMethod, direction: "forward" | "backward", { followFees, maxHops, minValue, budget, service }: Limits): Partial<TracePlan> => ({ method, direction, followFees, maxHops, minValue, budget, isService: ({ addressId }) => addressId === service });

describe("every method but poison", () => {
  test("loses and makes nothing: stops and fees add up to the seeds, in either direction, whatever ends the branches", () => {
    fc.assert(
      fc.property(askedOf(CONSERVING), ({ rows, method, direction, picks, limits }) => {
        const seeds = picked(rows, picks);
        const { stops, fees } = new TraceRows(rows, { coinjoins: new Set([limits.coinjoin]) }).run(planOf(method, direction, limits), seeds);
        expect(sum(stops) + fees).toBe(valueOf(rows, seeds));
        for (const { tainted } of stops) expect(tainted > 0n).toBe(true);
      }),
      { numRuns: 400 },
    );
  });

  test("taints no coin beyond its value", () => {
    fc.assert(
      fc.property(askedOf(TRACE_METHODS), ({ rows, method, direction, picks, limits }) => {
        for (const { coin, tainted } of new TraceRows(rows).run(planOf(method, direction, limits), picked(rows, picks)).stops) if (coin.value !== null && coin.n >= 0) expect(tainted <= coin.value).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});

test("a trace is the same whatever the order of import, and however much is read at once", () => {
  fc.assert(
    fc.property(askedOf(TRACE_METHODS), ({ rows, method, direction, picks, limits, salt }) => {
      const plan = planOf(method, direction, { ...limits, budget: 1_000_000 });
      const seeds = picked(rows, picks);
      const order = rows.txs.map(({ id }) => id).sort((a, b) => ((a * 7919) ^ salt) - ((b * 7919) ^ salt));
      const newId = new Map(order.map((id, i) => [id, i + 1]));
      const renamed: RowTx[] = rows.txs.map((tx) => ({
        ...tx, id: newId.get(tx.id)!, ord: tx.ord >= 2n ** 61n ? unplacedOrder(BigInt(newId.get(tx.id)!)) : tx.ord,
        inputs: tx.inputs.map((input) => ({ ...input, prevTxId: input.prevTxId === null ? null : (newId.get(input.prevTxId) ?? null) })),
      }));
      const other = new TraceRows({ ...rows, txs: renamed }).run(plan, seeds.map(({ txId, n }) => ({ txId: newId.get(txId)!, n })), 1);
      expect(told(other, (id) => order[id - 1]!)).toEqual(told(new TraceRows(rows).run(plan, seeds, 50)));
    }),
    { numRuns: 200 },
  );
});

test("a coin that comes back to a seed ends there", () => {
  const pays = (id: number, prev: number | null, value: bigint): RowTx => ({
    id, ord: chainOrder(id, 0), time: null, fee: null, status: 0, coinbase: prev === null, synthetic: false, inputs: prev === null ? [] : [{ prevTxId: prev, prevN: 0, address: 1, value: 10n }], outputs: [{ address: 1, value }],
  });
  const rows = new TraceRows({ txs: [pays(1, null, 10n), pays(2, 1, 10n), pays(3, 2, 9n)], addresses: rowAddresses(1) });
  const { stops, fees } = rows.run({ method: "fifo" }, [{ txId: 1, n: 0 }, { txId: 2, n: 0 }]);
  expect([...stops].map(({ reason, coin, tainted }) => [reason, coin.txId, tainted])).toEqual(expect.arrayContaining([["seed", 2, 10n], ["unspent", 3, 9n]]));
  expect(fees).toBe(1n);
});

test("a hub that pays a hundred thousand outputs is one step", () => {
  const outputs = Array.from({ length: 100_000 }, (_, n) => ({ address: 1 + (n % 20), value: BigInt(n % 7) }));
  const value = outputs.reduce((total, output) => total + output.value, 0n);
  const from: RowTx = { id: 1, ord: chainOrder(1, 0), time: null, fee: null, status: 0, coinbase: true, synthetic: false, inputs: [], outputs: [{ address: 1, value }] };
  const rows = new TraceRows({ txs: [from, { ...from, id: 2, ord: chainOrder(2, 1), coinbase: false, inputs: [{ prevTxId: 1, prevN: 0, address: 1, value }], outputs }], addresses: rowAddresses(20) });
  for (const method of ["haircut", "fifo"] as const) expect(sum(rows.run({ method }, [{ txId: 1, n: 0 }]).stops)).toBe(value);
});

test("beyond its budget a trace stops, says where, and still adds up", () => {
  fc.assert(
    fc.property(arbitraryLedger(40, 3, 20), fc.constantFrom(...CONSERVING), fc.integer({ min: 1, max: 20 }), (rows, method, budget) => {
      const seeds = outpointsOf(rows).slice(0, 3);
      const { stops, fees, transactions } = new TraceRows(rows).run({ method, budget }, seeds);
      expect(sum(stops) + fees).toBe(valueOf(rows, seeds));
      expect(transactions).toBeLessThanOrEqual(budget + 1);
    }),
  );
});

describe("forward and backward", () => {
  /** A chain in order, without gaps or odd data. */
  const chain = arbitraryLedger(30).map((rows): LedgerRows => ({ ...rows, txs: rows.txs.filter((tx) => tx.inputs.every((input) => input.prevTxId !== null)) }));
  const sound = chain.map((rows) => {
    const kept = new Set<number>();
    const txs = rows.txs.filter((tx) => {
      const ok = tx.status !== 2 && tx.inputs.every((input) => kept.has(input.prevTxId ?? 0));
      if (ok) kept.add(tx.id);
      return ok;
    });
    return { ...rows, txs: txs.map((tx, i) => ({ ...tx, status: 0 as const, ord: chainOrder(i, 0) })) };
  });

  test.each(["fifo", "lifo"] as const)("find the same coins by %s: what came of a coin is what came from it", (method) => {
    fc.assert(
      fc.property(sound, fc.nat(1000), (rows, pick) => {
        const all = rows.txs.flatMap((tx) => tx.outputs.map((output, n) => ({ txId: tx.id, n, address: output.address })));
        const seed = all[pick % Math.max(1, all.length)];
        if (seed === undefined || seed.address === null) return;
        const traced = new TraceRows(rows);
        const isSeed = ({ txId, n }: Outpoint): boolean => txId === seed.txId && n === seed.n;
        for (const { reason, coin, tainted } of traced.run({ method }, [seed]).stops) {
          if (reason !== "unspent" || isSeed(coin)) continue;
          const back = traced.run({ method, direction: "backward", isService: isSeed }, [coin]);
          expect(sum(back.stops.filter(({ coin: origin }) => isSeed(origin)))).toBe(tainted);
        }
      }),
      { numRuns: 200 },
    );
  });

  test("agree by haircut to within a satoshi a step", () => {
    fc.assert(
      fc.property(sound, fc.nat(1000), (rows, pick) => {
        const all = rows.txs.flatMap((tx) => tx.outputs.map((output, n) => ({ txId: tx.id, n, address: output.address })));
        const seed = all[pick % Math.max(1, all.length)];
        if (seed === undefined || seed.address === null) return;
        const traced = new TraceRows(rows);
        const isSeed = ({ txId, n }: Outpoint): boolean => txId === seed.txId && n === seed.n;
        for (const { reason, coin, tainted } of traced.run({ method: "haircut" }, [seed]).stops) {
          if (reason !== "unspent" || isSeed(coin)) continue;
          const back = sum(traced.run({ method: "haircut", direction: "backward", isService: isSeed }, [coin]).stops.filter(({ coin: origin }) => isSeed(origin)));
          const gap = back > tainted ? back - tainted : tainted - back;
          expect(gap <= BigInt(4 * rows.txs.length)).toBe(true);
        }
      }),
      { numRuns: 100 },
    );
  });
});

test("what an address that pays itself received is all accounted for, each coin as often as it came", () => {
  fc.assert(
    fc.property(arbitraryLedger(), fc.constantFrom("haircut" as const, "fifo" as const), (rows, method) => {
      const seeds = outpointsOf(rows).filter(({ txId, n }) => (rows.txs[txId - 1]!.outputs[n]!.address ?? 0) % 3 === 1);
      const { stops, fees } = new TraceRows(rows).run({ method, direction: "backward", throughSeeds: true }, seeds);
      expect(sum(stops) + fees).toBe(valueOf(rows, seeds));
      expect(stops.some(({ reason }) => reason === "seed")).toBe(false);
    }),
    { numRuns: 200 },
  );
});
