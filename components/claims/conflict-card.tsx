"use client";

import Link from "next/link";
import { ClaimSource } from "@/components/claims/claim-list";
import { entityHref, subjectHref } from "@/components/claims/claim-paths";
import { ClaimStatusBadge } from "@/components/claims/claim-status";
import { sidesOf, type Side } from "@/components/claims/conflict-sides";
import { objectionTo } from "@/components/claims/may-review";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { CategoryGlyph } from "@/components/ui/category-glyph";
import { Identifier } from "@/components/ui/identifier";
import { plural } from "@/components/ui/amount";
import type { ConflictKind } from "@/lib/core/casework/conflicts";
import { headline } from "@/lib/core/graph/labels-claims";
import { CATEGORY_NAMES, ROLE_NAMES } from "@/lib/core/graph/labels-family";
import type { Principal } from "@/lib/core/policy/policy";
import type { ClaimDto } from "@/lib/features/claims/claims.contract";
import type { ConflictDto } from "@/lib/features/claims/claims-list.contract";

const KINDS: Record<ConflictKind, string> = {
  entities: "different holders",
  theft: "a service’s own, and stolen from it",
  roles: "different roles",
  categories: "different categories",
};

export interface ConflictActions {
  readonly me: Principal;
  readonly onDecide: (verdict: "accept" | "reject", claims: readonly ClaimDto[]) => void;
  readonly onRetract: (claim: ClaimDto) => void;
}

interface Props extends ConflictActions {
  readonly conflict: ConflictDto;
}

export function ConflictCard({ conflict, ...actions }: Props) {
  const [first] = conflict.claims;
  if (first === undefined) return null;
  const { network, ref, kind } = first.subject;
  const what = conflict.inWallet ? "wallet" : kind;
  return (
    <article aria-label={`Conflict about ${what} ${ref}`} className="rounded-md border border-line-strong bg-surface">
      <header className="flex min-h-9 flex-wrap items-center gap-x-3 gap-y-1 border-b border-line px-4 py-1.5 text-sm">
        <h2 className="flex items-center gap-1.5 text-sm font-normal">
          <span className="text-ink-soft">{conflict.inWallet ? "In the wallet of" : what === "transaction" ? "Transaction" : "Address"}</span>
          <Identifier value={ref} what={what} href={conflict.inWallet ? `/wallets/${network}/${encodeURIComponent(ref)}?tab=claims` : subjectHref(first.subject)} />
        </h2>
        {conflict.kinds.map((one) => <Badge key={one} look="danger">{KINDS[one]}</Badge>)}
        {conflict.total > conflict.claims.length && <span className="ml-auto text-xs text-ink-faint">{conflict.claims.length} of {plural(conflict.total, "claim")} shown, the first of every side</span>}
      </header>
      <div className="grid auto-cols-fr divide-x divide-line sm:grid-flow-col">
        {sidesOf(conflict.claims).map((side) => <ConflictSide key={side.key} side={side} showSubject={conflict.inWallet} {...actions} />)}
      </div>
    </article>
  );
}

function ConflictSide({ side, showSubject, me, onDecide, onRetract }: ConflictActions & { readonly side: Side; readonly showSubject: boolean }) {
  const [first] = side.claims;
  const top = first === undefined ? null : headline([{ claim: first, inherited: false }]);
  const rejectable = side.claims.filter((claim) => objectionTo("reject", claim, me) === null);
  return (
    <section aria-label={`Claimed ${side.name}`} className="flex min-w-0 flex-col gap-3 p-4">
      <header className="flex min-h-6 items-center gap-2">
        {top !== null && <CategoryGlyph family={top.family} standing={top.standing} />}
        <h3 className="min-w-0 flex-1 truncate text-base font-medium">{side.entityId === null ? side.name : <Link href={entityHref(side.entityId)} className="decoration-brass-line underline-offset-2 hover:link">{side.name}</Link>}</h3>
        {rejectable.length > 1 && <Button size="sm" look="danger" onClick={() => { onDecide("reject", rejectable); }}>Reject all {rejectable.length}…</Button>}
      </header>
      <ul className="flex flex-col gap-3">
        {side.claims.map((claim) => <SideClaim key={claim.id} claim={claim} showSubject={showSubject} me={me} onDecide={onDecide} onRetract={onRetract} />)}
      </ul>
    </section>
  );
}

function SideClaim({ claim, showSubject, ...verdicts }: ConflictActions & { readonly claim: ClaimDto; readonly showSubject: boolean }) {
  const { source } = claim;
  return (
    <li className="min-w-0 text-sm">
      <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <span className="min-w-0 truncate font-medium">{source?.name ?? "no source"}</span>
        {source?.date != null && <span className="text-ink-soft">{source.date}</span>}
        <ClaimStatusBadge status={claim.status} />
      </p>
      <p className="text-xs text-ink-soft">
        “{claim.label}”, {CATEGORY_NAMES[claim.category]}{claim.role !== null && `, ${ROLE_NAMES[claim.role]}`} · by {claim.author.name}
      </p>
      {showSubject && <p className="text-xs"><Identifier value={claim.subject.ref} what={claim.subject.kind} href={subjectHref(claim.subject)} /></p>}
      {source !== null && <ClaimSource source={source} />}
      <Verdicts claim={claim} {...verdicts} />
    </li>
  );
}

function Verdicts({ claim, me, onDecide, onRetract }: ConflictActions & { readonly claim: ClaimDto }) {
  const notAccept = objectionTo("accept", claim, me);
  const own = claim.author.id === me.accountId && claim.status === "proposed";
  return (
    <>
      {own && notAccept !== null && <p className="mt-1 text-xs text-ink-faint">{notAccept}</p>}
      <div className="mt-1.5 flex gap-1">
        {notAccept === null && <Button size="sm" onClick={() => { onDecide("accept", [claim]); }}>Accept…</Button>}
        {objectionTo("reject", claim, me) === null && <Button size="sm" look="danger" onClick={() => { onDecide("reject", [claim]); }}>Reject…</Button>}
        {objectionTo("retract", claim, me) === null && <Button size="sm" look="quiet" onClick={() => { onRetract(claim); }}>Retract…</Button>}
      </div>
    </>
  );
}
