"use client";

import { Download } from "lucide-react";
import { useState } from "react";
import { screeningCsv } from "@/components/screening/screening-csv";
import { ScreeningDetail } from "@/components/screening/screening-detail";
import { VERDICT_LEADS, VERDICT_ORDER, VERDICT_WORDS } from "@/components/screening/screening-words";
import { count, plural } from "@/components/ui/amount";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { DataTable, type Column } from "@/components/ui/data-table";
import { CopyButton } from "@/components/ui/identifier";
import { Notice } from "@/components/ui/notice";
import { Segmented } from "@/components/ui/segmented";
import { Time } from "@/components/ui/time";
import type { Verdict } from "@/lib/core/screening/verdict";
import type { ScreeningDto, ScreenResultDto } from "@/lib/features/screening/screening.contract";

const GRID = "grid-cols-[6rem_minmax(22rem,1fr)_minmax(18rem,1.4fr)_6.5rem]";

export function ScreeningResults({ screening, onAgain }: { readonly screening: ScreeningDto; readonly onAgain: () => void }) {
  const [only, setOnly] = useState<Verdict | "all">("all");
  const [open, setOpen] = useState<string | null>(null);
  const sorted = [...screening.results].sort((a, b) => VERDICT_ORDER.indexOf(a.verdict) - VERDICT_ORDER.indexOf(b.verdict));
  const rows = only === "all" ? sorted : sorted.filter(({ verdict }) => verdict === only);
  const shown = rows.find(({ address }) => address === open) ?? null;
  const of = (verdict: Verdict): number => screening.results.filter((result) => result.verdict === verdict).length;
  return (
    <>
      <div className="flex shrink-0 flex-wrap items-center gap-2 border-b border-line px-6 pb-2">
        <Segmented label="Verdict" value={only} onChange={setOnly} items={[{ value: "all", label: `All ${count(screening.results.length)}` }, ...VERDICT_ORDER.map((value) => ({ value, label: `${VERDICT_WORDS[value]} ${count(of(value))}` }))]} />
        <p className="ml-auto text-xs text-ink-faint">{screening.findingsAt === null ? "no hunt for findings yet" : <>findings as of <Time iso={screening.findingsAt} /> UTC</>}</p>
        <Button size="sm" onClick={() => { save(screeningCsv(screening.results)); }}><Download className="size-3.5" aria-hidden /> CSV</Button>
        <Button size="sm" onClick={onAgain}>Screen others</Button>
      </div>
      <Gaps screening={screening} />
      <div className="flex min-h-0 flex-1">
        <DataTable label="Results" rows={rows} rowKey={({ address }) => address} grid={GRID} isCurrent={({ address }) => address === open} columns={columns(open, setOpen)} />
        {shown !== null && <ScreeningDetail key={shown.address} result={shown} onClose={() => { setOpen(null); }} />}
      </div>
    </>
  );
}

const columns = (open: string | null, setOpen: (address: string) => void): readonly Column<ScreenResultDto>[] => [
  { id: "verdict", head: "Verdict", cell: ({ verdict }) => <VerdictBadge verdict={verdict} /> },
  { id: "address", head: "Address", cell: ({ address }) => <span className="group/id inline-flex max-w-full items-center gap-1"><button type="button" aria-pressed={address === open} onClick={() => { setOpen(address); }} className="link truncate font-mono focus-visible:-outline-offset-2">{address}</button><CopyButton value={address} what="address" /></span> },
  { id: "why", head: "Why", cell: ({ reasons }) => <span title={reasons.map(({ text }) => text).join("\n")}>{reasons[0]?.text ?? <span className="text-ink-faint">–</span>}{reasons.length > 1 && <span className="text-ink-faint"> +{reasons.length - 1}</span>}</span> },
  { id: "complete", head: "History", cell: ({ complete }) => <span className="text-ink-soft">{complete === null ? "none here" : complete ? "complete" : "incomplete"}</span> },
];

const LOOKS = { match: "danger", review: "strong", unknown: "gap", "no-hit": "plain" } as const;

export function VerdictBadge({ verdict }: { readonly verdict: Verdict }) {
  return <span title={VERDICT_LEADS[verdict]}><Badge look={LOOKS[verdict]}>{VERDICT_WORDS[verdict]}</Badge></span>;
}

function Gaps({ screening: { rejected, bounded } }: { readonly screening: ScreeningDto }) {
  const [first] = rejected;
  return (
    <>
      {first !== undefined && <Notice look="danger" className="mx-6 mt-3 shrink-0" title={`${plural(rejected.length, "line")} could not be read.`}>{first.position}: {first.reason}{rejected.length > 1 ? `; and ${rejected.length - 1} more` : ""}.</Notice>}
      {bounded && <Notice look="gap" className="mx-6 mt-3 shrink-0" title="Not every way was followed to its end:">these addresses together touch too many transactions. Smaller lists go further.</Notice>}
    </>
  );
}

function save(text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: "text/csv" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = "assay-screening.csv";
  link.click();
  URL.revokeObjectURL(url);
}
