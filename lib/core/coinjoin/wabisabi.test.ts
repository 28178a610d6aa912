import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { judge } from "@/lib/core/coinjoin/guard";
import { STANDARD_DENOMINATIONS } from "@/lib/core/coinjoin/wabisabi";
import { Random } from "@/lib/core/simulate/random";
import { wabisabiRound } from "@/lib/platform/bench/clustering-wabisabi";
import { nodeHasher } from "@/lib/platform/chain/hasher";
import { rising, times, txView, unresolved } from "@/lib/testing/tx-views";

const randomOf = (seed: number): Random => new Random(nodeHasher.sha256(Uint8Array.of(seed & 255, seed >> 8)));
const sum = (values: readonly bigint[]): bigint => values.reduce((total, value) => total + value, 0n);

describe("WabiSabi by its denominations", () => {
  it("knows the published amounts", () => {
    expect(STANDARD_DENOMINATIONS.size).toBe(78);
    for (const value of [5_000n, 6_561n, 8_192n, 13_122n, 10_000n, 20_000n, 50_000n, 134_217_728n, 100_000_000_000n]) expect(STANDARD_DENOMINATIONS.has(value)).toBe(true);
    for (const value of [4_374n, 4_096n, 2_000n, 30_000n, 200_000_000_000n]) expect(STANDARD_DENOMINATIONS.has(value)).toBe(false);
  });

  it("recognises small rounds, of which the shape says nothing, resolved or not", () => {
    const round = txView(rising(13, 150_000), [...times(2, 262_144), ...times(3, 131_072), 118_098, ...times(2, 100_000), 50_000, 61_733, 8_125]);
    expect(judge(round)).toMatchObject({ kind: "wasabi-2", mixes: true, confidence: 80, detail: { rule: "wabisabi-denominations", inputs: 13, outputs: 11, standardOutputs: 9, tellingOutputs: 6 } });
    expect(judge(unresolved(round))).toMatchObject({ kind: "wasabi-2", mixes: true, confidence: 40, detail: { unresolvedInputs: 13 } });
  });

  it.each([
    ["round sums are paid out in a batch", txView(rising(14, 9_000_000), [100_000, 200_000, 500_000, 1_000_000, 2_000_000, 5_000_000, 10_000_000, 20_000_000, 61_733])],
    ["one amount only happens to be a power of three", txView(rising(14, 150_000), [531_441, 100_000, 200_000, 61_733])],
    ["most outputs are no standard amounts", txView(rising(14, 150_000), [531_441, 262_144, ...rising(6, 77_777)])],
    ["one script is spent", txView(Array.from({ length: 12 }, () => [150_000, 7] as const), [...times(4, 131_072), 118_098])],
    ["one script is paid twice", txView(rising(12, 150_000), [[131_072, 3], [131_072, 3], [118_098, 4]])],
    ["coins are tidied up", txView([131_072, 118_098, 262_144, 100_000], [610_000])],
  ])("is no round when %s", (_, view) => {
    expect(judge(view)?.kind).not.toBe("wasabi-2");
  });

  it("finds the generated rounds of 10 inputs and more, nearly all", () => {
    const rounds = Array.from({ length: 100 }, (_, i) => wabisabiRound(randomOf(i), 2 + (i % 9), 10 + (i % 10)).view);
    expect(rounds.filter((view) => judge(view)?.kind === "wasabi-2").length).toBeGreaterThanOrEqual(98);
  });

  it("is tried on rounds in which nobody gets more than they bring", () => {
    fc.assert(
      fc.property(fc.nat(65_535), fc.integer({ min: 1, max: 6 }), fc.integer({ min: 6, max: 19 }), (seed, participants, inputs) => {
        const { view, inputOwner, outputOwner } = wabisabiRound(randomOf(seed), participants, inputs);
        for (let owner = 0; owner < participants; owner += 1) {
          const brought = sum(view.inputs.flatMap((input, i) => (inputOwner[i] === owner ? [input.value ?? 0n] : [])));
          const got = sum(view.outputs.flatMap((output, i) => (outputOwner[i] === owner ? [output.value] : [])));
          expect(got).toBeGreaterThan(0n);
          expect(got).toBeLessThan(brought);
        }
      }),
      { numRuns: 30 },
    );
  });
});
