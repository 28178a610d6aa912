import { queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { z } from "zod";
import { api } from "@/lib/client/api";
import { CaseList, CreatedCaseDto, GraphDto, SavedGraphDto, type NewCaseBody, type SaveGraphBody } from "@/lib/features/graphs/graphs.contract";

export const caseKeys = { all: ["cases"] as const };
export const graphKeys = { all: ["graphs"] as const, one: (id: string) => [...graphKeys.all, id] as const };

const casesQuery = queryOptions({ queryKey: caseKeys.all, queryFn: ({ signal }) => api(CaseList, "/api/cases", { signal }) });

export const fetchGraph = (id: string, signal?: AbortSignal) => api(GraphDto, `/api/graphs/${id}`, signal === undefined ? {} : { signal });

/** Read anew each time the graph is opened; afterwards the canvas owns the document and autosave brings it back. */
const graphQuery = (id: string) => queryOptions({ queryKey: graphKeys.one(id), queryFn: ({ signal }) => fetchGraph(id, signal), staleTime: Infinity, gcTime: 0 });

export const useCases = () => useQuery(casesQuery);
export const useGraph = (id: string) => useQuery(graphQuery(id));

export const saveGraph = (id: string, body: z.input<typeof SaveGraphBody>, keepalive = false) => api(SavedGraphDto, `/api/graphs/${id}`, { method: "PUT", body, keepalive });

export function useCreateCase() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: z.input<typeof NewCaseBody>) => api(CreatedCaseDto, "/api/cases", { method: "POST", body }),
    onSuccess: () => client.invalidateQueries({ queryKey: caseKeys.all }),
  });
}
