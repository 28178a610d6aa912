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
/** On a machine with other work each start of a process takes seconds. */
const PATIENCE_MS = 300_000;
/** So many kills before an import is let through. */
const IN_A_ROW = 5;
const WORKER_KILLS = 8;
/** Its 2,187 transactions by 100. */
const BATCHES_A_FILE = 22;
/** Other moments in each run; a failure names the seed. */
const [SEED = 0] = fc.sample(fc.integer({ min: 1, max: 1_000_000 }), 1);
/** When to kill: so long after so many of the batches that an undisturbed import has. */
interface Moment {
  readonly share: number;
  readonly ms: number;
}
const moments = (count: number): Moment[] =>
  fc.sample(fc.noBias(fc.record({ share: fc.noBias(fc.integer({ min: 0, max: 1000 })), ms: fc.noBias(fc.integer({ min: 0, max: 30 })) })), { numRuns: count, seed: SEED }).map(({ share, ms }) => ({ share: share / 1000, ms }));

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

async function killed(child: Child): Promise<void> {
  child.kill("SIGKILL");
  if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
  children.delete(child);
}

beforeEach(async () => {
  db = await freshDatabase();
});
afterEach(async () => {
  for (const child of children) await killed(child);
  await db.close();
});

const ledger = async (): Promise<string> => JSON.stringify(await dumpLedger(db.pool));

/** How many batches a process stores that is not disturbed. */
async function undisturbed(child: Child): Promise<number> {
  const batches = begin(child);
  await once(child, "exit");
  await killed(child);
  return batches();
}

/** Lets it begin. @returns how many batches it has stored by now */
function begin(child: Child): () => number {
  let batches = 0;
  child.stdout.on("data", (dots: Buffer) => (batches += dots.length));
  child.stdin.write("go\n");
  return () => batches;
}

/** Lets it run up to a moment, or to its end. */
async function runUpTo(child: Child, { share, ms }: Moment, batches: number): Promise<void> {
  const stored = begin(child);
  while (stored() < Math.floor(share * batches) && child.exitCode === null) await sleep(2);
  await sleep(ms);
}

describe.skipIf(first === null)(`an import that is killed again and again ${first === null ? NO_SHARED_DATA : ""}`, () => {
  const file = first ?? "";

  test(`of a file loses no row and doubles none (seed ${SEED})`, async () => {
    const another = (): Promise<Child> => ready("file", file);
    const batches = await undisturbed(await another());
    const whole = await ledger();
    await emptyLedger(db.pool);
    let next = another();
    for (const [i, moment] of moments(KILLS).entries()) {
      const child = await next;
      next = another();
      await runUpTo(child, moment, batches);
      await killed(child);
      // Of the next ones some begin where this one was killed, some anew.
      if (i % IN_A_ROW < IN_A_ROW - 1) continue;
      await undisturbed(await next);
      expect(await ledger()).toBe(whole);
      await emptyLedger(db.pool);
      next = another();
    }
    expect(await ledgerFaults(db.pool)).toEqual([]);
    await undisturbed(await next);
    expect(await ledger()).toBe(whole);
  }, PATIENCE_MS);

  test(`by a worker goes on from its last batch and says what one says that was never killed (seed ${SEED})`, async () => {
    const home = mkdtempSync(path.join(os.tmpdir(), "assay-kill-"));
    const services = makeServices({ databaseUrl: db.url, home, limits: {} });
    try {
      const owner = await services.accounts.localOwner();
      const staged = await services.staging.keep(createReadStream(file), null);
      const enqueue = (): Promise<string> => services.uploads.startImport(owner, { files: [{ id: staged.id, name: "blk00000.dat" }], network: null });
      const work = async (id: string, when: readonly Moment[], batches: number): Promise<Job> => {
        for (let next = ready("worker", home), i = 0; ; i += 1) {
          const child = await next;
          if (i < when.length) next = ready("worker", home);
          const moment = when[i];
          if (moment === undefined) begin(child);
          else await runUpTo(child, moment, batches);
          const job = await over(() => services.jobs.get(owner, id), moment === undefined);
          await killed(child);
          if (job !== null) return job;
        }
      };
      const quiet = await work(await enqueue(), [], 0);
      const whole = await ledger();
      await emptyLedger(db.pool);
      const job = await work(await enqueue(), moments(WORKER_KILLS), (2 * BATCHES_A_FILE) / WORKER_KILLS);
      expect(await ledger()).toBe(whole);
      expect({ ...(job.result as object), seconds: 0 }).toEqual({ ...(quiet.result as object), seconds: 0 });
      expect(job).toMatchObject({ status: "done", result: { blocks: 2157, newTransactions: 2187, rejected: [] } });
      expect(job.attempts).toBeGreaterThan(1);
    } finally {
      await services.close();
      rmSync(home, { recursive: true, force: true });
    }
  }, PATIENCE_MS);
});

/** The job when it is over. @param wait else null when it is not */
async function over(ask: () => Promise<Job>, wait: boolean): Promise<Job | null> {
  for (;;) {
    const job = await ask();
    if (isOver(job.status)) return job;
    if (!wait) return null;
    await sleep(10);
  }
}
