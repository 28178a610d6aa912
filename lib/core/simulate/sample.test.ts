import { expect, it } from "vitest";
import { makeSample, SAMPLE_TOUR, tourOf } from "@/lib/core/simulate/sample";
import { nodeHasher } from "@/lib/platform/chain/hasher";
import { parseTransactions } from "@/lib/testing/simulated";

const sample = makeSample(nodeHasher);

it("has the places that the tour names", () => {
  expect(tourOf(sample.truth)).toEqual(SAMPLE_TOUR);
});

it("is small enough for a first start, and whole", () => {
  expect(sample.counts.transactions).toBeGreaterThan(1_500);
  expect(sample.counts.transactions).toBeLessThan(2_500);
  expect(parseTransactions(sample.transactions)).toHaveLength(sample.counts.transactions);
});

it("tells one story: theft, collection, purchase, payouts of two pools, commingling", () => {
  const { truth } = sample;
  const loops = truth.loops.filter(({ honest }) => !honest);
  expect(loops).toHaveLength(1);
  expect(loops[0]).toMatchObject({ complete: true, commingling: [{ kind: "co-spend", txid: SAMPLE_TOUR.commingling }] });
  expect(new Set(loops[0]!.payouts.map(({ pool }) => pool)).size).toBe(2);
  const steps = [truth.thefts.at(-1)!.time, truth.moves.find(({ kind }) => kind === "collection")!.time, loops[0]!.purchases[0]!.time, loops[0]!.payouts[0]!.time, loops[0]!.payouts.at(-1)!.time, loops[0]!.commingling[0]!.time];
  expect(steps).toEqual(steps.toSorted());
});

it("begins where an analyst's labels are, and lets the commingling be seen from there in two hops", () => {
  expect(sample.claims).toContain(`- address: ${SAMPLE_TOUR.start}\n`);
  const mixed = parseTransactions(sample.transactions).find(({ txid }) => txid === SAMPLE_TOUR.commingling)!;
  const senders = mixed.vin.map(({ prevout }) => prevout?.scriptpubkey_address);
  expect(senders).toContain(SAMPLE_TOUR.start);
  for (const payout of SAMPLE_TOUR.payouts) expect(senders).toContain(payout);
});
