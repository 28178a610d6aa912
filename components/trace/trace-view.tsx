"use client";

import { TraceBounds } from "@/components/trace/trace-bounds";
import { Seeded, TraceFrame } from "@/components/trace/trace-frame";
import { TraceResult } from "@/components/trace/trace-result";
import { useTraceQuery, type TraceQuery } from "@/components/trace/use-trace-query";
import { EmptyState, ErrorState, Skeleton } from "@/components/ui/states";
import type { NetworkName } from "@/lib/core/network";
import { useTrace, type Seeds, type TraceInput } from "@/lib/features/tracing/tracing.queries";

export function TraceView() {
  return (
    <TraceFrame view="trace" lead="Whole outputs, followed transaction by transaction by one named method. Every branch ends in a stop with its reason, and the stops add up.">
      <Seeded>{(network, seeds) => <Traced network={network} seeds={seeds} />}</Seeded>
    </TraceFrame>
  );
}

function Traced({ network, seeds }: { readonly network: NetworkName; readonly seeds: Seeds }) {
  const { query } = useTraceQuery();
  return (
    <>
      <TraceBounds network={network} />
      <Answer body={bodyOf(network, seeds, query)} />
    </>
  );
}

const bodyOf = (network: NetworkName, { outpoints, refs }: Seeds, { method, direction, maxHops, minValue, toHeight, fees, through }: TraceQuery): TraceInput => ({
  network, seeds: { outpoints, refs }, method, direction, taintFees: fees, toHeight: direction === "forward" ? toHeight : null, maxHops, minValue, throughServices: through,
});

function Answer({ body }: { readonly body: TraceInput }) {
  const trace = useTrace(body);
  if (trace.isError) return <ErrorState error={trace.error} what="It could not be traced" onRetry={() => void trace.refetch()} />;
  if (trace.data === undefined) return <div role="status" className="flex flex-col gap-3"><p className="text-sm text-ink-soft">Following the money… Leaving this page stops it.</p><Skeleton className="h-80" /></div>;
  if (trace.data.seed.outputs.length === 0) return <NothingKnown unknown={trace.data.seed.unknown} />;
  return <TraceResult trace={trace.data} body={body} />;
}

export function NothingKnown({ unknown }: { readonly unknown: readonly string[] }) {
  return (
    <EmptyState title="The store has never seen an output of these">
      They are well-formed, but nothing that was imported contains them. {unknown.length > 0 && <span className="font-mono text-xs break-all">{unknown.slice(0, 3).join(", ")}</span>}
    </EmptyState>
  );
}
