import type { NamedScript } from "@/lib/core/bitcoin/script-ref";
import { AppError } from "@/lib/core/errors";
import { isCustodial } from "@/lib/core/tracing/custody";
import { conserves, TRACE_VERSION } from "@/lib/core/tracing/methods";
import type { Stop, TracePlan } from "@/lib/core/tracing/trace";
import { FEE, lastOrdOf, type TraceCoin } from "@/lib/core/tracing/trace-tx";
import { follow } from "@/lib/features/tracing/follow.service";
import { holdersOf, NO_HOLDERS, type Holders } from "@/lib/features/tracing/holders.service";
import type { CoinNames, FetchOptions, NamedCoin, PayoutReader, TraceReader, TraceRequest, TraceResult, TraceSeeds, TraceStop, TraceStore } from "@/lib/features/tracing/tracing.ports";
import type { SubjectService } from "@/lib/features/wallets/subjects.service";

interface Deps {
  readonly store: TraceStore;
  readonly subjects: SubjectService;
  readonly payouts: PayoutReader;
}

/** Coins and runs that one trace may hold: some hundreds of megabytes. */
export const TRACE_BUDGET = 500_000;
const MOST_SEEDS = 200_000;

export type TracingService = ReturnType<typeof makeTracingService>;

/** Follows the money of whole outputs, forward or backward, by one method. */
export function makeTracingService({ store, subjects, payouts }: Deps) {
  return {
    trace: async (request: TraceRequest, signal: AbortSignal, budget: number = TRACE_BUDGET): Promise<TraceResult> => {
      const { network, method, direction, followFees, toHeight } = request;
      const { generation } = await subjects.reading();
      return store.reading(signal, async (reader) => {
        const holders = request.throughServices ? NO_HOLDERS : await holdersOf(reader, { generation, network, admit: isCustodial });
        const options: FetchOptions = { generation, direction, fees: followFees, wallets: method === "libr" || holders.byWallet };
        const found = await seedsOf(subjects, reader, { options, network, seeds: request.seeds });
        const pools = direction === "backward" && !request.throughServices ? await payouts.payouts(network) : new Map<number, unknown>();
        const plan: TracePlan = {
          method, direction, followFees, budget, maxHops: request.maxHops, minValue: request.minValue, throughSeeds: false,
          lastOrd: direction === "forward" && toHeight !== null ? lastOrdOf(toHeight) : null,
          isService: (coin) => holders.of(coin) !== null,
          isPayout: (txId) => pools.has(txId),
        };
        const outcome = await follow(reader, options, { plan, seeds: found.coins });
        const names = await reader.names([...found.coins, ...outcome.stops.map(({ coin }) => coin)]);
        return resultOf({ request, found, names, dataHeight: await reader.dataHeight(network) }, outcome, holders);
      });
    },
  };
}

/** Outputs by name and all that addresses received, each once. */
export interface FoundSeeds {
  readonly coins: readonly TraceCoin[];
  /** As they were given. */
  readonly unknown: readonly string[];
}

/** @throws AppError invalid_input for a reference that is no address of the network, too_large for more outputs than one trace can hold */
export async function seedsOf(subjects: SubjectService, reader: TraceReader, { options, network, seeds }: { readonly options: FetchOptions; readonly network: TraceRequest["network"]; readonly seeds: TraceSeeds }): Promise<FoundSeeds> {
  const named = await reader.seeds(options, network, seeds.outpoints);
  const scripts: NamedScript[] = seeds.refs.map((ref) => subjects.named(network, ref));
  const found = await subjects.find(options.generation, scripts);
  const received = await reader.received(options, found.flatMap((subject) => subject.scripts.map(({ id }) => id)), MOST_SEEDS + 1);
  if (received.length > MOST_SEEDS) throw new AppError("too_large", `These addresses received more than ${MOST_SEEDS} outputs. Trace some of them, by TXID:N.`);
  const coins = new Map([...named, ...received].map((coin) => [`${coin.txId}:${coin.n}`, coin]));
  const known = await reader.names(named);
  const knownTexts = new Set(named.map((coin) => `${known.txids.get(coin.txId)?.txid ?? ""}:${coin.n}`));
  return {
    coins: [...coins.values()],
    unknown: [...seeds.outpoints.map(({ txid, n }) => `${txid}:${n}`).filter((text) => !knownTexts.has(text)), ...seeds.refs.filter((_, i) => (found[i]?.scripts.length ?? 0) === 0)],
  };
}

interface Traced {
  readonly request: TraceRequest;
  readonly found: FoundSeeds;
  readonly names: CoinNames;
  readonly dataHeight: number | null;
}

function resultOf({ request, found, names, dataHeight }: Traced, outcome: { readonly stops: readonly Stop[]; readonly fees: bigint; readonly transactions: number }, holders: Holders): TraceResult {
  const { method, direction, network, seeds: _seeds, ...parameters } = request;
  const value = found.coins.reduce((sum, coin) => sum + (coin.value ?? 0n), 0n);
  const reached = outcome.stops.reduce((sum, { tainted }) => sum + tainted, outcome.fees);
  const outputs = inChainOrder(found.coins.map((coin) => ({ coin })), names).map(({ coin }) => nameCoin(coin, names));
  const stops = inChainOrder(outcome.stops, names).map((stop): TraceStop => ({ reason: stop.reason, ...nameCoin(stop.coin, names), tainted: stop.tainted, hops: stop.hops, time: names.txids.get(stop.coin.txId)?.time ?? null, service: stop.reason === "service" ? serviceOf(stop.coin, holders) : null }));
  return {
    method, version: TRACE_VERSION, direction, network, parameters, dataHeight,
    seed: { value, outputs, unknown: found.unknown },
    total: value, stops, fees: outcome.fees, reconciles: conserves(method) ? reached === value : null, transactions: outcome.transactions,
  };
}

function serviceOf(coin: TraceCoin, holders: Holders): TraceStop["service"] {
  const claim = holders.of(coin);
  return claim === null ? null : { entity: claim.entity ?? claim.label, category: claim.category, claimId: claim.claimId, status: claim.status };
}

export const nameCoin = (coin: TraceCoin, names: CoinNames): NamedCoin => ({
  txid: txidOf(coin, names),
  n: coin.n === FEE ? null : coin.n,
  address: coin.addressId === null ? null : (names.addresses.get(coin.addressId) ?? null),
  value: coin.value,
});

function txidOf({ txId, n, via }: TraceCoin, names: CoinNames): string {
  const txid = txId !== 0 ? names.txids.get(txId)?.txid : via === null ? undefined : names.pending.get(`${via.txId}:${via.n}`);
  if (txid === undefined) throw new Error(`No txid is known of the coin ${txId}:${n}.`);
  return txid;
}

/** By place in the chain where it is known, else last by txid: the same whatever the order of import. */
function inChainOrder<Item extends { readonly coin: TraceCoin; readonly reason?: string }>(items: readonly Item[], names: CoinNames): readonly Item[] {
  const keyed = items.map((item) => {
    const at = names.txids.get(item.coin.txId);
    return { item, n: item.coin.n, ord: at !== undefined && at.ord < UNPLACED ? at.ord : UNPLACED, txid: txidOf(item.coin, names), reason: item.reason ?? "" };
  });
  keyed.sort((a, b) => compare(a.ord, b.ord) ?? compare(a.txid, b.txid) ?? compare(a.n, b.n) ?? compare(a.reason, b.reason) ?? 0);
  return keyed.map(({ item }) => item);
}

const UNPLACED = 2 ** 61;
const compare = <Value extends number | string>(a: Value, b: Value): number | null => (a < b ? -1 : a > b ? 1 : null);
