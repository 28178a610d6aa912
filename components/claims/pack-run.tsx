"use client";

import { PackReport } from "@/components/claims/pack-report";
import { JobProgress, StatusBadge } from "@/components/jobs/job-progress";
import { Button } from "@/components/ui/button";
import { ErrorState, Skeleton } from "@/components/ui/states";
import { PackReportDto } from "@/lib/features/claims/packs.contract";
import { useJob } from "@/lib/features/jobs/jobs.queries";

interface Props {
  readonly jobId: string;
  readonly onWrite: () => void;
  readonly onAgain: () => void;
}

/** One reading of a label pack by the worker: its progress, then what it found. */
export function PackRun({ jobId, onWrite, onAgain }: Props) {
  const job = useJob(jobId);
  const report = PackReportDto.safeParse(job.data?.result);
  if (job.isPending) return <Skeleton className="h-24" />;
  if (job.data === undefined) return <ErrorState error={job.error} what="The job could not be read" onRetry={() => void job.refetch()} />;
  if (report.success) return <PackReport report={report.data} onWrite={onWrite} onAgain={onAgain} />;
  return (
    <section aria-label={job.data.title} className="flex flex-col gap-3 rounded-md border border-line bg-surface p-4">
      <header className="flex items-center gap-3"><h2 className="text-base">{job.data.title}</h2><StatusBadge status={job.data.status} /></header>
      <JobProgress job={job.data} />
      {job.data.error !== null && <p role="alert" className="text-sm text-danger">{job.data.error}</p>}
      {(job.data.status === "failed" || job.data.status === "cancelled") && <Button className="self-start" onClick={onAgain}>Choose another file</Button>}
    </section>
  );
}
