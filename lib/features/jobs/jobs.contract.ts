import { z } from "zod";
import { JOB_KINDS, JOB_STATUSES } from "@/lib/core/jobs/job";
import { CursorDto, TimeDto } from "@/lib/features/wire/wire.contract";

export const JobProgressDto = z.strictObject({
  phase: z.string(),
  done: z.number().min(0),
  total: z.number().min(0).nullable(),
  unit: z.string(),
  from: z.number().min(0),
  seconds: z.number().min(0),
  counts: z.record(z.string(), z.number()),
});

/** A job as people see it: its parameters and checkpoint hold paths of the server and stay there. */
export const JobDto = z.strictObject({
  id: z.uuid(),
  kind: z.enum(JOB_KINDS),
  title: z.string(),
  status: z.enum(JOB_STATUSES),
  progress: JobProgressDto.nullable(),
  result: z.json(),
  error: z.string().nullable(),
  attempts: z.int(),
  createdAt: TimeDto,
  startedAt: TimeDto.nullable(),
  finishedAt: TimeDto.nullable(),
});
export type JobDto = z.output<typeof JobDto>;

export const JobParams = z.strictObject({ jobId: z.uuid() });
export const JobQuery = z.strictObject({ cursor: CursorDto.optional(), limit: z.coerce.number().int().min(1).max(100).default(25) });
export const JobPage = z.strictObject({ items: z.array(JobDto), nextCursor: CursorDto.nullable() });
export type JobPage = z.output<typeof JobPage>;
/** The answer to cancel and resume. */
export const JobStatusDto = z.strictObject({ status: z.enum(JOB_STATUSES) });
/** The answer to whatever starts a job. */
export const QueuedDto = z.strictObject({ jobId: z.uuid() });
