import { setTimeout as sleep } from "node:timers/promises";
import { AppError } from "@/lib/core/errors";
import type { JobKind, JobProgress, Json, JsonObject } from "@/lib/core/jobs/job";
import type { Job, JobEnd } from "@/lib/features/jobs/jobs.ports";
import type { JobService } from "@/lib/features/jobs/jobs.service";
import { isConnectionError } from "@/lib/platform/db/pool";
import { log } from "@/lib/platform/log";

export interface JobContext {
  /** Fires when the job is to end early: cancelled, taken over, or the worker shuts down. Finish the batch, then stop. */
  readonly signal: AbortSignal;
  /** As often as one likes: the newest is written once a second. */
  readonly progress: (progress: JobProgress) => void;
  /** Where to go on after a cancel, a kill or a restart. @throws AppError conflict when another worker has the job. */
  readonly checkpoint: (checkpoint: JsonObject) => Promise<void>;
}

/** Does one job and gives its result. It goes on from `job.checkpoint` when there is one. */
export type JobHandler = (job: Job, context: JobContext) => Promise<Json>;
export type JobHandlers = Readonly<Partial<Record<JobKind, JobHandler>>>;

export interface WorkerOptions {
  readonly name: string;
  readonly jobs: Pick<JobService, "lease" | "extend" | "checkpoint" | "end">;
  readonly handlers: JobHandlers;
  /** Fires when the process is to end. */
  readonly signal: AbortSignal;
  readonly leaseMs?: number;
  readonly pollMs?: number;
}

const RETRY_MS = 1_000;

/** Takes up one job after another until the signal fires. A database that goes away is waited for. */
export async function runWorker(options: WorkerOptions): Promise<void> {
  const { name, jobs, signal, leaseMs = 30_000, pollMs = 500 } = options;
  while (!signal.aborted) {
    try {
      const job = await jobs.lease(name, leaseMs);
      if (job === null) await pause(pollMs, signal);
      else await runJob(job, options, leaseMs);
    } catch (error) {
      if (!isConnectionError(error)) log.error({ err: error }, "the worker could not take up a job; it tries again");
      await pause(RETRY_MS, signal);
    }
  }
}

/** Why a running job was told to stop. */
type StopReason = "cancelled" | "lost" | "shutdown";

async function runJob(job: Job, { jobs, handlers, signal }: WorkerOptions, leaseMs: number): Promise<void> {
  const stop = new AbortController();
  const shutdown = (): void => {
    stop.abort("shutdown" satisfies StopReason);
  };
  signal.addEventListener("abort", shutdown, { once: true });
  if (signal.aborted) shutdown();
  const lease = keepLease(job, jobs, { stop, leaseMs });
  log.info({ job: job.id, kind: job.kind, attempt: job.attempts }, "job started");
  try {
    const end = await endOf(job, handlers, {
      signal: stop.signal,
      progress: lease.progress,
      checkpoint: (checkpoint) => jobs.checkpoint(job, checkpoint),
    });
    await lease.end();
    log.info({ job: job.id, kind: job.kind, end: end.status }, "job ended");
    if (stop.signal.reason !== "lost") await untilWritten(() => jobs.end(job, end), signal);
    if (end.status === "queued") await pause(RETRY_MS, signal); // the database was away: not at once again
  } finally {
    signal.removeEventListener("abort", shutdown);
    await lease.end();
  }
}

async function endOf(job: Job, handlers: JobHandlers, context: JobContext): Promise<JobEnd> {
  const handler = handlers[job.kind];
  if (handler === undefined) return { status: "failed", error: `This worker knows no jobs of kind ${job.kind}.` };
  try {
    return { status: "done", result: await handler(job, context) };
  } catch (error) {
    if (context.signal.aborted) return { status: context.signal.reason === "cancelled" ? "cancelled" : "queued" };
    if (isConnectionError(error)) return { status: "queued" };
    log.error({ err: error, job: job.id }, "job failed");
    return { status: "failed", error: error instanceof AppError ? error.message : `Unexpected: ${error instanceof Error ? error.message : String(error)}` };
  }
}

/** Extends the lease every second, with the newest progress, and learns from the answer whether to stop. */
function keepLease(job: Job, jobs: WorkerOptions["jobs"], { stop, leaseMs }: { stop: AbortController; leaseMs: number }) {
  let newest: JobProgress | null = null;
  let over = false;
  const wake = new AbortController();
  const extend = async (): Promise<void> => {
    const progress = newest;
    newest = null;
    try {
      const status = await jobs.extend(job, leaseMs, progress);
      if (status === "cancelling") stop.abort("cancelled" satisfies StopReason);
      if (status === null) stop.abort("lost" satisfies StopReason);
    } catch (error) {
      newest ??= progress;
      if (!isConnectionError(error)) log.error({ err: error, job: job.id }, "the lease of a job could not be extended");
    }
  };
  const loop = async (): Promise<void> => {
    while (!over) {
      await pause(Math.min(1_000, leaseMs / 3), wake.signal);
      // The last word too: it carries the final progress.
      await extend();
    }
  };
  const looping = loop();
  return {
    progress: (progress: JobProgress): void => {
      newest = progress;
    },
    end: (): Promise<void> => {
      over = true;
      wake.abort();
      return looping;
    },
  };
}

/** The outcome of hours of work is not given up because the database restarts at that moment. */
async function untilWritten(write: () => Promise<unknown>, signal: AbortSignal): Promise<void> {
  for (;;) {
    try {
      await write();
      return;
    } catch (error) {
      if (!isConnectionError(error) || signal.aborted) throw error;
      await pause(RETRY_MS, signal);
    }
  }
}

/** Ends early, without an error, when the signal fires. */
async function pause(ms: number, signal: AbortSignal): Promise<void> {
  try {
    await sleep(ms, undefined, { signal });
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}
