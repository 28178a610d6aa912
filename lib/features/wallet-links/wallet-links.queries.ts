import { queryOptions, useMutation, useQuery, useQueryClient, type QueryClient } from "@tanstack/react-query";
import type { z } from "zod";
import { api } from "@/lib/client/api";
import type { NetworkName } from "@/lib/core/network";
import { type CheckWalletLinkBody, LinkCheckDto, type NewWalletLinkInput, WalletLayersDto, WalletLinkIdDto, WalletLinkList } from "@/lib/features/wallet-links/wallet-links.contract";

const KEY = ["wallet-links"] as const;

const layersQuery = (network: NetworkName, ref: string) =>
  queryOptions({ queryKey: [...KEY, "wallet", network, ref], queryFn: ({ signal }) => api(WalletLayersDto, `/api/networks/${network}/wallets/${encodeURIComponent(ref)}/layers`, { signal }) });

/** What lies above a computed wallet; asks nothing while there is no reference. */
export const useWalletLayers = (network: NetworkName, ref: string) => useQuery({ ...layersQuery(network, ref), enabled: ref !== "" });

export const useLinksOfTransaction = (network: NetworkName, txid: string) =>
  useQuery({ queryKey: [...KEY, "transaction", network, txid], queryFn: ({ signal }) => api(WalletLinkList, `/api/networks/${network}/transactions/${txid}/links`, { signal }) });

/** What speaks against a link, before it is made. */
export const useLinkCheck = (body: z.input<typeof CheckWalletLinkBody>) =>
  useQuery({ queryKey: [...KEY, "check", body], queryFn: ({ signal }) => api(LinkCheckDto, "/api/wallet-links/check", { method: "POST", body, signal }) });

const refresh = (client: QueryClient) => client.invalidateQueries({ queryKey: KEY });

export function useAddWalletLink() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: NewWalletLinkInput) => api(WalletLinkIdDto, "/api/wallet-links", { method: "POST", body }),
    onSuccess: () => refresh(client),
  });
}

export function useTakeBackWalletLink() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, ...body }: { readonly id: string; readonly version: number; readonly reason: string }) => api(WalletLinkIdDto, `/api/wallet-links/${id}/take-back`, { method: "POST", body }),
    onSuccess: () => refresh(client),
  });
}
