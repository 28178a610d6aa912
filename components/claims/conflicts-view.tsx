"use client";

import { Scale } from "lucide-react";
import { useState } from "react";
import { ConflictCard, type ConflictActions } from "@/components/claims/conflict-card";
import { ClaimsPage } from "@/components/claims/claims-page";
import { DecideDialog, type Decision } from "@/components/claims/decide-dialog";
import { useMe } from "@/components/claims/may-review";
import { RetractDialog } from "@/components/claims/retract-dialog";
import { Button } from "@/components/ui/button";
import { EmptyState, ErrorState, Skeleton } from "@/components/ui/states";
import type { ClaimDto } from "@/lib/features/claims/claims.contract";
import { useConflicts } from "@/lib/features/claims/claims-list.queries";

/** Claims that cannot all be true, side by side. Assay decides none of them. */
export function ConflictsView() {
  const [decision, setDecision] = useState<Decision | null>(null);
  const [retracting, setRetracting] = useState<ClaimDto | null>(null);
  const me = useMe();
  return (
    <ClaimsPage lead="Claims that cannot all hold. While they stand, no other address of the wallet inherits any of them.">
      <div className="min-h-0 flex-1 overflow-y-auto px-6 py-4" tabIndex={0} role="region" aria-label="Conflicts">
        <div className="mx-auto flex max-w-[80rem] flex-col gap-4">
          {me !== null && <Conflicts me={me} onRetract={setRetracting} onDecide={(verdict, claims) => { setDecision({ verdict, claims, leftOut: null }); }} />}
        </div>
      </div>
      <DecideDialog decision={decision} meId={me?.accountId ?? ""} onClose={() => { setDecision(null); }} onDone={() => { setDecision(null); }} />
      <RetractDialog claim={retracting} onClose={() => { setRetracting(null); }} />
    </ClaimsPage>
  );
}

function Conflicts(actions: ConflictActions) {
  const conflicts = useConflicts();
  if (conflicts.isPending) return <Skeleton className="h-48" />;
  if (conflicts.data === undefined) return <ErrorState error={conflicts.error} what="The conflicts could not be read" onRetry={() => void conflicts.refetch()} />;
  const found = conflicts.data.pages.flatMap(({ items }) => items);
  if (found.length === 0) return <EmptyState icon={<Scale aria-hidden />} title="No claims disagree">Conflicts appear here when label packs or people name different holders of one address or wallet.</EmptyState>;
  return (
    <>
      {found.map((conflict) => <ConflictCard key={conflict.place} conflict={conflict} {...actions} />)}
      {conflicts.hasNextPage && <Button className="self-center" disabled={conflicts.isFetchingNextPage} onClick={() => void conflicts.fetchNextPage()}>{conflicts.isFetchingNextPage ? "Reading more…" : "More conflicts"}</Button>}
    </>
  );
}
