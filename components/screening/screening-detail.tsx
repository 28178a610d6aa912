import { X } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { findingHref, KIND_NAMES } from "@/components/findings/finding-words";
import { GradeMark } from "@/components/findings/grade-mark";
import { VERDICT_LEADS } from "@/components/screening/screening-words";
import { Amount } from "@/components/ui/amount";
import { Button } from "@/components/ui/button";
import { CATEGORY_NAMES } from "@/lib/core/graph/labels-family";
import type { ScreenResultDto } from "@/lib/features/screening/screening.contract";

/** All that was found of one address. */
export function ScreeningDetail({ result, onClose }: { readonly result: ScreenResultDto; readonly onClose: () => void }) {
  const { address, network, verdict, reasons, direct, moreDirect, indirect, open, findings } = result;
  const of = (direction: "from" | "to") => indirect.filter((hit) => hit.direction === direction);
  return (
    <aside aria-label={`Result of ${address}`} className="flex w-96 shrink-0 flex-col gap-4 overflow-y-auto border-l border-line bg-surface px-4 py-3 text-sm" tabIndex={0}>
      <header className="flex items-start gap-2">
        <Link href={`/addresses/${network}/${address}`} className="link min-w-0 flex-1 font-mono break-all">{address}</Link>
        <Button look="quiet" size="icon-sm" aria-label="Close the result" onClick={onClose}><X className="size-4" aria-hidden /></Button>
      </header>
      <p className="text-ink-soft">{VERDICT_LEADS[verdict]}</p>
      {reasons.length > 0 && <Part title="Why"><ul className="list-disc space-y-1 pl-4">{reasons.map(({ text }) => <li key={text}>{text}</li>)}</ul></Part>}
      {findings.length > 0 && <Part title="Findings">{findings.map(({ id, kind, grade }) => <p key={id} className="flex items-center justify-between gap-2"><Link href={findingHref(id)} className="link">{KIND_NAMES[kind]}</Link><GradeMark grade={grade} /></p>)}</Part>}
      {direct.length > 0 && (
        <Part title="Claims">
          {direct.map(({ claimId, entity, label, category, source, status, inherited }) => <p key={claimId}>claimed <span className="font-medium">{entity ?? label}</span> <span className="text-ink-soft">({CATEGORY_NAMES[category]}, {source ?? "no source"}, {status}{inherited ? ", on another address of its wallet" : ""})</span></p>)}
          {moreDirect > 0 && <p className="text-ink-faint">and {moreDirect} more</p>}
        </Part>
      )}
      <Exposures title="Received from" hits={of("from")} open={open.from} network={network} />
      <Exposures title="Sent to" hits={of("to")} open={open.to} network={network} />
    </aside>
  );
}

function Exposures({ title, hits, open, network }: { readonly title: string; readonly hits: ScreenResultDto["indirect"]; readonly open: number | null; readonly network: ScreenResultDto["network"] }) {
  if (open === null) return null;
  return (
    <Part title={title}>
      {hits.length === 0 && <p className="text-ink-faint">nobody who is claimed</p>}
      {hits.map(({ entity, category, value, share, hops }) => (
        <p key={`${category} ${entity ?? ""}`} className="flex justify-between gap-2">
          <span className="min-w-0 truncate" title={`${hops} transactions away`}>{entity ?? CATEGORY_NAMES[category]} <span className="text-ink-faint">{CATEGORY_NAMES[category]}, {hops === 1 ? "direct" : `${hops} hops`}</span></span>
          <span className="shrink-0"><Amount sats={value} network={network} /> <span className="text-ink-faint tabular-nums">{(share * 100).toFixed(1)} %</span></span>
        </p>
      ))}
      {open > 0 && <p className="text-ink-faint">not told within the bounds: {(open * 100).toFixed(1)} %</p>}
    </Part>
  );
}

const Part = ({ title, children }: { readonly title: string; readonly children: ReactNode }) => <section aria-label={title} className="flex flex-col gap-1"><h3 className="text-xs font-medium text-ink-soft">{title}</h3>{children}</section>;
