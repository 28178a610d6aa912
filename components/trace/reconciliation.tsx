import { Check, TriangleAlert } from "lucide-react";
import { Amount } from "@/components/ui/amount";
import { Notice } from "@/components/ui/notice";
import type { TraceDto } from "@/lib/features/tracing/tracing.contract";

/** Nothing was lost and nothing made: to the satoshi, or it says that it does not hold. */
export function Reconciliation({ trace: { stops, fees, total, reconciles, network } }: { readonly trace: TraceDto }) {
  const stopped = stops.reduce((sum, { tainted }) => sum + BigInt(tainted), 0n).toString();
  const sum = (
    <span className="inline-flex flex-wrap items-baseline gap-x-2">
      <span>stops <Amount sats={stopped} /></span><span aria-hidden>+</span><span>fees <Amount sats={fees} /></span>
      <span aria-hidden>{reconciles === true ? "=" : "≠"}</span><span>traced <Amount sats={total} network={network} /></span>
    </span>
  );
  if (reconciles === null) return <Notice look="gap" title="Poison does not add up, and is not meant to.">It counts the same money wherever it may have gone: {sum}</Notice>;
  if (!reconciles) return <Notice look="danger" icon={<TriangleAlert aria-hidden />} title="The stops do not add up to what was traced.">{sum} Please report this: it is a defect of Assay.</Notice>;
  return (
    <p aria-label="Reconciliation" role="group" className="flex items-center gap-2 border-y border-line bg-surface px-3 py-2 text-sm">
      <Check className="size-4 text-ink-soft" aria-hidden /> {sum} <span className="text-ink-faint">exact, to the satoshi</span>
    </p>
  );
}
