import { QueryCache, QueryClient, MutationCache } from "@tanstack/react-query";
import { ApiError } from "@/lib/client/api-error";

/** A request that failed for a reason that may pass is tried again; one that was refused is not. */
const PASSING = new Set(["unreachable", "database_unavailable", "rate_limited"]);
const isApiError = (error: unknown): error is ApiError => error instanceof ApiError;

/** @param onSignedOut called whenever the server says that nobody is signed in */
export function makeQueryClient(onSignedOut: () => void): QueryClient {
  const onError = (error: unknown) => {
    if (isApiError(error) && error.code === "unauthenticated") onSignedOut();
  };
  return new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      queries: {
        staleTime: 30_000,
        refetchOnWindowFocus: false,
        retry: (failures, error) => failures < 2 && isApiError(error) && PASSING.has(error.code),
      },
      mutations: { retry: false },
    },
  });
}
