import { Check, CircleDashed, CircleHelp, X } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { entityHref, subjectHref } from "@/components/claims/claim-paths";
import { ClaimStatusBadge } from "@/components/claims/claim-status";
import { plural } from "@/components/ui/amount";
import { Identifier } from "@/components/ui/identifier";
import { Section } from "@/components/ui/section";
import { groundsOf, nameOf } from "@/lib/core/graph/labels-claims";
import { CATEGORY_NAMES } from "@/lib/core/graph/labels-family";
import type { FindingDetailDto, FindingDto } from "@/lib/features/detection/detection.contract";

/** What speaks for it, what against it, what nobody could test, what else it may be, and the claims it stands on. */
export function Evidence({ detail }: { readonly detail: FindingDetailDto }) {
  const { finding } = detail;
  return (
    <div className="grid grid-cols-1 gap-x-8 gap-y-6 lg:grid-cols-2">
      <Section title="Speaks for it"><Lines items={finding.supports.map(({ text }) => text)} icon={<Check aria-hidden />} none="Nothing but the pattern itself." /></Section>
      <Section title="Speaks against it"><Lines items={finding.contradicts.map(({ text }) => text)} icon={<X aria-hidden />} none="Nothing was found that does." /></Section>
      <Section title="By chance"><Chance finding={finding} /></Section>
      <Section title="Other readings" note="printed with every finding of this kind"><Lines items={finding.rivals} icon={<CircleHelp aria-hidden />} none="None are known." /></Section>
      <Section title="Rests on" note="without one of these claims it does not stand"><Claims detail={detail} /></Section>
      <Section title="Not testable here"><Lines items={finding.notTestable.map(({ code, needs }) => `${code}: needs ${needs}.`)} icon={<CircleDashed aria-hidden />} none="Every test that belongs to it could be made." /></Section>
    </div>
  );
}

function Lines({ items, icon, none }: { readonly items: readonly string[]; readonly icon: ReactNode; readonly none: string }) {
  if (items.length === 0) return <p className="py-2 text-sm text-ink-faint">{none}</p>;
  return (
    <ul className="divide-y divide-line/60">
      {items.map((text) => <li key={text} className="flex gap-2 py-1.5 text-sm [&_svg]:mt-0.5 [&_svg]:size-4 [&_svg]:shrink-0 [&_svg]:text-ink-faint">{icon}<span>{text}</span></li>)}
    </ul>
  );
}

/** “1 of N”: how much a match is worth. */
function Chance({ finding: { chance } }: { readonly finding: FindingDto }) {
  if (chance === null) return <p className="py-2 text-sm text-ink-faint">This kind does not rest on amounts and times, so chance is not asked.</p>;
  const { matching, tried } = chance;
  return (
    <p className="py-2 text-sm">
      Of {plural(tried, "wallet")} that pools paid in this time, <span className="font-medium">{matching} {matching === 1 ? "matches" : "match"}</span> by time and amount
      {matching === 1 ? ", this one." : matching === 0 ? ": the payouts do not match by amount, they are linked by other evidence." : ", so that one of them would match whoever paid."}
    </p>
  );
}

function Claims({ detail: { claims, hidden } }: { readonly detail: FindingDetailDto }) {
  return (
    <ul className="divide-y divide-line/60">
      {claims.map((claim) => (
        <li key={claim.id} className="flex min-h-8 items-center gap-2 py-1 text-sm">
          <span className="min-w-0 flex-1 truncate" title={`claimed ${nameOf(claim)} (${groundsOf(claim)})`}>
            claimed {claim.entity === null ? <span className="font-medium">{nameOf(claim)}</span> : <Link href={entityHref(claim.entity.id)} className="link font-medium">{nameOf(claim)}</Link>}
            <span className="text-ink-faint"> {CATEGORY_NAMES[claim.category]}, {claim.source?.name ?? "no source"}</span>
          </span>
          <Identifier value={claim.subject.ref} what={claim.subject.kind} href={subjectHref(claim.subject)} />
          <ClaimStatusBadge status={claim.status} />
        </li>
      ))}
      {hidden > 0 && <li className="py-1.5 text-sm text-ink-faint">and {plural(hidden, "claim")} of cases that you cannot open</li>}
    </ul>
  );
}
