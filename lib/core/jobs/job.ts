/** Work that takes time: imports, syncs, analyses. What states it has, and which change leads from one to the next. */
export const JOB_KINDS = ["import", "sync-core", "sync-esplora", "analyse", "label-pack", "detect"] as const;
export type JobKind = (typeof JOB_KINDS)[number];

export const JOB_STATUSES = ["queued", "running", "cancelling", "done", "failed", "cancelled"] as const;
export type JobStatus = (typeof JOB_STATUSES)[number];

/** What a job takes and gives, as JSON. Amounts in it are decimal strings. */
export type Json = string | number | boolean | null | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json;
}

/** How far one phase of a job is. */
export interface JobProgress {
  /** In the present participle: "reading", "indexing", "analysing". */
  readonly phase: string;
  readonly done: number;
  /** Null while nobody knows. */
  readonly total: number | null;
  /** What `done` and `total` count: "bytes", "blocks", "requests". */
  readonly unit: string;
  /** Where this attempt began: above 0 after a resume. */
  readonly from: number;
  /** Since this attempt of this phase began. */
  readonly seconds: number;
  /** What came out so far: blocks, transactions. */
  readonly counts: Readonly<Record<string, number>>;
}

/** The status after somebody asked to cancel: a queued job ends at once, a running one when its worker has finished a batch. Null: too late. */
export function statusAfterCancel(status: JobStatus): JobStatus | null {
  if (status === "queued") return "cancelled";
  return status === "running" || status === "cancelling" ? "cancelling" : null;
}

/** A resumed job continues from its checkpoint. */
export const isResumable = (status: JobStatus): boolean => status === "cancelled" || status === "failed";

export const isOver = (status: JobStatus): boolean => status === "done" || status === "failed" || status === "cancelled";

/** Share done from 0 to 1; null while the total is unknown. */
export function shareDone({ done, total }: JobProgress): number | null {
  if (total === null) return null;
  return total <= 0 ? 1 : Math.min(1, done / total);
}

/** Units a second in this attempt; null before there is anything to measure. */
export function ratePerSecond({ done, from, seconds }: JobProgress): number | null {
  return seconds > 0 && done > from ? (done - from) / seconds : null;
}

/** Seconds to the end of the phase at the present rate; null when that cannot be said. */
export function secondsLeft(progress: JobProgress): number | null {
  const rate = ratePerSecond(progress);
  return rate === null || progress.total === null ? null : Math.max(0, progress.total - progress.done) / rate;
}
