import { spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { createInterface } from "node:readline";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { AnalysisRows } from "@/lib/core/analysis/analysis";
import { AppError } from "@/lib/core/errors";
import type { JobProgress } from "@/lib/core/jobs/job";
import { makeAnalysisLeases, type LeaseOptions } from "@/lib/features/analysis/analysis-lease.repository";
import type { GenerationStore, LedgerReader } from "@/lib/features/analysis/analysis.ports";
import { makeLedgerReader } from "@/lib/features/analysis/analysis-read.repository";
import { makeGenerationStore } from "@/lib/features/analysis/analysis-write.repository";
import { type AnalysisService, makeAnalysisService } from "@/lib/features/analysis/analysis.service";
import { makeGrowthStore } from "@/lib/features/analysis/growth.repository";
import { nodeHasher } from "@/lib/platform/chain/hasher";
import { chainRows } from "@/lib/testing/chain-rows";
import { freshDatabase, type TestDatabase } from "@/lib/testing/database";
import { insertLedger } from "@/lib/testing/ledger-insert";
import { type LedgerRows, arbitraryLedger, rowAddresses } from "@/lib/testing/ledger-rows";
import { type AnalysisTables, referenceAnalysis } from "@/lib/testing/reference-analysis";
import { NO_SHARED_DATA, sharedData } from "@/lib/testing/shared-data";
import { generationOf, storedAnalysis } from "@/lib/testing/stored-analysis";

let db: TestDatabase;

beforeEach(async () => {
  db = await freshDatabase();
});

afterEach(async () => {
  await db.close();
});

interface Overrides {
  readonly lease?: LeaseOptions;
  readonly ledger?: Partial<LedgerReader>;
  readonly generations?: Partial<GenerationStore>;
}

function service({ lease = {}, ledger = {}, generations = {} }: Overrides = {}): AnalysisService {
  return makeAnalysisService({
    leases: makeAnalysisLeases(db.pool, lease),
    ledger: { ...makeLedgerReader(db.pool), ...ledger },
    generations: { ...makeGenerationStore(db.pool), ...generations },
    growth: makeGrowthStore(db.pool, nodeHasher),
    now: () => performance.now(),
    breathe: () => new Promise((resolve) => setImmediate(resolve)),
    sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  });
}

/** Starts a process that analyses without end, and kills it some milliseconds after it comes to the phase. */
async function killedAt(phase: string, delay: number): Promise<void> {
  const child = spawn(process.execPath, ["--import", "tsx", path.resolve("lib/testing/analysis-process.ts")], { env: { ...process.env, DATABASE_URL: db.url }, stdio: ["ignore", "pipe", "inherit"] });
  const exit = once(child, "exit");
  for await (const line of createInterface({ input: child.stdout })) {
    if (line !== phase) continue;
    await new Promise((resolve) => setTimeout(resolve, 3 * delay));
    child.kill("SIGKILL");
    break;
  }
  await exit;
}

const TABLES = ["wallet", "address_summary", "link", "address_tx", "flow", "coinjoin"];

async function generationsIn(table: string): Promise<number[]> {
  const { rows } = await db.pool.query<{ generation: number }>(`SELECT DISTINCT generation FROM ${table} ORDER BY 1`);
  return rows.map((row) => row.generation);
}

const currentGeneration = (): Promise<number> => generationOf(db.pool);
const stored = (generation?: number): Promise<AnalysisTables> => storedAnalysis(db.pool, generation);

const ledgerOf = (seed: number, size = 60): LedgerRows => fc.sample(arbitraryLedger(size), { numRuns: 1, seed })[0]!;

/** Alice (1, 2) mines, pays Bob (3) with change, and a Whirlpool round mixes strangers. */
const SMALL: LedgerRows = {
  addresses: rowAddresses(20),
  txs: [
    { id: 1, ord: 1n << 20n, time: 1000, fee: null, status: 0, coinbase: true, synthetic: false, inputs: [], outputs: [{ address: 1, value: 50n }, { address: null, value: 0n }] },
    { id: 2, ord: 2n << 20n, time: 2000, fee: null, status: 0, coinbase: true, synthetic: true, inputs: [], outputs: [{ address: 2, value: 50n }] },
    {
      id: 3, ord: 3n << 20n, time: 3000, fee: 5n, status: 0, coinbase: false, synthetic: false,
      inputs: [{ prevTxId: 1, prevN: 0, address: 1, value: 50n }, { prevTxId: 2, prevN: 0, address: 2, value: 50n }],
      outputs: [{ address: 3, value: 70n }, { address: 1, value: 25n }],
    },
    {
      id: 4, ord: 4n << 20n, time: 4000, fee: null, status: 0, coinbase: false, synthetic: false,
      inputs: [5_010_000n, 5_000_000n, 5_010_000n, 5_000_000n, 5_000_000n].map((value, i) => ({ prevTxId: null, prevN: i, address: 5 + i, value })),
      outputs: Array.from({ length: 5 }, (_, i) => ({ address: 10 + i, value: 5_000_000n })),
    },
  ],
};

describe("an analysis of a small ledger", () => {
  it("writes wallets, histories, flows and verdicts", async () => {
    await insertLedger(db.pool, SMALL);
    const result = await service().analyse();
    expect(result).toMatchObject({ transactions: 4, addresses: 13, wallets: 12, multiAddressWallets: 1, coinjoins: 1, poolBlocks: null, payouts: null, flows: 14, generation: 1, upToDate: false });
    const tables = await stored();
    expect(tables.wallet[0]).toEqual({ id: 1, network: 0, addressCount: 2, txCount: 3, received: "100", sent: "75", firstTime: 1000, lastTime: 3000, inParties: 1, outParties: 1, synthetic: true });
    expect(tables.wallet[1]).toMatchObject({ id: 3, received: "70", sent: "0", synthetic: false });
    expect(tables.address.slice(0, 2)).toMatchObject([{ address: 1, wallet: 1, txCount: 2, received: "75", sent: "50" }, { address: 2, wallet: 1, txCount: 2, received: "50", sent: "50" }]);
    expect(tables.flow).toEqual(expect.arrayContaining([
      { src: 0, dst: 1, txCount: 2, value: "100", firstTime: 1000, lastTime: 2000 },
      { src: 1, dst: 3, txCount: 1, value: "70", firstTime: 3000, lastTime: 3000 },
      { src: 1, dst: -2, txCount: 1, value: "5", firstTime: 3000, lastTime: 3000 },
      { src: 5, dst: -1004, txCount: 1, value: "5010000", firstTime: 4000, lastTime: 4000 },
      { src: -1004, dst: 14, txCount: 1, value: "5000000", firstTime: 4000, lastTime: 4000 },
    ]));
    const { rows } = await db.pool.query("SELECT kind, confidence, detail FROM coinjoin");
    expect(rows).toEqual([{ kind: "whirlpool", confidence: 60, detail: { rule: "whirlpool-round", pool: "5000000", participants: 5, newEntrants: 2, remixers: 3 } }]);
  });

  it("keeps both transactions of a block whose positions nobody states", async () => {
    const mined = SMALL.txs.slice(0, 2).map((tx) => ({ ...tx, ord: 7n << 20n, outputs: [{ address: 1, value: 50n }] }));
    await insertLedger(db.pool, { ...SMALL, txs: mined });
    await service().analyse();
    expect((await stored()).history).toMatchObject([{ address: 1, txId: 1, received: "50" }, { address: 1, txId: 2, received: "50" }]);
  });

  it("writes an empty generation for an empty ledger", async () => {
    expect(await service().analyse()).toMatchObject({ wallets: 0, flows: 0, generation: 1 });
    expect(await service().analyse()).toMatchObject({ wallets: 0, upToDate: true, generation: 1 });
  });

  it("reports its phases, those of rows with totals that are never exceeded", async () => {
    await insertLedger(db.pool, SMALL);
    const seen: JobProgress[] = [];
    await service().analyse({ progress: (step) => seen.push(step) });
    expect([...new Set(seen.map((step) => step.phase))]).toEqual(["reading", "clustering", "writing", "tidying"]);
    for (const phase of ["reading", "writing"]) {
      const last = seen.filter((step) => step.phase === phase).at(-1)!;
      expect(last.done).toBeLessThanOrEqual(last.total!);
    }
  });
});

describe("any ledger", () => {
  it("gives what the slow reference gives", async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryLedger(), async (ledger) => {
        await insertLedger(db.pool, ledger);
        await service().analyse();
        expect(await stored()).toEqual(referenceAnalysis(ledger));
      }),
      { numRuns: 25 },
    );
  });

  const chain = sharedData("blocks/regtest-clusters/btc/blocks/blk00000.dat");
  it.skipIf(chain === null)(chain === null ? NO_SHARED_DATA : "made of real blocks gives what the slow reference gives", async () => {
    const { ledger } = chainRows(chain!, "regtest");
    await insertLedger(db.pool, ledger);
    expect(await service().analyse()).toMatchObject({ transactions: 356, wallets: 192, coinjoins: 1 });
    expect(await stored()).toEqual(referenceAnalysis(ledger));
  });

  it("gives the same rows when it is analysed again", async () => {
    await insertLedger(db.pool, ledgerOf(1));
    const first = await service().analyse();
    const before = await stored();
    const second = await service().analyse({ full: true });
    expect(second).toEqual({ ...first, generation: 2, seconds: second.seconds });
    expect(await stored()).toEqual(before);
  });

  it("is not analysed again while it has not changed", async () => {
    await insertLedger(db.pool, ledgerOf(1));
    const first = await service().analyse();
    expect(await service().analyse()).toMatchObject({ ...first, upToDate: true, seconds: expect.any(Number) as number });
    expect(await currentGeneration()).toBe(1);
    await insertLedger(db.pool, ledgerOf(2));
    expect(await service().analyse()).toMatchObject({ upToDate: false });
  });

  it("is analysed again by a newer method", async () => {
    await insertLedger(db.pool, ledgerOf(1));
    await service().analyse();
    await db.pool.query("UPDATE analysis_state SET method = 'an older one'");
    expect(await service().analyse()).toMatchObject({ upToDate: false });
  });
});

describe("the switch of generations", () => {
  it("keeps the generation before the current one for its readers and deletes what is older", async () => {
    for (let round = 0; round < 4; round += 1) {
      await insertLedger(db.pool, SMALL);
      await service().analyse();
    }
    const current = await currentGeneration();
    for (const table of TABLES) expect(await generationsIn(table)).toEqual([current - 1, current]);
  });

  it("is seen whole or not at all by readers that run meanwhile", async () => {
    const ledgers = [ledgerOf(3), ledgerOf(4), ledgerOf(5), ledgerOf(6)];
    await insertLedger(db.pool, ledgers[0]!);
    await service().analyse();
    const expected = new Map<number, AnalysisTables>();
    expected.set(await currentGeneration(), referenceAnalysis(ledgers[0]!));
    const over = new AbortController();
    const reads: { generation: number; tables: AnalysisTables }[] = [];
    const reading = (async () => {
      while (!over.signal.aborted) {
        const generation = await currentGeneration();
        reads.push({ generation, tables: await stored(generation) });
      }
    })();
    for (const ledger of ledgers.slice(1)) {
      await insertLedger(db.pool, ledger);
      await service().analyse();
      expected.set(await currentGeneration(), referenceAnalysis(ledger));
    }
    over.abort();
    await reading;
    expect(reads.length).toBeGreaterThan(3);
    for (const read of reads) expect(read.tables).toEqual(expected.get(read.generation));
  });

  it("leaves the old generation current when a run dies half-way, and the next run clears up after it", async () => {
    await insertLedger(db.pool, ledgerOf(7));
    await service().analyse();
    const before = await stored();
    await insertLedger(db.pool, ledgerOf(8));
    const died = service({
      generations: {
        write: async (generation, rows: AnalysisRows, options) => {
          await makeGenerationStore(db.pool).write(generation, rows, options);
          throw new Error("killed");
        },
      },
    });
    await expect(died.analyse()).rejects.toThrow("killed");
    expect(await generationsIn("wallet")).toEqual([1, 2]);
    expect(await currentGeneration()).toBe(1);
    expect(await stored()).toEqual(before);
    await service().analyse();
    expect(await currentGeneration()).toBe(3);
    for (const table of TABLES) expect(await generationsIn(table)).not.toContain(2);
    expect(await stored()).toEqual(referenceAnalysis(ledgerOf(8)));
  });

  it("survives kill -9 at any moment: what readers see stays whole, and the next run clears up", async () => {
    const ledger = ledgerOf(13);
    await insertLedger(db.pool, ledger);
    const expected = referenceAnalysis(ledger);
    for (const [round, phase] of ["reading", "clustering", "writing", "writing", "tidying", "reading"].entries()) {
      await killedAt(phase, round);
      if ((await currentGeneration()) > 0) expect(await stored()).toEqual(expected);
    }
    const { generation } = await service().analyse({ full: true });
    expect(await stored()).toEqual(expected);
    const { rows } = await db.pool.query<{ previous: number }>("SELECT previous FROM analysis_state");
    for (const table of TABLES) expect([rows[0]!.previous, generation]).toEqual(expect.arrayContaining(await generationsIn(table)));
  });

  it("deletes large generations in many pieces", async () => {
    await db.pool.query("INSERT INTO flow(generation, src, dst, tx_count, value) SELECT 0, -1, g, 1, 1 FROM generate_series(1, 45000) g");
    await db.pool.query("UPDATE analysis_state SET generation = 5, previous = 4, next_generation = 9");
    await db.pool.query("INSERT INTO flow(generation, src, dst, tx_count, value) VALUES (4, 1, 2, 1, 1), (5, 1, 2, 1, 1), (9, 1, 2, 1, 1)");
    await makeGenerationStore(db.pool).sweep(9, new AbortController().signal);
    expect(await generationsIn("flow")).toEqual([4, 5, 9]);
  });
});

describe("several analyses at once", () => {
  it("run one after the other, and those that waited find nothing left to do", async () => {
    await insertLedger(db.pool, ledgerOf(9));
    const results = await Promise.all([service().analyse(), service().analyse(), service().analyse()]);
    expect(results.filter((result) => !result.upToDate)).toHaveLength(1);
    expect(new Set(results.map((result) => result.generation)).size).toBe(1);
    expect(await stored()).toEqual(referenceAnalysis(ledgerOf(9)));
  });

  it("all run when each is asked for a full one", async () => {
    await insertLedger(db.pool, ledgerOf(9));
    const results = await Promise.all([service().analyse({ full: true }), service().analyse({ full: true })]);
    expect(results.map((result) => result.generation).sort()).toEqual([1, 2]);
  });

  it("take over from one that died, once its lease has run out", async () => {
    await insertLedger(db.pool, ledgerOf(9));
    await makeAnalysisLeases(db.pool, { leaseMs: 600, beatMs: 1e6 }).acquire();
    const phases: string[] = [];
    expect(await service().analyse({ progress: ({ phase }) => phases.push(phase) })).toMatchObject({ upToDate: false, generation: 2 });
    expect(phases[0]).toBe("waiting");
  });

  it("never publish what was written under a lease that another has taken over", async () => {
    await insertLedger(db.pool, ledgerOf(9));
    const slow = service({
      lease: { leaseMs: 1, beatMs: 1e6 },
      generations: {
        write: async (generation, rows: AnalysisRows, options) => {
          await service().analyse();
          return makeGenerationStore(db.pool).write(generation, rows, options);
        },
      },
    });
    await expect(slow.analyse()).rejects.toMatchObject({ code: "conflict" });
    expect(await currentGeneration()).toBe(2);
    expect(await stored()).toEqual(referenceAnalysis(ledgerOf(9)));
  });

  it("stop when they notice that they have lost the lease", async () => {
    await insertLedger(db.pool, ledgerOf(9));
    const robbed = service({
      lease: { beatMs: 20 },
      ledger: {
        read: async (signal, onStep) => {
          await db.pool.query("UPDATE analysis_state SET leased_by = 'somebody else'");
          await new Promise((resolve) => signal.addEventListener("abort", resolve));
          return makeLedgerReader(db.pool).read(signal, onStep);
        },
      },
    });
    await expect(robbed.analyse()).rejects.toMatchObject({ code: "conflict" });
  });
});

describe("cancelling", () => {
  it.each(["reading", "clustering", "writing"])("ends a run while %s, and leaves everything as it was", async (phase) => {
    await insertLedger(db.pool, ledgerOf(10));
    await service().analyse();
    const before = await stored();
    await insertLedger(db.pool, ledgerOf(11));
    const stop = new AbortController();
    const cancelled = service().analyse({ signal: stop.signal, progress: (step) => step.phase === phase && stop.abort() });
    await expect(cancelled).rejects.toSatisfy((error) => error instanceof AppError && error.code === "cancelled");
    expect(await currentGeneration()).toBe(1);
    expect(await stored()).toEqual(before);
    expect(await service().analyse()).toMatchObject({ upToDate: false });
  });

  it("ends the wait for another run", async () => {
    await makeAnalysisLeases(db.pool).acquire();
    const stop = new AbortController();
    await expect(service().analyse({ signal: stop.signal, progress: () => stop.abort() })).rejects.toMatchObject({ code: "cancelled" });
  });
});

describe("the ledger read", () => {
  it("is that of one moment, whatever is written meanwhile", async () => {
    await insertLedger(db.pool, ledgerOf(12));
    // Holds the reading up in the middle, then changes the ledger under it.
    const writer = await db.pool.connect();
    await writer.query("BEGIN");
    await writer.query("LOCK TABLE output IN ACCESS EXCLUSIVE MODE");
    const changes: Promise<void>[] = [];
    const change = async (): Promise<void> => {
      await writer.query("INSERT INTO output(tx_id, n, address_id, value) VALUES (1, 99, 1, 1)");
      await writer.query("UPDATE ledger_state SET version = version + 1");
      await writer.query("COMMIT");
      writer.release();
    };
    const result = await service({
      ledger: {
        read: (signal, onStep) =>
          makeLedgerReader(db.pool).read(signal, (step) => {
            onStep(step);
            if (changes.length === 0) changes.push(change());
          }),
      },
    }).analyse();
    await Promise.all(changes);
    expect(result).toMatchObject({ upToDate: false });
    expect(await stored()).toEqual(referenceAnalysis(ledgerOf(12)));
    const { rows } = await db.pool.query("SELECT a.ledger_version + 1 = l.version AS behind FROM analysis_state a, ledger_state l");
    expect(rows).toEqual([{ behind: true }]);
  });

  it("refuses rows that contradict each other, and names the transaction", async () => {
    await insertLedger(db.pool, SMALL);
    await db.pool.query("INSERT INTO output(tx_id, n, address_id, value) VALUES (3, 9, 1, 1)");
    await expect(service().analyse()).rejects.toThrow(/Transaction row 3/);
    expect(await currentGeneration()).toBe(0);
  });
});
