import { queryOptions, useQuery } from "@tanstack/react-query";
import { api } from "@/lib/client/api";
import type { NetworkName } from "@/lib/core/network";
import { BlockDto, TransactionDto } from "@/lib/features/transactions/transactions.contract";

export const transactionKeys = { all: ["transactions"] as const, one: (network: NetworkName, txid: string) => [...transactionKeys.all, network, txid] as const };
export const blockKeys = { all: ["blocks"] as const, one: (network: NetworkName, block: string) => [...blockKeys.all, network, block] as const };

const transactionQuery = (network: NetworkName, txid: string) =>
  queryOptions({ queryKey: transactionKeys.one(network, txid), queryFn: ({ signal }) => api(TransactionDto, `/api/networks/${network}/transactions/${txid}`, { signal }) });

const blockQuery = (network: NetworkName, block: string) =>
  queryOptions({ queryKey: blockKeys.one(network, block), queryFn: ({ signal }) => api(BlockDto, `/api/networks/${network}/blocks/${block}`, { signal }) });

export const useTransaction = (network: NetworkName, txid: string) => useQuery(transactionQuery(network, txid));
export const useBlock = (network: NetworkName, block: string) => useQuery(blockQuery(network, block));
