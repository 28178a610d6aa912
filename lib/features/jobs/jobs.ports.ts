import type { JobKind, JobProgress, JobStatus, Json, JsonObject } from "@/lib/core/jobs/job";
import type { Page, PageRequest } from "@/lib/core/page";
import type { AuditLog } from "@/lib/features/audit/audit.ports";

export interface Job {
  readonly id: string;
  readonly kind: JobKind;
  /** For people: "Import of blk00000.dat". */
  readonly title: string;
  readonly params: JsonObject;
  readonly status: JobStatus;
  readonly progress: JobProgress | null;
  /** Where a resumed or taken-over job continues; null at the start. */
  readonly checkpoint: JsonObject | null;
  readonly result: Json;
  readonly error: string | null;
  readonly accountId: string;
  /** How often a worker took it up. */
  readonly attempts: number;
  readonly leasedBy: string | null;
  readonly createdAt: Date;
  readonly startedAt: Date | null;
  readonly finishedAt: Date | null;
}

export type NewJob = Pick<Job, "id" | "kind" | "title" | "params" | "accountId">;

/** What ends a worker's hold of a job. `queued` gives it back to be taken up again. */
export type JobEnd =
  | { readonly status: "done"; readonly result: Json }
  | { readonly status: "failed"; readonly error: string }
  | { readonly status: "cancelled" }
  | { readonly status: "queued" };

export interface JobStore {
  add(job: NewJob): Promise<void>;
  /** Newest first. */
  list(page: PageRequest): Promise<Page<Job>>;
  /** Held until the transaction ends, so that its status can be changed by what it is. Null when there is none. */
  hold(id: string): Promise<Job | null>;
  setStatus(id: string, status: JobStatus): Promise<void>;
  /** The oldest job that waits or whose worker went silent, held; null when there is none. */
  holdNext(): Promise<Job | null>;
  lease(id: string, worker: string, leaseMs: number): Promise<Job>;
  end(id: string, end: JobEnd): Promise<void>;
}

/** What a worker does to the job it holds, outside any transaction. All give null or false when it holds the job no more. */
export interface JobLeases {
  /** Extends the lease and stores the progress if there is any. @returns the status, which may have become `cancelling` */
  extend(id: string, worker: string, lease: { readonly ms: number; readonly progress: JobProgress | null }): Promise<JobStatus | null>;
  saveCheckpoint(id: string, worker: string, checkpoint: JsonObject): Promise<boolean>;
  /** Lets the leases of workers that are known to be gone run out now. @returns how many */
  expire(workers: readonly string[]): Promise<number>;
  /** Names of workers that hold jobs. */
  holders(): Promise<readonly string[]>;
  get(id: string): Promise<Job | null>;
}

/** A change and its audit event happen together or not at all. */
export type InJobTransaction = <T>(work: (stores: { readonly jobs: JobStore; readonly audit: AuditLog }) => Promise<T>) => Promise<T>;
