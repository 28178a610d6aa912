import { useMutation, useQuery, useQueryClient, type QueryClient } from "@tanstack/react-query";
import type { z } from "zod";
import type { Role } from "@/lib/core/casework/claims";
import { api } from "@/lib/client/api";
import { ClaimIdDto, RetractionDto, RoleHintsDto, type GiveSourceInput, type NewClaimInput, type RoleHintsBody } from "@/lib/features/claims/claims.contract";

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

export function useGiveSource() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, ...body }: GiveSourceInput & { readonly id: string }) => api(ClaimIdDto, `/api/claims/${id}/source`, { method: "POST", body }),
    onSuccess: () => refreshClaims(client),
  });
}

/** What the ledger suggests for each wallet; asked once while a role is chosen. */
export const useRoleHints = (wallets: z.input<typeof RoleHintsBody>["wallets"], roles: readonly Role[]) =>
  useQuery({
    queryKey: ["flows", "role-hints", wallets, roles],
    queryFn: ({ signal }) => api(RoleHintsDto, "/api/claims/role-hints", { method: "POST", body: { wallets, roles }, signal }),
    enabled: wallets.length > 0 && roles.length > 0,
  });

export function useRetractClaim() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, ...body }: { readonly id: string; readonly version: number; readonly reason: string }) => api(RetractionDto, `/api/claims/${id}/retract`, { method: "POST", body }),
    onSuccess: () => refreshClaims(client),
  });
}
