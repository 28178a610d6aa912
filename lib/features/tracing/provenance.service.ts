import { namesOwner } from "@/lib/core/tracing/custody";
import { TRACE_VERSION } from "@/lib/core/tracing/methods";
import { compositionOf, type OriginParty } from "@/lib/core/tracing/provenance";
import type { Stop, TracePlan } from "@/lib/core/tracing/trace";
import { follow } from "@/lib/features/tracing/follow.service";
import { holdersOf } from "@/lib/features/tracing/holders.service";
import { nameCoin, seedsOf, TRACE_BUDGET } from "@/lib/features/tracing/tracing.service";
import type { FetchOptions, PayoutReader, ProvenanceRequest, ProvenanceResult, TraceStore } from "@/lib/features/tracing/tracing.ports";
import type { SubjectService } from "@/lib/features/wallets/subjects.service";

interface Deps {
  readonly store: TraceStore;
  readonly subjects: SubjectService;
  readonly payouts: PayoutReader;
}

/** Of each origin, the coins to look into first. */
const LARGEST = 10;

export type ProvenanceService = ReturnType<typeof makeProvenanceService>;

/**
 * What coins are made of: traced backward until they were mined, paid out by a pool, held by somebody claimed, or cannot be followed. What
 * came back as change is followed on, so that all that ever arrived has its origin.
 */
export function makeProvenanceService({ store, subjects, payouts }: Deps) {
  return {
    provenance: async ({ network, seeds, method }: ProvenanceRequest, signal: AbortSignal, budget: number = TRACE_BUDGET): Promise<ProvenanceResult> => {
      const { generation } = await subjects.reading();
      return store.reading(signal, async (reader) => {
        const options: FetchOptions = { generation, direction: "backward", fees: false, wallets: false };
        const { coins } = await seedsOf(subjects, reader, { options, network, seeds });
        // Its own wallet is where the coins are, not where they came from.
        const own = new Set(coins.map(({ walletId }) => walletId));
        const holders = await holdersOf(reader, { generation, network, admit: (claim) => namesOwner(claim) && !own.has(claim.walletId) });
        const pools = await payouts.payouts(network);
        const plan: TracePlan = {
          method, direction: "backward", followFees: false, budget, maxHops: null, minValue: 0n, lastOrd: null, throughSeeds: true,
          isService: (coin) => holders.of(coin) !== null,
          isPayout: (txId) => pools.has(txId),
        };
        const { stops } = await follow(reader, { ...options, wallets: holders.byWallet }, { plan, seeds: coins });
        const partyOf = ({ reason, coin }: Stop): OriginParty => {
          if (reason === "payout") return { entity: pools.get(coin.txId)?.pool ?? null, category: "mining-pool" };
          const claim = reason === "service" ? holders.of(coin) : null;
          return claim === null ? NOBODY : { entity: claim.entity ?? claim.label, category: claim.category };
        };
        const total = coins.reduce((sum, { value }) => sum + (value ?? 0n), 0n);
        const { origins, hopsToCoinbase } = compositionOf(stops, total, partyOf);
        const names = await reader.names(origins.flatMap((origin) => origin.coins.slice(0, LARGEST).map(({ coin }) => coin)));
        return {
          network, method, version: TRACE_VERSION, dataHeight: await reader.dataHeight(network), known: coins.length > 0, total, hopsToCoinbase,
          origins: origins.map(({ coins: of, ...origin }) => ({ ...origin, coins: of.length, largest: of.slice(0, LARGEST).map(({ coin, tainted, hops }) => ({ ...nameCoin(coin, names), part: tainted, hops })) })),
          reconciles: origins.reduce((sum, { value }) => sum + value, 0n) === total,
        };
      });
    },
  };
}

const NOBODY: OriginParty = { entity: null, category: null };
