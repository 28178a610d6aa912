import { queryOptions, useQueries, useQuery } from "@tanstack/react-query";
import type { z } from "zod";
import { api, withQuery } from "@/lib/client/api";
import type { NetworkName } from "@/lib/core/network";
import type { TraceMethod } from "@/lib/core/tracing/methods";
import { parseSeedText } from "@/lib/core/tracing/seed-text";
import { PathDto, ProvenanceDto, TraceDto, type PathBody, type ProvenanceBody, type TraceBody } from "@/lib/features/tracing/tracing.contract";
import { WalletAddressPage } from "@/lib/features/wallets/wallets.contract";
import { subjectKeys } from "@/lib/features/wallets/wallets.queries";

export type TraceInput = z.input<typeof TraceBody>;
export type PathInput = z.input<typeof PathBody>;
export type ProvenanceInput = z.input<typeof ProvenanceBody>;

/** Claims say where traces stop, so that what makes a claim invalidates these with its prefix. */
const key = (what: string) => [...subjectKeys.all, what] as const;
const MOST_ADDRESSES = 1000;

export interface Seeds {
  readonly outpoints: { readonly txid: string; readonly n: number }[];
  readonly refs: string[];
  /** A wallet has more addresses than one trace takes; these are the first. */
  readonly cut: boolean;
}

/** What a text names: a wallet stands for all of its addresses. */
async function readSeeds(network: NetworkName, text: string, signal: AbortSignal): Promise<Seeds> {
  const { outpoints, refs, wallets } = parseSeedText(text);
  const all = new Set(refs);
  let cut = false;
  for (const wallet of wallets) cut = (await addAddresses({ network, wallet, signal }, all)) || cut;
  return { outpoints: [...outpoints], refs: [...all], cut };
}

async function addAddresses({ network, wallet, signal }: { readonly network: NetworkName; readonly wallet: string; readonly signal: AbortSignal }, all: Set<string>): Promise<boolean> {
  let cursor: string | null = null;
  all.add(wallet);
  do {
    const page: z.output<typeof WalletAddressPage> = await api(WalletAddressPage, withQuery(`/api/networks/${network}/wallets/${encodeURIComponent(wallet)}/addresses`, { cursor, limit: 200 }), { signal });
    for (const { ref } of page.items) {
      if (all.size >= MOST_ADDRESSES) return true;
      all.add(ref);
    }
    cursor = page.nextCursor;
  } while (cursor !== null);
  return false;
}

const traceQuery = (body: TraceInput) => queryOptions({ queryKey: [...key("trace"), body], queryFn: ({ signal }) => api(TraceDto, "/api/traces", { method: "POST", body, signal }), retry: false });

export const useSeeds = (network: NetworkName, text: string) =>
  useQuery({ queryKey: [...key("seeds"), network, text], queryFn: ({ signal }) => readSeeds(network, text, signal), enabled: text !== "" });

export const useTrace = (body: TraceInput) => useQuery(traceQuery(body));

/** The same trace by several methods, one request each. */
export const useTraces = (body: TraceInput, methods: readonly TraceMethod[]) => useQueries({ queries: methods.map((method) => traceQuery({ ...body, method })) });

export const useProvenance = (body: ProvenanceInput) =>
  useQuery({ queryKey: [...key("provenance"), body], queryFn: ({ signal }) => api(ProvenanceDto, "/api/provenance", { method: "POST", body, signal }), retry: false });

/** Asks nothing while there is no second end. */
export const usePath = (body: PathInput | null) =>
  useQuery({ queryKey: [...key("path"), body], queryFn: ({ signal }) => api(PathDto, "/api/paths", { method: "POST", body, signal }), enabled: body !== null, retry: false });
