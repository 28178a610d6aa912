import { groupBy } from "@/lib/core/group-by";
import type { PathDto, ProvenanceDto, TraceDto } from "@/lib/features/tracing/tracing.contract";
import type { NamedCoin, PathResult, ProvenanceResult, TraceResult, TraceStop } from "@/lib/features/tracing/tracing.ports";
import { satsToDto, timeToDto } from "@/lib/features/wire/wire.contract";

const toCoin = ({ txid, n, address, value }: NamedCoin) => ({ txid, n, address, value: value === null ? null : satsToDto(value) });

export const toTraceDto = ({ method, version, direction, network, parameters, dataHeight, seed, total, stops, fees, reconciles, transactions }: TraceResult): TraceDto => ({
  method, version, direction, network,
  parameters: { taintFees: parameters.followFees, toHeight: parameters.toHeight, maxHops: parameters.maxHops, minValue: satsToDto(parameters.minValue), throughServices: parameters.throughServices },
  dataHeight,
  seed: { value: satsToDto(seed.value), outputs: seed.outputs.map(toCoin), unknown: [...seed.unknown] },
  total: satsToDto(total),
  sums: sumsOf(stops),
  stops: stops.map(({ reason, tainted, hops, time, service, ...coin }) => ({ reason, ...toCoin(coin), tainted: satsToDto(tainted), hops, time: time === null ? null : timeToDto(time), service })),
  fees: satsToDto(fees),
  reconciles, transactions,
});

function sumsOf(stops: readonly TraceStop[]): TraceDto["sums"] {
  const sums = [...groupBy(stops, ({ reason }) => reason)].map(([reason, of]) => ({ reason, count: of.length, tainted: of.reduce((sum, { tainted }) => sum + tainted, 0n) }));
  sums.sort((a, b) => (a.tainted > b.tainted ? -1 : a.tainted < b.tainted ? 1 : a.reason < b.reason ? -1 : 1));
  return sums.map(({ tainted, ...sum }) => ({ ...sum, tainted: satsToDto(tainted) }));
}

export const toProvenanceDto = ({ known, network, method, version, dataHeight, total, origins, hopsToCoinbase, reconciles }: ProvenanceResult): ProvenanceDto => ({
  known, network, method, version, dataHeight,
  total: satsToDto(total),
  origins: origins.map(({ kind, entity, category, value, share, coins, largest }) => ({
    kind, entity, category,
    value: satsToDto(value),
    share, coins,
    largest: largest.map(({ part, hops, ...coin }) => ({ ...toCoin(coin), part: satsToDto(part), hops })),
  })),
  hopsToCoinbase, reconciles,
});

export const toPathDto = ({ found, hops, unknown, ...rest }: PathResult): PathDto => ({
  found,
  hops: hops.map(({ value, time, ...hop }) => ({ ...hop, value: satsToDto(value), time: time === null ? null : timeToDto(time) })),
  unknown: [...unknown],
  ...rest,
});
