"use client";

import Link from "next/link";
import { JobProgress } from "@/components/jobs/job-progress";
import { isOver } from "@/lib/core/jobs/job";
import type { JobDto } from "@/lib/features/jobs/jobs.contract";
import { useJob, useJobs } from "@/lib/features/jobs/jobs.queries";

/** What runs right now, wherever one happens to be. */
export function RunningJobs() {
  const jobs = useJobs();
  const running = (jobs.data?.pages[0]?.items ?? []).filter((job) => !isOver(job.status));
  if (running.length === 0) return null;
  return (
    <section aria-label="Running now" className="mb-8 rounded-md border border-line bg-surface">
      {running.map((job) => <RunningJob key={job.id} first={job} />)}
    </section>
  );
}

function RunningJob({ first }: { readonly first: JobDto }) {
  const job = useJob(first.id).data ?? first;
  return (
    <div className="border-b border-line px-4 py-2.5 last:border-b-0">
      <p className="mb-1.5 flex items-center gap-3 text-sm font-medium">
        {job.title}
        <Link href="/jobs" className="ml-auto font-normal link">All jobs</Link>
      </p>
      <JobProgress job={job} />
    </div>
  );
}
