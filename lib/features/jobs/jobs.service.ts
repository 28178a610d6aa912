import { AppError } from "@/lib/core/errors";
import { isOver, isResumable, type JobKind, type JobProgress, type JobStatus, type JsonObject, statusAfterCancel } from "@/lib/core/jobs/job";
import type { Page, PageRequest } from "@/lib/core/page";
import { type Action, can, type Principal } from "@/lib/core/policy/policy";
import type { InJobTransaction, Job, JobEnd, JobLeases, JobStore } from "@/lib/features/jobs/jobs.ports";

interface Deps {
  readonly inTransaction: InJobTransaction;
  readonly leases: JobLeases;
  readonly newId: () => string;
}

export interface JobOrder {
  readonly kind: JobKind;
  readonly title: string;
  readonly params: JsonObject;
}

/** A job that kills its worker every time must not do so for ever. */
export const MAX_ATTEMPTS = 50;

const ACTION: Readonly<Record<JobKind, Action>> = { import: "import.run", "sync-core": "source.use", "sync-esplora": "source.use", analyse: "analysis.run", "label-pack": "claim.import", detect: "finding.detect" };

export type JobService = ReturnType<typeof makeJobService>;

/** The queue: what people ask of it, and what workers do with it. Every change writes its audit event in the same transaction. */
export function makeJobService(deps: Deps) {
  return { ...forPeople(deps), ...forWorkers(deps) };
}

function forPeople({ inTransaction, leases, newId }: Deps) {
  return {
    /** @returns the id of the job */
    enqueue: (principal: Principal, order: JobOrder): Promise<string> =>
      inTransaction(async ({ jobs, audit }) => {
        demand(principal, ACTION[order.kind]);
        const id = newId();
        await jobs.add({ ...order, id, accountId: principal.accountId });
        await audit.record({ actorId: principal.accountId, action: "job.queued", target: `job:${id}`, payload: { kind: order.kind, title: order.title } });
        return id;
      }),

    list: (principal: Principal, page: PageRequest): Promise<Page<Job>> => {
      demand(principal, "job.read");
      return inTransaction(({ jobs }) => jobs.list(page));
    },

    get: async (principal: Principal, id: string): Promise<Job> => {
      demand(principal, "job.read");
      return present(await leases.get(id));
    },

    /** A queued job ends at once; a running one when its worker has finished its batch. Cancelling twice is harmless. */
    cancel: (principal: Principal, id: string): Promise<JobStatus> =>
      inTransaction(async ({ jobs, audit }) => {
        demand(principal, "job.control");
        const job = present(await jobs.hold(id));
        const next = statusAfterCancel(job.status);
        if (next === null) throw new AppError("conflict", `This job cannot be cancelled any more: it is ${job.status}.`);
        if (next === job.status) return next;
        if (isOver(next)) await jobs.end(id, { status: "cancelled" });
        else await jobs.setStatus(id, next);
        await audit.record({ actorId: principal.accountId, action: isOver(next) ? "job.cancelled" : "job.cancel-asked", target: `job:${id}` });
        return next;
      }),

    /** Queues a cancelled or failed job again; it continues from its checkpoint. */
    resume: (principal: Principal, id: string): Promise<JobStatus> =>
      inTransaction(async ({ jobs, audit }) => {
        demand(principal, "job.control");
        const job = present(await jobs.hold(id));
        if (!isResumable(job.status)) throw new AppError("conflict", `Only a cancelled or failed job can be resumed; this one is ${job.status}.`);
        await jobs.setStatus(id, "queued");
        await audit.record({ actorId: principal.accountId, action: "job.resumed", target: `job:${id}`, payload: { after: job.status } });
        return "queued" as const;
      }),
  };
}

function forWorkers({ inTransaction, leases }: Deps) {
  return {
    /** Takes up the next job for `leaseMs`. A job whose worker went silent counts as next: it is taken over. */
    lease: (worker: string, leaseMs: number): Promise<Job | null> =>
      inTransaction(async ({ jobs, audit }) => {
        const next = await jobs.holdNext();
        if (next === null) return null;
        const end = endInsteadOfLease(next);
        if (end !== null) {
          await endAndTell(jobs, audit, next, end);
          return null;
        }
        const job = await jobs.lease(next.id, worker, leaseMs);
        const action = next.status === "queued" ? "job.started" : "job.taken-over";
        await audit.record({ actorId: job.accountId, action, target: `job:${job.id}`, payload: { attempt: job.attempts } });
        return job;
      }),

    /** Says that the worker is alive. @returns the job's status, or null when another worker has it by now. */
    extend: (job: Job, leaseMs: number, progress: JobProgress | null): Promise<JobStatus | null> => leases.extend(job.id, job.leasedBy ?? "", { ms: leaseMs, progress }),

    /** @throws AppError conflict when another worker has the job by now: stop working on it. */
    checkpoint: async (job: Job, checkpoint: JsonObject): Promise<void> => {
      if (!(await leases.saveCheckpoint(job.id, job.leasedBy ?? "", checkpoint))) throw new AppError("conflict", "Another worker has taken this job over.");
    },

    /** Ends the hold of a job. Nothing happens when another worker has it by now. */
    end: (job: Job, end: JobEnd): Promise<boolean> =>
      inTransaction(async ({ jobs, audit }) => {
        const held = await jobs.hold(job.id);
        if (held === null || held.leasedBy !== job.leasedBy || held.attempts !== job.attempts || isOver(held.status)) return false;
        // Given back while somebody waits for its end: then this is the end.
        const actual: JobEnd = end.status === "queued" && held.status === "cancelling" ? { status: "cancelled" } : end;
        await endAndTell(jobs, audit, held, actual);
        return true;
      }),

    /** Frees the jobs of workers that are known to be gone, without waiting for their leases to run out. */
    releaseGone: async (isGone: (worker: string) => boolean): Promise<number> => {
      const gone = (await leases.holders()).filter(isGone);
      return gone.length === 0 ? 0 : leases.expire(gone);
    },
  };
}

/** A job that was being cancelled when its worker died is cancelled; one that outlived too many workers has failed. */
function endInsteadOfLease(job: Job): JobEnd | null {
  if (job.status === "cancelling") return { status: "cancelled" };
  if (job.attempts < MAX_ATTEMPTS) return null;
  return { status: "failed", error: `The worker died or lost the database ${job.attempts} times while it worked on this job.` };
}

type Stores = Parameters<Parameters<InJobTransaction>[0]>[0];

async function endAndTell(jobs: JobStore, audit: Stores["audit"], job: Job, end: JobEnd): Promise<void> {
  await jobs.end(job.id, end);
  const action = end.status === "queued" ? "job.given-back" : `job.${end.status}`;
  await audit.record({ actorId: job.accountId, action, target: `job:${job.id}`, ...(end.status === "failed" && { payload: { error: end.error } }) });
}

function demand(principal: Principal, action: Action): void {
  if (!can(principal, action)) throw new AppError("forbidden", "Your role does not allow this.");
}

function present(job: Job | null): Job {
  if (job === null) throw new AppError("not_found", "There is no such job.");
  return job;
}
