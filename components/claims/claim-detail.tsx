"use client";

import { X } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { ClaimHistory } from "@/components/claims/claim-history";
import { ClaimSource } from "@/components/claims/claim-list";
import { entityHref, subjectHref } from "@/components/claims/claim-paths";
import { ClaimStatusBadge } from "@/components/claims/claim-status";
import { GiveSource } from "@/components/claims/give-source";
import { objectionTo } from "@/components/claims/may-review";
import { ShareButton } from "@/components/claims/share-button";
import { Button } from "@/components/ui/button";
import { CategoryGlyph } from "@/components/ui/category-glyph";
import { Identifier } from "@/components/ui/identifier";
import { ErrorState, Skeleton } from "@/components/ui/states";
import { headline, nameOf } from "@/lib/core/graph/labels-claims";
import { CATEGORY_NAMES, ROLE_NAMES } from "@/lib/core/graph/labels-family";
import type { Principal } from "@/lib/core/policy/policy";
import type { ListedClaimDto } from "@/lib/features/claims/claims-list.contract";
import { useClaimHistory } from "@/lib/features/claims/claims-list.queries";

interface Props {
  readonly id: string;
  readonly me: Principal | null;
  readonly onClose: () => void;
  readonly onDecide: (verdict: "accept" | "reject", claim: ListedClaimDto) => void;
  readonly onRetract: (claim: ListedClaimDto) => void;
}

/** All that is known of one claim: on what it rests, who decided what, and what each version changed. */
export function ClaimDetail({ id, me, onClose, onDecide, onRetract }: Props) {
  const history = useClaimHistory(id);
  const claim = history.data?.versions.at(-1);
  return (
    <aside aria-label="Claim" className="flex w-96 shrink-0 flex-col border-l border-line bg-surface">
      <header className="flex h-10 shrink-0 items-center gap-2 border-b border-line pr-2 pl-4">
        <h2 className="min-w-0 flex-1 truncate text-base">{claim === undefined ? "Claim" : nameOf(claim)}</h2>
        {claim !== undefined && <ClaimStatusBadge status={claim.status} />}
        <Button look="quiet" size="icon-sm" aria-label="Close the claim" onClick={onClose}><X className="size-4" aria-hidden /></Button>
      </header>
      <div className="min-h-0 flex-1 overflow-y-auto px-4 py-3" tabIndex={0} role="region" aria-label="About this claim">
        {history.isPending && <Skeleton className="h-40" />}
        {history.isError && history.data === undefined && <ErrorState error={history.error} what="The claim could not be read" onRetry={() => void history.refetch()} />}
        {claim !== undefined && <Facts claim={claim} />}
        {history.data !== undefined && <ClaimHistory versions={history.data.versions} />}
      </div>
      {claim !== undefined && me !== null && <Actions claim={claim} me={me} onDecide={onDecide} onRetract={onRetract} />}
    </aside>
  );
}

function Facts({ claim }: { readonly claim: ListedClaimDto }) {
  const top = headline([{ claim, inherited: false }]);
  return (
    <dl className="grid grid-cols-[5.5rem_1fr] gap-x-3 gap-y-1.5 text-sm">
      <Fact name="claimed">
        <span className="inline-flex items-center gap-1.5">
          {top !== null && <CategoryGlyph family={top.family} standing={top.standing} />}
          {claim.entity === null ? nameOf(claim) : <Link href={entityHref(claim.entity.id)} className="link">{claim.entity.name}</Link>}
        </span>
      </Fact>
      {claim.entity !== null && claim.label !== claim.entity.name && <Fact name="label">{claim.label}</Fact>}
      <Fact name={`on ${claim.subject.kind}`}><Identifier value={claim.subject.ref} what={claim.subject.kind} href={subjectHref(claim.subject)} /> <span className="text-xs text-ink-faint">{claim.subject.network}</span></Fact>
      <Fact name="category">{CATEGORY_NAMES[claim.category]}{claim.role !== null && `, ${ROLE_NAMES[claim.role]}`}</Fact>
      <Fact name="source"><Grounds source={claim.source} /></Fact>
      {stated(claim).map(([name, value]) => <Fact key={name} name={name}><span className="whitespace-pre-line">{value}</span></Fact>)}
      <Fact name="proposed by">{claim.author.name}</Fact>
      <Fact name="seen by">{claim.scope === "shared" ? "everybody" : "its case only, until it is shared"}{claim.pack !== null && <span className="text-ink-soft">, from the label pack {claim.pack.name}</span>}</Fact>
    </dl>
  );
}

function Grounds({ source }: Pick<ListedClaimDto, "source">) {
  if (source === null) return <span className="text-ink-faint italic">none: it counts nowhere</span>;
  return (
    <>
      {source.name}
      {source.date !== null && <span className="text-ink-soft">, {source.date}</span>}
      <span className="block min-w-0"><ClaimSource source={source} /></span>
    </>
  );
}

/** How sure its author was, as far as they said. */
function stated({ method, confidence: { reliability, credibility, likelihood }, tlp, note }: ListedClaimDto): readonly (readonly [string, string])[] {
  const grade = reliability === null && credibility === null ? null : `${reliability ?? "–"}${credibility ?? ""} (source, information)`;
  const facts = [["method", method?.replaceAll("_", " ") ?? null], ["grade", grade], ["likelihood", likelihood?.replaceAll("-", " ") ?? null], ["TLP", tlp], ["note", note]] as const;
  return facts.flatMap(([name, value]) => (value === null ? [] : [[name, value] as const]));
}

const Fact = ({ name, children }: { readonly name: string; readonly children: ReactNode }) => (
  <>
    <dt className="text-ink-faint">{name}</dt>
    <dd className="min-w-0 break-words">{children}</dd>
  </>
);

function Actions({ claim, me, onDecide, onRetract }: Pick<Props, "onDecide" | "onRetract"> & { readonly claim: ListedClaimDto; readonly me: Principal }) {
  const refused = { accept: objectionTo("accept", claim, me), reject: objectionTo("reject", claim, me), retract: objectionTo("retract", claim, me) };
  const why = refused.accept ?? refused.reject;
  return (
    <footer className="flex shrink-0 flex-col gap-2 border-t border-line px-4 py-3">
      {why !== null && <p className="text-xs text-ink-soft">{why}</p>}
      <div className="flex gap-2">
        <Button look="quiet" disabled={refused.retract !== null} onClick={() => { onRetract(claim); }}>Retract…</Button>
        <ShareButton claims={[claim]} />
        {claim.status === "hypothesis" && claim.author.id === me.accountId && <GiveSource claim={claim} />}
        <span className="ml-auto flex gap-2">
          <Button look="danger" disabled={refused.reject !== null} onClick={() => { onDecide("reject", claim); }}>Reject…</Button>
          <Button look="primary" disabled={refused.accept !== null} onClick={() => { onDecide("accept", claim); }}>Accept…</Button>
        </span>
      </div>
    </footer>
  );
}
