import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { JobStatus } from "@/lib/core/jobs/job";
import type { Principal } from "@/lib/core/policy/policy";
import { JobDto } from "@/lib/features/jobs/jobs.contract";
import { toJobDto } from "@/lib/features/jobs/jobs.dto";
import type { Job } from "@/lib/features/jobs/jobs.ports";
import { makeInJobTransaction, makeJobLeases } from "@/lib/features/jobs/jobs.repository";
import { type JobService, makeJobService, MAX_ATTEMPTS } from "@/lib/features/jobs/jobs.service";
import { PROJECT_ROOT } from "@/lib/platform/env";
import { isAnyWorkerAlive, isGone, sayAlive, sayGone, workerName } from "@/lib/platform/jobs/liveness";
import { type JobContext, type JobHandler, runWorker } from "@/lib/platform/jobs/worker";
import { freshDatabase, type TestDatabase } from "@/lib/testing/database";

const OWNER: Principal = { accountId: randomUUID(), name: "Owner", kind: "local-owner", role: "admin" };
const VIEWER: Principal = { accountId: randomUUID(), name: "Guest", kind: "user", role: "viewer" };
const ORDER = { kind: "import", title: "Import of blk00000.dat", params: { files: ["blk00000.dat"] } } as const;

let db: TestDatabase;
let jobs: JobService;
const workers: { stop: AbortController; ended: Promise<void> }[] = [];

beforeEach(async () => {
  db = await freshDatabase();
  jobs = makeJobService({ inTransaction: makeInJobTransaction(db.pool), leases: makeJobLeases(db.pool), newId: randomUUID });
});
afterEach(async () => {
  for (const { stop } of workers) stop.abort();
  await Promise.all(workers.splice(0).map(({ ended }) => ended));
  await db.close();
});

const work = (handler: JobHandler, name = "here:1:"): { stop: AbortController; ended: Promise<void> } => {
  const stop = new AbortController();
  const worker = { stop, ended: runWorker({ name, jobs, handlers: { import: handler }, signal: stop.signal, pollMs: 10, leaseMs: 150 }) };
  workers.push(worker);
  return worker;
};
const until = async (id: string, ...statuses: JobStatus[]): Promise<Job> => {
  for (;;) {
    const job = await jobs.get(OWNER, id);
    if (statuses.includes(job.status)) return job;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
};
const untilAborted = ({ signal }: JobContext): Promise<never> =>
  new Promise((_, reject) => {
    signal.addEventListener("abort", () => { reject(new Error("stopped")); });
  });
const audited = async (): Promise<string[]> => (await db.pool.query<{ action: string }>("SELECT action FROM audit_event ORDER BY seq")).rows.map((row) => row.action);

describe("a job", () => {
  it("is done once, tells its progress and result, and leaves its trail", async () => {
    const seen: string[] = [];
    work(async (job, { progress }) => {
      seen.push(job.title);
      progress({ phase: "reading", done: 5, total: 5, unit: "blocks", from: 0, seconds: 1, counts: { transactions: 9 } });
      return { transactions: 9 };
    });
    const id = await jobs.enqueue(OWNER, ORDER);
    const job = await until(id, "done");
    expect(seen).toEqual([ORDER.title]);
    expect(job).toMatchObject({ result: { transactions: 9 }, attempts: 1, error: null, progress: { done: 5, counts: { transactions: 9 } } });
    expect(JobDto.parse(toJobDto(job))).not.toHaveProperty("params");
    expect(await audited()).toEqual(["job.queued", "job.started", "job.done"]);
  });

  it("that fails says why, and goes on from its checkpoint when it is resumed", async () => {
    const starts: unknown[] = [];
    work(async (job, { checkpoint }) => {
      starts.push(job.checkpoint);
      await checkpoint({ block: 7 });
      if (job.checkpoint === null) throw new Error("no disk");
      return null;
    });
    const id = await jobs.enqueue(OWNER, ORDER);
    expect((await until(id, "failed")).error).toBe("Unexpected: no disk");
    await jobs.resume(OWNER, id);
    expect(await until(id, "done")).toMatchObject({ error: null });
    expect(starts).toEqual([null, { block: 7 }]);
  });

  it("that waits is cancelled at once, and can be resumed", async () => {
    const id = await jobs.enqueue(OWNER, ORDER);
    expect(await jobs.cancel(OWNER, id)).toBe("cancelled");
    await expect(jobs.cancel(OWNER, id)).rejects.toMatchObject({ code: "conflict" });
    expect(await jobs.resume(OWNER, id)).toBe("queued");
    expect(await audited()).toEqual(["job.queued", "job.cancelled", "job.resumed"]);
  });

  it("that runs is told to stop, and is cancelled when its worker has stopped", async () => {
    work((_job, context) => untilAborted(context));
    const id = await jobs.enqueue(OWNER, ORDER);
    await until(id, "running");
    expect(await jobs.cancel(OWNER, id)).toBe("cancelling");
    expect(await jobs.cancel(OWNER, id)).toBe("cancelling");
    await until(id, "cancelled");
    expect(await audited()).toEqual(["job.queued", "job.started", "job.cancel-asked", "job.cancelled"]);
  });

  it("goes back to the queue when its worker shuts down", async () => {
    const { stop, ended } = work((_job, context) => untilAborted(context));
    const id = await jobs.enqueue(OWNER, ORDER);
    await until(id, "running");
    stop.abort();
    await ended;
    expect(await jobs.get(OWNER, id)).toMatchObject({ status: "queued", leasedBy: null });
  });

  it("is done by one of many workers", async () => {
    const done: string[] = [];
    for (const name of ["here:1:", "here:2:", "here:3:"]) work(async (job) => { done.push(job.id); return null; }, name);
    const ids = await Promise.all(Array.from({ length: 30 }, () => jobs.enqueue(OWNER, ORDER)));
    for (const id of ids) await until(id, "done");
    expect(done.sort()).toEqual([...ids].sort());
  });

  it("survives that the database cuts every connection", async () => {
    work(async (_job, { checkpoint }) => {
      for (let i = 0; i < 30; i += 1) {
        await checkpoint({ i });
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
      return "whole";
    });
    const id = await jobs.enqueue(OWNER, ORDER);
    await until(id, "running");
    await db.pool.query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()");
    expect((await until(id, "done", "failed")).result).toBe("whole");
  });

  it("is not for everybody", async () => {
    await expect(jobs.enqueue(VIEWER, ORDER)).rejects.toMatchObject({ code: "forbidden" });
    const id = await jobs.enqueue(OWNER, ORDER);
    await expect(jobs.cancel(VIEWER, id)).rejects.toMatchObject({ code: "forbidden" });
    expect((await jobs.get(VIEWER, id)).status).toBe("queued");
    await expect(jobs.get(OWNER, randomUUID())).rejects.toMatchObject({ code: "not_found" });
  });
});

describe("a worker that is killed", () => {
  const killed = async (): Promise<string> => {
    const child = spawn(process.execPath, ["--import", "tsx", path.join(PROJECT_ROOT, "lib/testing/worker-process.ts")], {
      cwd: PROJECT_ROOT,
      env: { ...process.env, DATABASE_URL: db.url },
      stdio: ["ignore", "pipe", "inherit"],
    });
    const id = await jobs.enqueue(OWNER, ORDER);
    await once(child.stdout, "data");
    child.kill("SIGKILL");
    await once(child, "exit");
    return id;
  };

  it("loses its job to the next one, which goes on from the checkpoint", async () => {
    const id = await killed();
    expect((await jobs.get(OWNER, id)).status).toBe("running");
    expect(await jobs.releaseGone(isGone)).toBe(1);
    work(async (job) => job.checkpoint);
    expect(await until(id, "done")).toMatchObject({ attempts: 2, result: { block: 41 } });
    expect(await audited()).toEqual(["job.queued", "job.started", "job.taken-over", "job.done"]);
  });

  it("loses it also on another machine, when its lease has run out", async () => {
    const id = await killed();
    await db.pool.query("UPDATE job SET leased_by = 'elsewhere:1:1'");
    expect(await jobs.releaseGone(isGone)).toBe(0);
    expect(await jobs.lease("here:1:", 1_000)).toBeNull();
    await db.pool.query("UPDATE job SET lease_until = now() - interval '1 second'");
    expect(await jobs.lease("here:1:", 1_000)).toMatchObject({ id, attempts: 2 });
  });

  it("while its job was being cancelled leaves a cancelled job", async () => {
    const id = await killed();
    await jobs.cancel(OWNER, id);
    await jobs.releaseGone(isGone);
    expect(await jobs.lease("here:1:", 1_000)).toBeNull();
    expect((await jobs.get(OWNER, id)).status).toBe("cancelled");
  });

  it("does not get a job again for ever", async () => {
    const id = await jobs.enqueue(OWNER, ORDER);
    await db.pool.query("UPDATE job SET status = 'running', leased_by = 'gone:1:1', lease_until = now() - interval '1 second', attempts = $1", [MAX_ATTEMPTS]);
    expect(await jobs.lease("here:1:", 1_000)).toBeNull();
    expect(await jobs.get(OWNER, id)).toMatchObject({ status: "failed" });
  });
});

describe("a worker that lost its lease", () => {
  it("can neither save a checkpoint nor end the job of the next one", async () => {
    const id = await jobs.enqueue(OWNER, ORDER);
    const mine = await jobs.lease("here:1:", 1_000);
    await db.pool.query("UPDATE job SET lease_until = now() - interval '1 second'");
    const theirs = await jobs.lease("here:2:", 60_000);
    if (mine === null || theirs === null) throw new Error("no job");
    await expect(jobs.checkpoint(mine, { block: 1 })).rejects.toMatchObject({ code: "conflict" });
    expect(await jobs.extend(mine, 1_000, null)).toBeNull();
    expect(await jobs.end(mine, { status: "failed", error: "late" })).toBe(false);
    expect(await jobs.get(OWNER, id)).toMatchObject({ status: "running", leasedBy: "here:2:", checkpoint: null });
  });
});

it("the list of jobs is newest first and complete over its pages, however many share a moment", async () => {
  const ids = await Promise.all(Array.from({ length: 25 }, () => jobs.enqueue(OWNER, ORDER)));
  await db.pool.query("UPDATE job SET created_at = '2026-01-01' WHERE id = ANY($1)", [ids.slice(0, 12)]);
  const listed: Job[] = [];
  let cursor: string | undefined;
  do {
    const page = await jobs.list(OWNER, { cursor, limit: 4 });
    listed.push(...page.items);
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  expect(listed.map(({ id }) => id).sort()).toEqual([...ids].sort());
  const times = listed.map(({ createdAt }) => createdAt.getTime());
  expect(times).toEqual([...times].sort((a, b) => b - a));
});

it("a worker says that it is alive, and is known to be gone only when it is", async () => {
  const name = workerName();
  expect(await isAnyWorkerAlive(db.pool)).toBe(false);
  await sayAlive(db.pool, name);
  expect(await isAnyWorkerAlive(db.pool)).toBe(true);
  await db.pool.query("UPDATE worker SET seen_at = now() - interval '1 hour'");
  expect(await isAnyWorkerAlive(db.pool)).toBe(false);
  await sayAlive(db.pool, name);
  await sayGone(db.pool, name);
  expect(await isAnyWorkerAlive(db.pool)).toBe(false);
  expect([name, "elsewhere:1:1", `${name}0`].map(isGone)).toEqual([false, false, true]);
});
