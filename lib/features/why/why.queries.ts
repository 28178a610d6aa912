import { queryOptions, useQuery } from "@tanstack/react-query";
import { api, withQuery } from "@/lib/client/api";
import type { NetworkName } from "@/lib/core/network";
import { subjectKeys } from "@/lib/features/wallets/wallets.queries";
import { WhyDto } from "@/lib/features/why/why.contract";

interface Pair {
  readonly network: NetworkName;
  readonly from: string;
  readonly to: string;
}

const whyQuery = ({ network, from, to }: Pair) =>
  queryOptions({
    queryKey: [...subjectKeys.of({ kind: "wallets", network, ref: from }), "why", to],
    queryFn: ({ signal }) => api(WhyDto, withQuery(`/api/networks/${network}/wallets/${encodeURIComponent(from)}/why`, { to }), { signal }),
  });

/** Asks nothing while there is no second address. */
export const useWhy = (pair: Pair) => useQuery({ ...whyQuery(pair), enabled: pair.to !== "" });
