"use client";

import { ListChecks } from "lucide-react";
import Link from "next/link";
import { parseAsString, useQueryState } from "nuqs";
import { useState } from "react";
import { ClaimDetail } from "@/components/claims/claim-detail";
import { ClaimsPage } from "@/components/claims/claims-page";
import { DecideDialog, type Decision } from "@/components/claims/decide-dialog";
import { ExportMenu } from "@/components/claims/export-menu";
import { QueueBar } from "@/components/claims/queue-bar";
import { QueueFilters, useQueueFilters } from "@/components/claims/queue-filters";
import { queueColumns, QUEUE_GRID, type QueueContext } from "@/components/claims/queue-table";
import { RetractDialog } from "@/components/claims/retract-dialog";
import { objectionTo, useMe } from "@/components/claims/may-review";
import { useHotkeys } from "@/components/shell/use-hotkeys";
import { plural } from "@/components/ui/amount";
import { buttonLook } from "@/components/ui/button";
import { DataTable, morePages } from "@/components/ui/data-table";
import { EmptyState, ErrorState } from "@/components/ui/states";
import type { ListedClaimDto } from "@/lib/features/claims/claims-list.contract";
import { useClaimQueue } from "@/lib/features/claims/claims-list.queries";

/** As many as one verdict may decide on. */
const MOST_CHOSEN = 500;
const NONE: ReadonlySet<string> = new Set();

/** Proposals on their way to be accepted or rejected by a second person. */
export function QueueView() {
  const { chosen, set, filter } = useQueueFilters();
  const queue = useClaimQueue(filter);
  const me = useMe();
  const [open, setOpen] = useQueryState("claim", parseAsString);
  const [picked, setPicked] = useState<ReadonlySet<string>>(NONE);
  const [decision, setDecision] = useState<Decision | null>(null);
  const [retracting, setRetracting] = useState<ListedClaimDto | null>(null);
  const rows = queue.data?.pages.flatMap(({ items }) => items) ?? [];
  const current = rows.find(({ id }) => id === open) ?? null;
  const pickedRows = rows.filter(({ id }) => picked.has(id));
  const deciding = pickedRows.length > 0 ? pickedRows : current === null ? [] : [current];

  const toggle = (ids: readonly string[], on: boolean) => {
    const next = new Set(picked);
    for (const id of ids) if (on) next.add(id); else next.delete(id);
    setPicked(new Set([...next].slice(0, MOST_CHOSEN)));
  };
  const decide = (verdict: Decision["verdict"], claims: readonly ListedClaimDto[]) => {
    if (me === null || claims.length === 0) return;
    const allowed = claims.filter((claim) => objectionTo(verdict, claim, me) === null);
    const [refused] = claims.filter((claim) => !allowed.includes(claim));
    const leftOut = refused === undefined ? null : `${plural(claims.length - allowed.length, "claim")} left out. ${objectionTo(verdict, refused, me) ?? ""}`;
    setDecision({ verdict, claims: allowed, leftOut });
  };
  const step = (by: number) => {
    const at = rows.findIndex(({ id }) => id === open);
    const next = rows[Math.min(rows.length - 1, Math.max(0, at + by))];
    if (next !== undefined) void setOpen(next.id);
  };
  useHotkeys({
    J: () => { step(1); },
    K: () => { step(-1); },
    X: () => { if (open !== null) toggle([open], !picked.has(open)); },
    A: () => { decide("accept", deciding); },
    R: () => { decide("reject", deciding); },
    Escape: () => { if (picked.size > 0) setPicked(NONE); else void setOpen(null); },
  });

  return (
    <ClaimsPage lead="A proposal counts once a second person has accepted it. Nothing is overwritten: every decision is a new version, with its reason." actions={<><ExportMenu /><Link href="/claims/packs" className={buttonLook({ look: "plain" })}>Import a label pack</Link></>}>
      <QueueFilters chosen={chosen} set={set} />
      <div className="flex min-h-0 flex-1">
        <div className="flex min-w-0 flex-1 flex-col">
          <QueueTable queue={queue} rows={rows} picked={picked} toggle={toggle} onOpen={(id) => void setOpen(id)} openId={open} />
          <QueueBar picked={pickedRows} onAccept={() => { decide("accept", pickedRows); }} onReject={() => { decide("reject", pickedRows); }} onNone={() => { setPicked(NONE); }} />
        </div>
        {open !== null && <ClaimDetail key={open} id={open} me={me} onClose={() => void setOpen(null)} onDecide={(verdict, claim) => { decide(verdict, [claim]); }} onRetract={setRetracting} />}
      </div>
      <DecideDialog decision={decision} meId={me?.accountId ?? ""} onClose={() => { setDecision(null); }} onDone={() => { setDecision(null); setPicked(NONE); }} />
      <RetractDialog claim={retracting} onClose={() => { setRetracting(null); }} />
    </ClaimsPage>
  );
}

function QueueTable({ queue, ...context }: QueueContext & { readonly queue: ReturnType<typeof useClaimQueue> }) {
  const { rows, openId } = context;
  if (queue.isError && queue.data === undefined) return <ErrorState error={queue.error} what="The claims could not be read" onRetry={() => void queue.refetch()} className="flex-1" />;
  if (queue.data !== undefined && rows.length === 0) {
    return <EmptyState className="flex-1" icon={<ListChecks aria-hidden />} title="No claims like that">Tag wallets with a source, or import a label pack; other filters may show more.</EmptyState>;
  }
  return <DataTable label="Claims" rows={rows} rowKey={({ id }) => id} grid={QUEUE_GRID} loading={queue.isPending} more={morePages(queue)} isCurrent={({ id }) => id === openId} columns={queueColumns(context)} />;
}
