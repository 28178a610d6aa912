import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { makeSimulateService } from "@/lib/features/simulate/simulate.service";
import { nodeHasher } from "@/lib/platform/chain/hasher";
import { openEconomyWriter } from "@/lib/platform/economy-files";
import { simulated, SMALL_ECONOMY } from "@/lib/testing/simulated";

const service = makeSimulateService({ hasher: nodeHasher, openWriter: openEconomyWriter });
let folder = "";
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "assay-simulate-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});
const read = (...names: string[]): string => readFileSync(path.join(folder, ...names), "utf8");

describe("writing a simulated economy", () => {
  it("makes the folder and leaves three files in it, the same bytes each time", async () => {
    const counts = await service.simulate({ options: SMALL_ECONOMY, directory: path.join(folder, "a", "b") });
    await service.simulate({ options: SMALL_ECONOMY, directory: path.join(folder, "c") });
    expect(readdirSync(path.join(folder, "a", "b")).sort()).toEqual(["claims.yaml", "truth.json", "txs.ndjson"]);
    for (const name of ["claims.yaml", "truth.json", "txs.ndjson"]) expect(read("a", "b", name)).toBe(read("c", name));
    const whole = simulated();
    expect(counts).toEqual(whole.counts);
    expect(read("c", "txs.ndjson")).toBe(whole.transactions);
    expect(read("c", "claims.yaml")).toBe(whole.claims);
    expect(JSON.parse(read("c", "truth.json"))).toEqual(whole.truth);
  });

  it("tells how far it is", async () => {
    const told: number[] = [];
    await service.simulate({ options: SMALL_ECONOMY, directory: folder, onProgress: (done, expected) => { told.push(done / expected); } });
    expect(told.at(-1)).toBeGreaterThan(0.8);
    expect(Math.max(...told)).toBeLessThanOrEqual(1);
    expect(told).toEqual(told.toSorted((a, b) => a - b));
  });

  it("leaves nothing behind when it is cancelled, and older files as they were", async () => {
    writeFileSync(path.join(folder, "txs.ndjson"), "older");
    const stop = new AbortController();
    const cancelled = service.simulate({ options: SMALL_ECONOMY, directory: folder, signal: stop.signal, onProgress: (done) => { if (done === 50) stop.abort(new Error("enough")); } });
    await expect(cancelled).rejects.toThrow("enough");
    expect(readdirSync(folder)).toEqual(["txs.ndjson"]);
    expect(read("txs.ndjson")).toBe("older");
  });

  it("says which folder cannot be written to", async () => {
    writeFileSync(path.join(folder, "file"), "");
    await expect(service.simulate({ options: SMALL_ECONOMY, directory: path.join(folder, "file") })).rejects.toThrow("cannot be written to");
    await expect(service.simulate({ options: SMALL_ECONOMY, directory: path.join(folder, "file", "below") })).rejects.toMatchObject({ code: "invalid_input" });
  });

  it("writes nothing for options out of bounds", async () => {
    await expect(service.simulate({ options: { days: 0 }, directory: path.join(folder, "none") })).rejects.toMatchObject({ code: "invalid_input" });
    expect(readdirSync(folder)).toEqual([]);
  });
});
