import { useMutation, useQueryClient, type QueryClient } from "@tanstack/react-query";
import { api } from "@/lib/client/api";
import { ClaimIdDto, RetractionDto, type NewClaimInput } from "@/lib/features/claims/claims.contract";

/** A claim is shown on wallets, addresses, transactions, search results and graphs. */
export const refreshClaims = (client: QueryClient) =>
  Promise.all(["claims", "entities", "subjects", "transactions", "flows", "search"].map((prefix) => client.invalidateQueries({ queryKey: [prefix] })));

export function useAddClaim() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: NewClaimInput) => api(ClaimIdDto, "/api/claims", { method: "POST", body }),
    onSuccess: () => refreshClaims(client),
  });
}

export function useRetractClaim() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, ...body }: { readonly id: string; readonly version: number; readonly reason: string }) => api(RetractionDto, `/api/claims/${id}/retract`, { method: "POST", body }),
    onSuccess: () => refreshClaims(client),
  });
}
