import { queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { z } from "zod";
import { api } from "@/lib/client/api";
import { QueuedDto } from "@/lib/features/jobs/jobs.contract";
import { SourceList, type SyncBody } from "@/lib/features/sources/sources.contract";

export const sourceKeys = { all: ["sources"] as const };

const sourcesQuery = queryOptions({ queryKey: sourceKeys.all, queryFn: ({ signal }) => api(SourceList, "/api/sources", { signal }), refetchInterval: 5_000 });

export const useSources = () => useQuery(sourcesQuery);

export function useStartSync() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ name, body }: { readonly name: string; readonly body: z.input<typeof SyncBody> }) => api(QueuedDto, `/api/sources/${name}/sync`, { method: "POST", body }),
    onSuccess: () => Promise.all(["jobs", "sources"].map((prefix) => client.invalidateQueries({ queryKey: [prefix] }))),
  });
}
