import type { JobDto } from "@/lib/features/jobs/jobs.contract";
import type { Job } from "@/lib/features/jobs/jobs.ports";

const timeOf = (at: Date | null): string | null => at?.toISOString() ?? null;

export const toJobDto = ({ id, kind, title, status, progress, result, error, attempts, createdAt, startedAt, finishedAt }: Job): JobDto => ({
  id,
  kind,
  title,
  status,
  progress: progress === null ? null : { ...progress, counts: { ...progress.counts } },
  result: result as JobDto["result"],
  error,
  attempts,
  createdAt: createdAt.toISOString(),
  startedAt: timeOf(startedAt),
  finishedAt: timeOf(finishedAt),
});
