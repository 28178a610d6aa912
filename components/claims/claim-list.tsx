"use client";

import { ExternalLink, Tag } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { entityHref } from "@/components/claims/claim-paths";
import { GiveSource } from "@/components/claims/give-source";
import { useMe } from "@/components/claims/may-review";
import { RetractDialog } from "@/components/claims/retract-dialog";
import { ShareButton } from "@/components/claims/share-button";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { CategoryGlyph } from "@/components/ui/category-glyph";
import { cn } from "@/components/ui/cn";
import { Identifier } from "@/components/ui/identifier";
import { EmptyState } from "@/components/ui/states";
import { Time } from "@/components/ui/time";
import { groundsOf, headline, nameOf, standsNow } from "@/lib/core/graph/labels-claims";
import { CATEGORY_NAMES, ROLE_NAMES } from "@/lib/core/graph/labels-family";
import type { ClaimDto, ShownClaimDto } from "@/lib/features/claims/claims.contract";

/** All that is said about a subject, side by side; what was retracted stays readable. */
export function ClaimList({ claims, empty }: { readonly claims: readonly ShownClaimDto[]; readonly empty: string }) {
  const [retracting, setRetracting] = useState<ClaimDto | null>(null);
  const meId = useMe()?.accountId ?? null;
  if (claims.length === 0) return <EmptyState icon={<Tag aria-hidden />} title="Nobody has claimed anything here">{empty}</EmptyState>;
  return (
    <>
      <ul className="flex flex-col">
        {claims.map((shown) => <ClaimItem key={shown.claim.id} shown={shown} meId={meId} onRetract={() => { setRetracting(shown.claim); }} />)}
      </ul>
      <RetractDialog claim={retracting} onClose={() => { setRetracting(null); }} />
    </>
  );
}

function ClaimItem({ shown, meId, onRetract }: { readonly shown: ShownClaimDto; readonly meId: string | null; readonly onRetract: () => void }) {
  const { claim, inherited } = shown;
  const stands = standsNow(claim);
  const top = headline([shown]);
  return (
    <li className={cn("flex gap-3 border-b border-line px-4 py-2.5 last:border-b-0", !stands && "text-ink-faint")}>
      <span className="mt-0.5 size-4">{top !== null && <CategoryGlyph family={top.family} standing={top.standing} />}</span>
      <div className="min-w-0 flex-1 text-sm">
        <p className={cn(!stands && "line-through")}>
          <span className="text-ink-soft">claimed </span>
          {claim.entity === null ? <span className="font-medium">{nameOf(claim)}</span> : <Link href={entityHref(claim.entity.id)} className="font-medium decoration-brass-line underline-offset-2 hover:link">{nameOf(claim)}</Link>}
          <span className="text-ink-soft"> ({groundsOf(claim)})</span>
        </p>
        <Meta claim={claim} inherited={inherited} />
        {claim.source !== null && <ClaimSource source={claim.source} />}
        {claim.note !== null && <p className="mt-1 text-xs whitespace-pre-line text-ink-soft">{claim.note}</p>}
      </div>
      {stands && (
        <div className="flex shrink-0 flex-col items-end gap-1">
          {claim.status === "hypothesis" && claim.author.id === meId && <GiveSource claim={claim} />}
          {claim.author.id === meId && <ShareButton small claims={[claim]} />}
          <Button size="sm" look="quiet" onClick={onRetract}>Retract</Button>
        </div>
      )}
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

export function ClaimSource({ source }: { readonly source: NonNullable<ClaimDto["source"]> }) {
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
