import { infiniteQueryOptions, queryOptions, useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, withQuery } from "@/lib/client/api";
import { upload } from "@/lib/client/upload";
import { ClaimHistory, ConflictPage, ExportDto, ListedClaimPage, ReviewedDto, type ClaimQueueFilter, type ExportInput, type ReviewInput, type ShareInput } from "@/lib/features/claims/claims-list.contract";
import { refreshClaims } from "@/lib/features/claims/claims.queries";
import { EntityDto, EntityList } from "@/lib/features/claims/entities.contract";
import { PackList, type PackImportInput } from "@/lib/features/claims/packs.contract";
import { QueuedDto } from "@/lib/features/jobs/jobs.contract";
import { UploadDto } from "@/lib/features/uploads/uploads.contract";

const queueQuery = (filter: ClaimQueueFilter) =>
  infiniteQueryOptions({
    queryKey: ["claims", "queue", filter],
    queryFn: ({ pageParam, signal }) => api(ListedClaimPage, withQuery("/api/claims/queue", { ...filter, cursor: pageParam, limit: 100 }), { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    staleTime: 0,
  });
export const useClaimQueue = (filter: ClaimQueueFilter) => useInfiniteQuery(queueQuery(filter));

const historyQuery = (id: string) => queryOptions({ queryKey: ["claims", "history", id], queryFn: ({ signal }) => api(ClaimHistory, `/api/claims/${id}`, { signal }), staleTime: 0 });
/** Every version of a claim, oldest first. */
export const useClaimHistory = (id: string) => useQuery(historyQuery(id));

const conflictQuery = infiniteQueryOptions({
  queryKey: ["claims", "conflicts"],
  queryFn: ({ pageParam, signal }) => api(ConflictPage, withQuery("/api/claims/conflicts", { cursor: pageParam, limit: 25 }), { signal }),
  initialPageParam: null as string | null,
  getNextPageParam: (page) => page.nextCursor,
  staleTime: 0,
});
export const useConflicts = () => useInfiniteQuery(conflictQuery);

export function useReviewClaims() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: ReviewInput) => api(ReviewedDto, "/api/claims/review", { method: "POST", body }),
    onSettled: () => refreshClaims(client),
  });
}

export function useShareClaims() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: ShareInput) => api(ReviewedDto, "/api/claims/share", { method: "POST", body }),
    onSettled: () => refreshClaims(client),
  });
}

export const useExportClaims = () => useMutation({ mutationFn: (body: ExportInput) => api(ExportDto, "/api/claims/export", { method: "POST", body }) });

export const useLabelPacks = () => useQuery({ queryKey: ["claims", "packs"], queryFn: ({ signal }) => api(PackList, "/api/claims/packs", { signal }) });

/** Stages a label pack, then has a worker read it. @returns the id of the job */
export function useReadPack() {
  return useMutation({
    mutationFn: async ({ file, order }: { readonly file: File; readonly order: Omit<PackImportInput, "upload"> }) => {
      const { id, name } = await upload(UploadDto, "/api/claims/packs/files", file, { signal: new AbortController().signal, onBytes: () => undefined });
      return api(QueuedDto, "/api/claims/packs/import", { method: "POST", body: { ...order, upload: { id, name } } satisfies PackImportInput });
    },
  });
}

export const useEntity = (id: string) => useQuery({ queryKey: ["entities", id], queryFn: ({ signal }) => api(EntityDto, `/api/entities/${encodeURIComponent(id)}`, { signal }) });

/** Entities whose name or alias holds the text, or its letters in this order. */
export const useEntitySearch = (text: string) =>
  useQuery({
    queryKey: ["entities", "search", text],
    queryFn: ({ signal }) => api(EntityList, withQuery("/api/entities", { q: text }), { signal }),
    enabled: text !== "",
    placeholderData: (previous) => previous,
  });
