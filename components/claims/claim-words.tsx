import { CategoryGlyph } from "@/components/ui/category-glyph";
import { cn } from "@/components/ui/cn";
import { conflicting, groundsOf, headline, nameOf, type ClaimView, type ShownClaim } from "@/lib/core/graph/labels-claims";

/** "claimed APT43 (no source: hypothesis)" with the sign of its category; never "APT43 wallet". */
export function ClaimWords({ shown, className }: { readonly shown: ShownClaim; readonly className?: string }) {
  const top = headline([shown]);
  return (
    <span className={cn("inline-flex min-w-0 items-center gap-1.5", className)}>
      {top !== null && <CategoryGlyph family={top.family} standing={top.standing} />}
      <Words claim={shown.claim} inherited={shown.inherited} />
    </span>
  );
}

function Words({ claim, inherited }: { readonly claim: ClaimView; readonly inherited: boolean }) {
  return (
    <span className="min-w-0 truncate" title={`claimed ${nameOf(claim)} (${groundsOf(claim)})`}>
      <span className="text-ink-soft">claimed </span>
      <span className="font-medium">{nameOf(claim)}</span>
      <span className="text-ink-soft"> ({groundsOf(claim)}{inherited ? ", inherited" : ""})</span>
    </span>
  );
}

/** The claim that leads, and how many more there are; a conflict says so. */
export function ClaimSummary({ claims, className }: { readonly claims: readonly ShownClaim[]; readonly className?: string }) {
  const top = headline(claims);
  if (top === null) return null;
  const lead = claims.find(({ claim }) => claim === top.claim);
  return (
    <span className={cn("inline-flex min-w-0 items-center gap-1.5 text-sm font-normal", className)}>
      {lead !== undefined && <ClaimWords shown={lead} />}
      {conflicting(claims) ? <span className="shrink-0 text-xs text-danger">claims disagree</span> : claims.length > 1 && <span className="shrink-0 text-xs text-ink-faint">+{claims.length - 1}</span>}
    </span>
  );
}
