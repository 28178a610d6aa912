import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import { createReadStream, mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import type { Readable, Writable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { isOver } from "@/lib/core/jobs/job";
import type { Job } from "@/lib/features/jobs/jobs.ports";
import { PROJECT_ROOT } from "@/lib/platform/env";
import { makeServices } from "@/lib/platform/services";
import { freshDatabase, type TestDatabase } from "@/lib/testing/database";
import { dumpLedger, emptyLedger, ledgerFaults } from "@/lib/testing/ledger-dump";
import { NO_SHARED_DATA, sharedData } from "@/lib/testing/shared-data";

const first = sharedData("blocks/mainnet-0-2156/blk00000.dat");
const KILLS = 30;
const WORKER_KILLS = 8;
/** Other moments in each run; a failure names the seed. */
const [SEED = 0] = fc.sample(fc.integer({ min: 1, max: 1_000_000 }), 1);
/** Shares of the length of an undisturbed import. */
const moments = (count: number): number[] => fc.sample(fc.double({ min: 0, max: 1, noNaN: true }), { numRuns: count, seed: SEED });

type Child = ChildProcessByStdio<Writable, Readable, null>;

let db: TestDatabase;
const children = new Set<Child>();

/** A process that is ready to begin. */
async function ready(...args: readonly string[]): Promise<Child> {
  const child = spawn(process.execPath, ["--import", "tsx", path.join(PROJECT_ROOT, "lib/testing/import-process.ts"), ...args], {
    cwd: PROJECT_ROOT,
    env: { ...process.env, DATABASE_URL: db.url },
    stdio: ["pipe", "pipe", "inherit"],
  });
  children.add(child);
  await once(child.stdout, "data");
  return child;
}

/** @returns whether it had ended by itself */
async function killed(child: Child): Promise<boolean> {
  child.kill("SIGKILL");
  if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
  children.delete(child);
  return child.exitCode === 0;
}

beforeEach(async () => {
  db = await freshDatabase();
});
afterEach(async () => {
  for (const child of children) await killed(child);
  await db.close();
});

const ledger = async (): Promise<string> => JSON.stringify(await dumpLedger(db.pool));

/** The length of one import by a process that is not disturbed, in milliseconds. */
async function undisturbed(child: Child): Promise<number> {
  const began = performance.now();
  child.stdin.write("go\n");
  await once(child, "exit");
  await killed(child);
  return performance.now() - began;
}

describe.skipIf(first === null)(`an import that is killed again and again ${first === null ? NO_SHARED_DATA : ""}`, () => {
  const file = first ?? "";

  test(`of a file loses no row and doubles none (seed ${SEED})`, async () => {
    const begin = (): Promise<Child> => ready("file", file);
    const length = await undisturbed(await begin());
    const whole = await ledger();
    await emptyLedger(db.pool);
    let finished = 0;
    let next = begin();
    for (const moment of moments(KILLS)) {
      const child = await next;
      next = begin();
      child.stdin.write("go\n");
      await Promise.race([sleep(moment * length), once(child, "exit")]);
      if (!(await killed(child))) continue;
      finished += 1;
      expect(await ledger()).toBe(whole);
      await emptyLedger(db.pool);
    }
    expect(await ledgerFaults(db.pool)).toEqual([]);
    await undisturbed(await next);
    expect(await ledger()).toBe(whole);
    expect(finished).toBeLessThan(KILLS);
  });

  test(`by a worker goes on from its last batch and says what one says that was never killed (seed ${SEED})`, async () => {
    const home = mkdtempSync(path.join(os.tmpdir(), "assay-kill-"));
    const services = makeServices({ databaseUrl: db.url, home, limits: {} });
    try {
      const owner = await services.accounts.localOwner();
      const staged = await services.staging.keep(createReadStream(file), null);
      const enqueue = (): Promise<string> => services.uploads.startImport(owner, { files: [{ id: staged.id, name: "blk00000.dat" }], network: null });
      const work = async (id: string, waits: readonly number[]): Promise<Job> => {
        for (let next = ready("worker", home), i = 0; ; i += 1) {
          const child = await next;
          if (i < waits.length) next = ready("worker", home);
          child.stdin.write("go\n");
          const job = await over(() => services.jobs.get(owner, id), waits[i] ?? Infinity);
          await killed(child);
          if (job !== null) return job;
        }
      };
      const began = performance.now();
      const quiet = await work(await enqueue(), []);
      const length = performance.now() - began;
      const whole = await ledger();
      await emptyLedger(db.pool);
      const job = await work(await enqueue(), moments(WORKER_KILLS).map((moment) => (moment * length) / WORKER_KILLS));
      expect(await ledger()).toBe(whole);
      expect({ ...(job.result as object), seconds: 0 }).toEqual({ ...(quiet.result as object), seconds: 0 });
      expect(job).toMatchObject({ status: "done", result: { blocks: 2157, newTransactions: 2187, rejected: [] } });
      expect(job.attempts).toBeGreaterThan(1);
    } finally {
      await services.close();
      rmSync(home, { recursive: true, force: true });
    }
  });
});

/** The job when it is over; null when that takes longer. */
async function over(ask: () => Promise<Job>, ms: number): Promise<Job | null> {
  for (const began = performance.now(); performance.now() - began < ms; await sleep(10)) {
    const job = await ask();
    if (isOver(job.status)) return job;
  }
  return null;
}
