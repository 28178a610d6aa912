"use client";

import { Play, Square } from "lucide-react";
import { JobProgress, StatusBadge } from "@/components/jobs/job-progress";
import { JobResult } from "@/components/jobs/job-result";
import { Button } from "@/components/ui/button";
import { messageOf } from "@/components/ui/states";
import { Time } from "@/components/ui/time";
import { toast } from "@/components/ui/toast";
import { isResumable, statusAfterCancel, type JobStatus } from "@/lib/core/jobs/job";
import type { JobDto } from "@/lib/features/jobs/jobs.contract";
import { useJobControl } from "@/lib/features/jobs/jobs.queries";

export function JobCard({ job }: { readonly job: JobDto }) {
  return (
    <article aria-label={job.title} className="flex flex-col gap-3 border-b border-line py-3">
      <header className="flex items-center gap-3">
        <h3 className="min-w-0 truncate text-sm font-medium">{job.title}</h3>
        <StatusBadge status={job.status} />
        <span className="ml-auto text-xs text-ink-faint">
          {job.finishedAt === null ? "asked for" : "ended"} <Time iso={job.finishedAt ?? job.createdAt} />
        </span>
        <Controls job={job} />
      </header>
      <JobProgress job={job} />
      {job.error !== null && <p role="alert" className="text-sm text-danger">{job.error}</p>}
      <JobResult job={job} />
    </article>
  );
}

const CANCEL_WORDS: Partial<Record<JobStatus, string>> = { queued: "Cancel", running: "Cancel", cancelling: "Stopping…" };

/** A cancelled or failed job goes on where it stopped. */
function Controls({ job }: { readonly job: JobDto }) {
  const control = useJobControl(job.id);
  const act = (what: "cancel" | "resume") => {
    control.mutate(what, { onError: (error) => { toast({ title: `Could not ${what} the job`, description: messageOf(error), failed: true }); } });
  };
  if (isResumable(job.status)) {
    return <Button size="sm" disabled={control.isPending} onClick={() => { act("resume"); }}><Play className="size-3" aria-hidden /> Resume</Button>;
  }
  if (statusAfterCancel(job.status) === null) return null;
  return (
    <Button size="sm" disabled={control.isPending || job.status === "cancelling"} onClick={() => { act("cancel"); }}>
      <Square className="size-3" aria-hidden /> {CANCEL_WORDS[job.status]}
    </Button>
  );
}
