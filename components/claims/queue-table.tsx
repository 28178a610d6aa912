"use client";

import { subjectHref } from "@/components/claims/claim-paths";
import { ClaimStatusBadge } from "@/components/claims/claim-status";
import { CategoryGlyph } from "@/components/ui/category-glyph";
import { cn } from "@/components/ui/cn";
import type { Column } from "@/components/ui/data-table";
import { Identifier } from "@/components/ui/identifier";
import { Time } from "@/components/ui/time";
import { headline, nameOf, standsNow } from "@/lib/core/graph/labels-claims";
import { CATEGORY_NAMES, familyOf } from "@/lib/core/graph/labels-family";
import type { ListedClaimDto } from "@/lib/features/claims/claims-list.contract";

export const QUEUE_GRID = "grid-cols-[1rem_minmax(11rem,1.2fr)_6.5rem_10.5rem_minmax(8rem,1fr)_minmax(5rem,0.5fr)_5.5rem]";

export interface QueueContext {
  readonly rows: readonly ListedClaimDto[];
  readonly picked: ReadonlySet<string>;
  readonly toggle: (ids: readonly string[], on: boolean) => void;
  readonly onOpen: (id: string) => void;
  readonly openId: string | null;
}

export const queueColumns = ({ rows, picked, toggle, onOpen, openId }: QueueContext): readonly Column<ListedClaimDto>[] => [
  {
    id: "pick",
    head: <PickAll rows={rows} picked={picked} toggle={toggle} />,
    cell: (row) => <input type="checkbox" aria-label={`Choose ${nameOf(row)}`} className="block accent-(--brass)" checked={picked.has(row.id)} onChange={(event) => { toggle([row.id], event.target.checked); }} />,
  },
  { id: "claim", head: "Claim", cell: (row) => <Name claim={row} open={row.id === openId} onOpen={onOpen} /> },
  { id: "status", head: "Status", cell: (row) => <ClaimStatusBadge status={row.status} /> },
  { id: "subject", head: "Subject", cell: (row) => <Identifier value={row.subject.ref} what={row.subject.kind} href={subjectHref(row.subject)} /> },
  { id: "source", head: "Source", cell: (row) => (row.source === null ? <span className="text-ink-faint italic">none</span> : <span title={row.source.name}>{row.source.name}</span>) },
  { id: "by", head: "Proposed by", cell: (row) => <span className="text-ink-soft" title={row.author.name}>{row.author.name}</span> },
  { id: "at", head: "Date, UTC", align: "right", cell: (row) => <Time iso={row.at} dateOnly className="text-ink-soft" /> },
];

function PickAll({ rows, picked, toggle }: Pick<QueueContext, "rows" | "picked" | "toggle">) {
  const all = rows.length > 0 && rows.every(({ id }) => picked.has(id));
  return <input type="checkbox" aria-label="Choose all that are read" className="block accent-(--brass)" checked={all} onChange={() => { toggle(rows.map(({ id }) => id), !all); }} />;
}

/** Unreviewed claims are outlined, hypotheses dotted, and what does not stand is struck. */
function Name({ claim, open, onOpen }: { readonly claim: ListedClaimDto; readonly open: boolean; readonly onOpen: (id: string) => void }) {
  const top = headline([{ claim, inherited: false }]);
  return (
    <button type="button" aria-pressed={open} onClick={() => { onOpen(claim.id); }} className="flex w-full min-w-0 items-center gap-2 text-left focus-visible:-outline-offset-2">
      {top === null ? <CategoryGlyph family={familyOf(claim.category, claim.role)} standing={{ status: "hypothesis", inherited: false }} className="opacity-50" /> : <CategoryGlyph family={top.family} standing={top.standing} />}
      <span className={cn("truncate font-medium", !standsNow(claim) && "font-normal text-ink-faint line-through")}>{nameOf(claim)}</span>
      <span className="shrink-0 text-xs text-ink-faint">{CATEGORY_NAMES[claim.category]}</span>
    </button>
  );
}
