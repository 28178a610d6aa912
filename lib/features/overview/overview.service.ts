import { networkByName, type NetworkName } from "@/lib/core/network";
import type { AddressCoverage, CoverageStore, CoveredRange } from "@/lib/features/ledger/ledger.ports";
import type { BlockSums, Overview, OverviewStore } from "@/lib/features/overview/overview.ports";
import type { CompletenessService } from "@/lib/features/wallets/completeness.service";
import type { SubjectService } from "@/lib/features/wallets/subjects.service";

interface Deps {
  readonly store: OverviewStore;
  readonly coverage: Pick<CoverageStore, "ranges" | "fetched">;
  readonly subjects: SubjectService;
  readonly completeness: CompletenessService;
}

export type OverviewService = ReturnType<typeof makeOverviewService>;

/** What the store holds. Figures of the ledger are found once a version of it; asking again costs one row. */
export function makeOverviewService({ store, coverage, subjects, completeness }: Deps) {
  const figures = makeLedgerFigures(store, coverage);

  return {
    overview: async (): Promise<Overview> => {
      const [{ sums, ranges, addresses, synthetic }, analysis] = await Promise.all([figures(), store.analysis()]);
      const networks = sums.map((sum) => ({ ...sum, addresses: addresses.get(sum.network) ?? 0, synthetic: synthetic.has(sum.network) }));
      return { networks: networks.filter((one) => one.transactions + one.blocks > 0), ranges, analysis, start: synthetic.size > 0 ? await store.syntheticStart() : null };
    },

    ranges: async (): Promise<readonly CoveredRange[]> => (await figures()).ranges,

    /** What was fetched of an address, source by source; where nothing was, the blocks may hold its whole history all the same. */
    addressCoverage: async (network: NetworkName, ref: string): Promise<readonly AddressCoverage[]> => {
      const named = subjects.named(network, ref);
      const fetched = await coverage.fetched(networkByName(network), named.scriptHash);
      if (fetched.length > 0) return fetched.map((row) => ({ address: named.ref, ...row }));
      const reading = await subjects.reading();
      const [subject] = await subjects.find(reading.generation, [named]);
      const complete = subject !== undefined && (await completeness.ofAddress(reading, subject)) === true;
      if (!complete) return [{ address: named.ref, complete, source: null, at: null }];
      const last = (await figures()).sums.find((sum) => sum.network === network)?.lastTime ?? null;
      return [{ address: named.ref, complete, source: "blocks", at: last === null ? null : new Date(1000 * Number(last)) }];
    },
  };
}

interface Figures {
  readonly sums: readonly BlockSums[];
  readonly ranges: readonly CoveredRange[];
  readonly addresses: ReadonlyMap<NetworkName, number>;
  readonly synthetic: ReadonlySet<NetworkName>;
}

function makeLedgerFigures(store: OverviewStore, coverage: Pick<CoverageStore, "ranges">): () => Promise<Figures> {
  const countAddresses = makeAddressCount(store);
  let last: { readonly version: bigint; readonly figures: Promise<Figures> } | null = null;
  return async () => {
    const { version, lastAddress } = await store.ledger();
    if (last?.version !== version) {
      const figures = Promise.all([store.blockSums(), coverage.ranges(), countAddresses(lastAddress), store.syntheticNetworks()]).then(([sums, ranges, addresses, synthetic]) => ({ sums, ranges, addresses, synthetic }));
      last = { version, figures };
      figures.catch(() => {
        last = null; // a failed read is asked again
      });
    }
    return last.figures;
  };
}

/** Addresses counted by one query: some tens of milliseconds. */
const STRIDE = 500_000n;

/** Addresses are numbered as they come and never go, so only those since the last count are counted. */
function makeAddressCount(store: OverviewStore): (upTo: bigint) => Promise<ReadonlyMap<NetworkName, number>> {
  let counted = { upTo: 0n, byNetwork: new Map<NetworkName, number>() };
  return async (upTo) => {
    let state = counted;
    while (state.upTo < upTo) {
      const end = state.upTo + STRIDE < upTo ? state.upTo + STRIDE : upTo;
      const byNetwork = new Map(state.byNetwork);
      for (const [network, n] of await store.addresses(state.upTo, end)) byNetwork.set(network, (byNetwork.get(network) ?? 0) + n);
      state = { upTo: end, byNetwork };
    }
    if (state.upTo > counted.upTo) counted = state;
    return state.byNetwork;
  };
}
