import { queryOptions, useMutation, useQuery, useQueryClient, type QueryClient } from "@tanstack/react-query";
import { api, withQuery } from "@/lib/client/api";
import type { NetworkName } from "@/lib/core/network";
import { ClaimIdDto, ClaimList, type NewClaimInput } from "@/lib/features/claims/claims.contract";

export const claimKeys = { all: ["claims"] as const };

const claimsQuery = (network: NetworkName, ref: string) =>
  queryOptions({ queryKey: [...claimKeys.all, network, ref], queryFn: ({ signal }) => api(ClaimList, withQuery("/api/claims", { network, ref }), { signal }) });

export const useClaims = (network: NetworkName, ref: string) => useQuery(claimsQuery(network, ref));

/** A claim is shown on wallets, addresses, transactions, search results and graphs. */
const refreshClaims = (client: QueryClient) =>
  Promise.all(["claims", "subjects", "transactions", "flows", "search"].map((prefix) => client.invalidateQueries({ queryKey: [prefix] })));

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
    mutationFn: ({ id, ...body }: { readonly id: string; readonly version: number; readonly reason: string }) => api(ClaimIdDto, `/api/claims/${id}/retract`, { method: "POST", body }),
    onSuccess: () => refreshClaims(client),
  });
}
