import { expect, test } from "vitest";
import { whereabouts, type WhereStop } from "@/lib/core/tracing/whereabouts";

const stop = (over: Partial<WhereStop>): WhereStop => ({ reason: "unspent", address: "a", tainted: 1n, time: null, entity: null, category: null, ...over });

test("a custodian is one whom to ask, with every address money arrived at, and the first and the last time", () => {
  const at = (day: string, address: string, tainted: bigint) => stop({ reason: "service", entity: "X", category: "exchange", address, tainted, time: `2022-01-${day}T00:00:00.000Z` });
  const { custodians } = whereabouts([at("05", "a", 1n), at("02", "b", 2n), at("09", "a", 4n), stop({ reason: "service", entity: "Y", tainted: 9n })]);
  expect(custodians).toMatchObject([
    { entity: "Y", stops: 1, tainted: 9n, first: null, last: null },
    { entity: "X", addresses: ["a", "b"], stops: 3, tainted: 7n, first: "2022-01-02T00:00:00.000Z", last: "2022-01-09T00:00:00.000Z" },
  ]);
});

test("unspent coins are gathered by address and the rest by reason, and nothing is left out", () => {
  const { unspent, custodians, elsewhere } = whereabouts([stop({}), stop({ tainted: 2n }), stop({ address: "b" }), stop({ reason: "coinjoin" }), stop({ reason: "seed", tainted: 3n })]);
  expect(unspent.map(({ addresses, tainted }) => [addresses, tainted])).toEqual([[["a"], 3n], [["b"], 1n]]);
  expect(custodians).toEqual([]);
  expect(elsewhere.map(({ reason, tainted }) => [reason, tainted])).toEqual([["seed", 3n], ["coinjoin", 1n]]);
});
