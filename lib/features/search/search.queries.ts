import { keepPreviousData, queryOptions, useQuery } from "@tanstack/react-query";
import { api, withQuery } from "@/lib/client/api";
import { SearchReply } from "@/lib/features/search/search.contract";

export const searchKeys = { all: ["search"] as const };

const searchQuery = (q: string) =>
  queryOptions({
    queryKey: [...searchKeys.all, q],
    queryFn: ({ signal }) => api(SearchReply, withQuery("/api/search", { q }), { signal }),
    enabled: q !== "",
    placeholderData: keepPreviousData,
  });

/** Runs as one types; a request that a newer one overtook is aborted. */
export const useSearch = (text: string) => useQuery(searchQuery(text.trim().slice(0, 120)));
