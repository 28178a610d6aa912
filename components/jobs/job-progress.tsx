import { Badge } from "@/components/ui/badge";
import { count } from "@/components/ui/amount";
import { ProgressBar, bytes } from "@/components/ui/progress";
import { duration } from "@/components/ui/time";
import { isOver, ratePerSecond, secondsLeft, shareDone, type JobStatus } from "@/lib/core/jobs/job";
import type { JobDto } from "@/lib/features/jobs/jobs.contract";

const WORDS: Record<JobStatus, string> = { queued: "waiting for the worker", running: "running", cancelling: "stopping after this batch", done: "done", failed: "failed", cancelled: "cancelled" };

export function StatusBadge({ status }: { readonly status: JobStatus }) {
  return <Badge look={status === "failed" ? "danger" : isOver(status) ? "plain" : "brass"}>{WORDS[status]}</Badge>;
}

const amountOf = (value: number, unit: string): string => (unit === "bytes" ? bytes(value) : count(Math.round(value)));

/** How far it is, how fast it goes, and how long it will still take. */
export function JobProgress({ job }: { readonly job: JobDto }) {
  const { progress, status } = job;
  if (isOver(status) && status !== "cancelled") return null;
  if (progress === null) return isOver(status) ? null : <ProgressBar label={job.title} share={null} />;
  return (
    <div className="flex flex-col gap-1.5">
      <ProgressBar label={`${job.title}: ${progress.phase}`} share={shareDone(progress)} />
      <p className="flex flex-wrap gap-x-4 gap-y-0.5 text-xs text-ink-soft">
        <span className="text-ink">{progress.phase}</span>
        <span>
          {amountOf(progress.done, progress.unit)}
          {progress.total !== null && ` of ${amountOf(progress.total, progress.unit)}`}
          {progress.unit !== "bytes" && ` ${progress.unit}`}
        </span>
        {Object.entries(progress.counts).map(([name, value]) => <span key={name}>{count(value)} {name}</span>)}
        {!isOver(status) && <Pace progress={progress} />}
      </p>
    </div>
  );
}

function Pace({ progress }: { readonly progress: NonNullable<JobDto["progress"]> }) {
  const rate = ratePerSecond(progress);
  const left = secondsLeft(progress);
  return (
    <>
      {rate !== null && <span>{amountOf(rate, progress.unit)}{progress.unit === "bytes" ? "" : ` ${progress.unit}`} a second</span>}
      {left !== null && <span>{duration(left)} left</span>}
    </>
  );
}
