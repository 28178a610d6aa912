import { infiniteQueryOptions, queryOptions, useInfiniteQuery, useMutation, useQuery, useQueryClient, type QueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { api, withQuery } from "@/lib/client/api";
import { isOver, type JobStatus } from "@/lib/core/jobs/job";
import { JobDto, JobPage, JobStatusDto } from "@/lib/features/jobs/jobs.contract";

export const jobKeys = { all: ["jobs"] as const, one: (id: string) => [...jobKeys.all, id] as const, list: ["jobs", "list"] as const };

const BUSY_MS = 1_000;
const IDLE_MS = 10_000;

const jobQuery = (id: string) =>
  queryOptions({
    queryKey: jobKeys.one(id),
    queryFn: ({ signal }) => api(JobDto, `/api/jobs/${id}`, { signal }),
    staleTime: 0,
    refetchInterval: ({ state }) => (state.data !== undefined && isOver(state.data.status) ? false : BUSY_MS),
  });

const jobsQuery = infiniteQueryOptions({
  queryKey: jobKeys.list,
  queryFn: ({ pageParam, signal }) => api(JobPage, withQuery("/api/jobs", { cursor: pageParam, limit: 25 }), { signal }),
  initialPageParam: null as string | null,
  getNextPageParam: (page) => page.nextCursor,
  staleTime: 0,
  refetchInterval: ({ state }) => (state.data?.pages.some((page) => page.items.some((job) => !isOver(job.status))) === true ? BUSY_MS : IDLE_MS),
});

/** What an import, a sync, an analysis or a label pack may have changed. */
const refreshLedger = (client: QueryClient) =>
  Promise.all(["overview", "subjects", "transactions", "blocks", "flows", "search", "cases", "claims", "entities", "findings"].map((prefix) => client.invalidateQueries({ queryKey: [prefix] })));

/** One job, followed until it is over; then everything read from the ledger is read again. */
export function useJob(id: string) {
  const client = useQueryClient();
  const query = useQuery(jobQuery(id));
  const seen = useRef<JobStatus | null>(null);
  const status = query.data?.status ?? null;
  useEffect(() => {
    if (status !== null && seen.current !== null && isOver(status) && !isOver(seen.current)) void refreshLedger(client);
    seen.current = status;
  }, [client, status]);
  return query;
}

export const useJobs = () => useInfiniteQuery(jobsQuery);

export function useJobControl(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (what: "cancel" | "resume") => api(JobStatusDto, `/api/jobs/${id}/${what}`, { method: "POST", body: {} }),
    onSettled: () => client.invalidateQueries({ queryKey: jobKeys.all }),
  });
}
