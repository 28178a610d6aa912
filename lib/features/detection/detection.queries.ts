import { infiniteQueryOptions, keepPreviousData, queryOptions, useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, withQuery } from "@/lib/client/api";
import { type DispositionInput, FindingDetailDto, type FindingFilterDto, FindingPage, StoredFindingDto } from "@/lib/features/detection/detection.contract";
import { QueuedDto } from "@/lib/features/jobs/jobs.contract";
import { jobKeys } from "@/lib/features/jobs/jobs.queries";

const findingKeys = { all: ["findings"] as const, list: (filter: FindingFilterDto) => [...findingKeys.all, "list", filter] as const, one: (id: string) => [...findingKeys.all, "one", id] as const };

const inboxQuery = (filter: FindingFilterDto) =>
  infiniteQueryOptions({
    queryKey: findingKeys.list(filter),
    queryFn: ({ pageParam, signal }) => api(FindingPage, withQuery("/api/findings", { ...filter, cursor: pageParam, limit: 100 }), { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: keepPreviousData,
  });

const findingQuery = (id: string) => queryOptions({ queryKey: findingKeys.one(id), queryFn: ({ signal }) => api(FindingDetailDto, `/api/findings/${id}`, { signal }) });

export const useFindings = (filter: FindingFilterDto) => useInfiniteQuery(inboxQuery(filter));
export const useFinding = (id: string) => useQuery(findingQuery(id));

/** Hunts over the whole store, in the worker. */
export function useHunt() {
  const client = useQueryClient();
  return useMutation({ mutationFn: () => api(QueuedDto, "/api/findings", { method: "POST" }), onSettled: () => client.invalidateQueries({ queryKey: jobKeys.all }) });
}

export function useDispose(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: DispositionInput) => api(StoredFindingDto, `/api/findings/${id}/disposition`, { method: "POST", body }),
    onSettled: () => client.invalidateQueries({ queryKey: findingKeys.all }),
  });
}
