"use client";

import { ExternalLink, Tag } from "lucide-react";
import { useState, type SubmitEvent } from "react";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { CategoryGlyph } from "@/components/ui/category-glyph";
import { cn } from "@/components/ui/cn";
import { Dialog } from "@/components/ui/dialog";
import { Identifier } from "@/components/ui/identifier";
import { Field, TextArea } from "@/components/ui/input";
import { EmptyState, messageOf } from "@/components/ui/states";
import { Time } from "@/components/ui/time";
import { groundsOf, headline, nameOf, standsNow } from "@/lib/core/graph/labels-claims";
import { CATEGORY_NAMES, ROLE_NAMES } from "@/lib/core/graph/labels-family";
import type { ClaimDto, ShownClaimDto } from "@/lib/features/claims/claims.contract";
import { useRetractClaim } from "@/lib/features/claims/claims.queries";

/** All that is said about a subject, side by side; what was retracted stays readable. */
export function ClaimList({ claims, empty }: { readonly claims: readonly ShownClaimDto[]; readonly empty: string }) {
  const [retracting, setRetracting] = useState<ClaimDto | null>(null);
  if (claims.length === 0) return <EmptyState icon={<Tag aria-hidden />} title="Nobody has claimed anything here">{empty}</EmptyState>;
  return (
    <>
      <ul className="flex flex-col">
        {claims.map((shown) => <ClaimItem key={shown.claim.id} shown={shown} onRetract={() => { setRetracting(shown.claim); }} />)}
      </ul>
      <Dialog open={retracting !== null} onOpenChange={() => { setRetracting(null); }} title="Retract this claim" description="It stays in the record, with your reason. Nothing is deleted." className="w-104">
        {retracting !== null && <RetractForm claim={retracting} onDone={() => { setRetracting(null); }} />}
      </Dialog>
    </>
  );
}

function ClaimItem({ shown, onRetract }: { readonly shown: ShownClaimDto; readonly onRetract: () => void }) {
  const { claim, inherited } = shown;
  const stands = standsNow(claim);
  const top = headline([shown]);
  return (
    <li className={cn("flex gap-3 border-b border-line px-4 py-2.5 last:border-b-0", !stands && "text-ink-faint")}>
      <span className="mt-0.5 size-4">{top !== null && <CategoryGlyph family={top.family} standing={top.standing} />}</span>
      <div className="min-w-0 flex-1 text-sm">
        <p className={cn(!stands && "line-through")}>
          <span className="text-ink-soft">claimed </span>
          <span className="font-medium">{nameOf(claim)}</span>
          <span className="text-ink-soft"> ({groundsOf(claim)})</span>
        </p>
        <Meta claim={claim} inherited={inherited} />
        {claim.source !== null && <Source source={claim.source} />}
        {claim.note !== null && <p className="mt-1 text-xs whitespace-pre-line text-ink-soft">{claim.note}</p>}
      </div>
      {stands && <Button size="sm" look="quiet" onClick={onRetract}>Retract</Button>}
    </li>
  );
}

function Meta({ claim, inherited }: ShownClaimDto) {
  return (
    <p className="mt-0.5 flex flex-wrap items-center gap-x-2 gap-y-1 text-xs text-ink-soft">
      <span>{CATEGORY_NAMES[claim.category]}</span>
      {claim.role !== null && <span>· {ROLE_NAMES[claim.role]}</span>}
      <span>· by {claim.author.name}</span>
      <Time iso={claim.at} />
      {inherited && <Badge look="gap">inherited</Badge>}
      {inherited && <span className="inline-flex items-center gap-1">from <Identifier value={claim.subject.ref} what="address" href={`/addresses/${claim.subject.network}/${encodeURIComponent(claim.subject.ref)}`} /></span>}
    </p>
  );
}

function Source({ source }: { readonly source: NonNullable<ClaimDto["source"]> }) {
  return (
    <>
      {source.url !== null && (
        <a href={source.url} target="_blank" rel="noreferrer noopener" className="mt-1 inline-flex max-w-full items-center gap-1 text-xs link">
          <span className="truncate">{source.url}</span> <ExternalLink className="size-3 shrink-0" aria-label="opens outside Assay" />
        </a>
      )}
      {source.quote !== null && <blockquote className="mt-1 border-l-2 border-line-strong pl-2 text-xs text-ink-soft">{source.quote}</blockquote>}
    </>
  );
}

function RetractForm({ claim, onDone }: { readonly claim: ClaimDto; readonly onDone: () => void }) {
  const [reason, setReason] = useState("");
  const retract = useRetractClaim();
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    retract.mutate({ id: claim.id, version: claim.version, reason }, { onSuccess: onDone });
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-4">
      <p className="text-sm text-ink-soft">claimed <span className="font-medium text-ink">{nameOf(claim)}</span> ({groundsOf(claim)})</p>
      <Field label="Reason" error={retract.isError ? messageOf(retract.error) : null}>
        {(ids) => <TextArea {...ids} value={reason} required maxLength={1000} autoFocus onChange={(event) => { setReason(event.target.value); }} />}
      </Field>
      <div className="flex justify-end gap-2">
        <Button onClick={onDone}>Keep it</Button>
        <Button type="submit" look="danger" disabled={reason.trim() === "" || retract.isPending}>Retract</Button>
      </div>
    </form>
  );
}
