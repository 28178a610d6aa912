"use client";

import { Coverage } from "@/components/home/coverage";
import { Cases } from "@/components/home/cases";
import { Begin } from "@/components/home/begin";
import { Holdings } from "@/components/home/holdings";
import { RunningJobs } from "@/components/jobs/running-jobs";
import { Page } from "@/components/shell/page";
import { ErrorState, Skeleton } from "@/components/ui/states";
import { useOverview } from "@/lib/features/overview/overview.queries";

/** What the store holds, what people work on, and how to begin. */
export function HomeView() {
  const overview = useOverview();
  const data = overview.data;
  return (
    <Page title="Assay" lead="Money that was laundered through mining: what it was bought with, where it was paid out, and what ties the two.">
      <RunningJobs />
      {overview.isError && <ErrorState error={overview.error} what="What the store holds could not be read" onRetry={() => void overview.refetch()} />}
      {overview.isPending && <div className="flex flex-col gap-4"><Skeleton className="h-4 w-24" /><Skeleton className="h-3 w-1/2 opacity-60" /><Skeleton className="h-3 w-1/3 opacity-60" /></div>}
      {data !== undefined && (
        <div className="grid grid-cols-1 gap-8 lg:grid-cols-[minmax(0,1fr)_22rem]">
          <div className="flex min-w-0 flex-col gap-8">
            <Cases />
            <Holdings overview={data} />
            <Coverage overview={data} />
          </div>
          <Begin overview={data} />
        </div>
      )}
    </Page>
  );
}
