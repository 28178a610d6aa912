"use client";

import { ListChecks } from "lucide-react";
import Link from "next/link";
import { JobCard } from "@/components/jobs/job-card";
import { Page } from "@/components/shell/page";
import { Button, buttonLook } from "@/components/ui/button";
import { EmptyState, ErrorState, Skeleton } from "@/components/ui/states";
import { useJobs } from "@/lib/features/jobs/jobs.queries";

/** Work that takes time: imports, syncs and analyses, newest first. */
export function JobsView() {
  const jobs = useJobs();
  const list = jobs.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Page title="Jobs" lead="Imports, syncs and analyses run in the worker, beside the pages. A job that was stopped goes on where it was.">
      {jobs.isPending && <Skeleton className="h-40" />}
      {jobs.isError && list.length === 0 && <ErrorState error={jobs.error} what="The jobs could not be read" onRetry={() => void jobs.refetch()} />}
      {jobs.data !== undefined && list.length === 0 && (
        <EmptyState icon={<ListChecks aria-hidden />} title="Nothing has run yet" action={<Link href="/import" className={buttonLook({ look: "primary" })}>Import data</Link>}>
          An import becomes a job, and so does each analysis after it.
        </EmptyState>
      )}
      {list.length > 0 && <h2 className="sr-only">All jobs</h2>}
      <div className="border-t border-line">{list.map((job) => <JobCard key={job.id} job={job} />)}</div>
      {jobs.hasNextPage && <Button className="mt-4" disabled={jobs.isFetchingNextPage} onClick={() => void jobs.fetchNextPage()}>Older jobs</Button>}
    </Page>
  );
}
