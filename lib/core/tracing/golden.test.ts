import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { TRACE_METHODS, type TraceMethod } from "@/lib/core/tracing/methods";
import { lastOrdOf } from "@/lib/core/tracing/trace-tx";
import { chainRows } from "@/lib/testing/chain-rows";
import { NO_SHARED_DATA, sharedData } from "@/lib/testing/shared-data";
import { TraceRows } from "@/lib/testing/trace-rows";

interface Assertions {
  readonly seeds: Readonly<Record<string, readonly string[]>>;
  readonly assertions: readonly {
    readonly method: TraceMethod;
    readonly seeds: readonly string[];
    readonly taintFees: boolean;
    readonly blocksAfterSeed: number | null;
    readonly utxos: number;
    readonly valueOfTaintedOutputs: number | null;
    readonly tainted: number | null;
  }[];
}
type Golden = Readonly<Record<string, { readonly utxos: number; readonly tainted: number; readonly outputs: Readonly<Record<string, readonly (readonly [number, number])[]>> }>>;

describe("the designed regtest chain, with the answers recorded for it", () => {
  const chain = sharedData("blocks/regtest-clusters/btc/blocks/blk00000.dat");
  const [asserted, golden] = [sharedData("methods/derived/taint_assertions_btc_regtest.json"), sharedData("methods/derived/taint_golden_btc_regtest.json")];
  if (chain === null || asserted === null || golden === null) {
    it.skip(NO_SHARED_DATA, () => undefined);
    return;
  }
  const { ledger, txids } = chainRows(chain, "regtest");
  const rows = new TraceRows(ledger);
  const { seeds, assertions } = JSON.parse(readFileSync(asserted, "utf8")) as Assertions;
  const coinOf = (outpoint: string): { txId: number; n: number } => ({ txId: txids.indexOf(outpoint.split(":")[0]!) + 1, n: Number(outpoint.split(":")[1]) });
  const heightOf = (outpoint: string): number => Math.floor(Number(ledger.txs[coinOf(outpoint).txId - 1]!.ord) / 2 ** 20);
  const unspent = (method: TraceMethod, outpoints: readonly string[], options: { followFees: boolean; toHeight: number | null }) => {
    const { stops } = rows.run({ method, followFees: options.followFees, lastOrd: options.toHeight === null ? null : lastOrdOf(options.toHeight) }, outpoints.filter((one) => options.toHeight === null || heightOf(one) <= options.toHeight).map(coinOf));
    expect(stops.every(({ reason }) => reason === "unspent" || reason === "height")).toBe(true);
    return stops;
  };

  it.each(assertions.map((one, i) => [i, one.method, one] as const))("agrees with the independent numbers: %i %s", (_i, method, one) => {
    const toHeight = one.blocksAfterSeed === null ? null : heightOf(one.seeds[0]!) + one.blocksAfterSeed;
    const stops = unspent(method, one.seeds, { followFees: one.taintFees, toHeight });
    expect(stops.length).toBe(one.utxos);
    if (one.valueOfTaintedOutputs !== null) expect(stops.reduce((sum, { coin }) => sum + (coin.value ?? 0n), 0n)).toBe(BigInt(one.valueOfTaintedOutputs));
    if (one.tainted !== null) expect(stops.reduce((sum, { tainted }) => sum + tainted, 0n)).toBe(BigInt(one.tainted));
  });

  const cases = Object.entries(JSON.parse(readFileSync(golden, "utf8")) as Golden).map(([name, answer]) => {
    const [seed = "", policy = "", fee = ""] = name.split("/");
    const method = TRACE_METHODS.find((one) => one === policy.replace("out_", "output-"));
    if (method === undefined) throw new Error(`No such method: ${policy}`);
    return [name, { seeds: seeds[seed]!, method, followFees: fee === "fee=True", answer }] as const;
  });

  it.each(cases)("holds what a reading of the same rules holds: %s", (_name, { seeds: from, method, followFees, answer }) => {
    const stops = unspent(method, from, { followFees, toHeight: null });
    const held = Object.fromEntries(stops.map(({ coin, tainted }) => [`${txids[coin.txId - 1] ?? ""}:${coin.n}`, tainted]));
    const expected = Object.fromEntries(Object.entries(answer.outputs).map(([outpoint, runs]) => [outpoint, runs.reduce((sum, [length, tainted]) => sum + BigInt(length * tainted), 0n)]));
    expect(held).toEqual(expected);
  });
});
