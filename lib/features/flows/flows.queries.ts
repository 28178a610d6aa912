import { infiniteQueryOptions, keepPreviousData, queryOptions, useInfiniteQuery, useMutation, useQuery } from "@tanstack/react-query";
import type { z } from "zod";
import { api, withQuery } from "@/lib/client/api";
import { EdgeTransactionPage, ExpandDto, GraphViewDto, type ExpandBody } from "@/lib/features/flows/flows.contract";

export const flowKeys = { all: ["flows"] as const };

export const fetchGraphView = (keys: readonly string[], signal?: AbortSignal) => api(GraphViewDto, "/api/graph/view", { method: "POST", body: { keys }, ...(signal !== undefined && { signal }) });

/** What is known of the nodes on a canvas; the previous picture stays while a larger one is fetched. */
const viewQuery = (keys: readonly string[]) =>
  queryOptions({
    queryKey: [...flowKeys.all, "view", keys],
    queryFn: ({ signal }) => fetchGraphView(keys, signal),
    placeholderData: keepPreviousData,
    enabled: keys.length > 0,
  });

const edgeQuery = (from: string, to: string) =>
  infiniteQueryOptions({
    queryKey: [...flowKeys.all, "edge", from, to],
    queryFn: ({ pageParam, signal }) => api(EdgeTransactionPage, withQuery("/api/graph/edge", { from, to, cursor: pageParam, limit: 50 }), { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  });

export const useGraphView = (keys: readonly string[]) => useQuery(viewQuery(keys));
export const useEdgeTransactions = (from: string, to: string) => useInfiniteQuery(edgeQuery(from, to));
export const useExpand = () => useMutation({ mutationFn: (body: z.input<typeof ExpandBody>) => api(ExpandDto, "/api/graph/expand", { method: "POST", body }) });
