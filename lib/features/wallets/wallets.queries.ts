import { infiniteQueryOptions, queryOptions, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { api, withQuery } from "@/lib/client/api";
import type { NetworkName } from "@/lib/core/network";
import { CounterpartyPage } from "@/lib/features/flows/flows.contract";
import { AddressDto, HistoryPage, WalletAddressPage, WalletDto } from "@/lib/features/wallets/wallets.contract";

export interface Subject {
  readonly kind: "wallets" | "addresses";
  readonly network: NetworkName;
  readonly ref: string;
}

/** Everything known of addresses and wallets; a claim or an import invalidates it by this prefix. */
export const subjectKeys = { all: ["subjects"] as const, of: ({ kind, network, ref }: Subject) => [...subjectKeys.all, kind, network, ref] as const };

const path = ({ kind, network, ref }: Subject): string => `/api/networks/${network}/${kind}/${encodeURIComponent(ref)}`;

const addressQuery = (subject: Subject) => queryOptions({ queryKey: subjectKeys.of(subject), queryFn: ({ signal }) => api(AddressDto, path(subject), { signal }) });
const walletQuery = (subject: Subject) => queryOptions({ queryKey: subjectKeys.of(subject), queryFn: ({ signal }) => api(WalletDto, path(subject), { signal }) });

const historyQuery = (subject: Subject) =>
  infiniteQueryOptions({
    queryKey: [...subjectKeys.of(subject), "transactions"],
    queryFn: ({ pageParam, signal }) => api(HistoryPage, withQuery(`${path(subject)}/transactions`, { cursor: pageParam, limit: 100 }), { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  });

const membersQuery = (subject: Subject) =>
  infiniteQueryOptions({
    queryKey: [...subjectKeys.of(subject), "addresses"],
    queryFn: ({ pageParam, signal }) => api(WalletAddressPage, withQuery(`${path(subject)}/addresses`, { cursor: pageParam, limit: 100 }), { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  });

const counterpartiesQuery = (subject: Subject, direction: "in" | "out") =>
  infiniteQueryOptions({
    queryKey: [...subjectKeys.of(subject), "counterparties", direction],
    queryFn: ({ pageParam, signal }) => api(CounterpartyPage, withQuery(`${path(subject)}/counterparties`, { direction, cursor: pageParam, limit: 50 }), { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  });

export const useAddress = (network: NetworkName, ref: string) => useQuery(addressQuery({ kind: "addresses", network, ref }));
export const useWallet = (network: NetworkName, ref: string) => useQuery(walletQuery({ kind: "wallets", network, ref }));
export const useHistory = (subject: Subject) => useInfiniteQuery(historyQuery(subject));
export const useWalletAddresses = (network: NetworkName, ref: string) => useInfiniteQuery(membersQuery({ kind: "wallets", network, ref }));
export const useCounterparties = (network: NetworkName, ref: string, direction: "in" | "out") => useInfiniteQuery(counterpartiesQuery({ kind: "wallets", network, ref }, direction));
