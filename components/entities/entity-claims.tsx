"use client";

import Link from "next/link";
import { ClaimStatusBadge } from "@/components/claims/claim-status";
import { subjectHref } from "@/components/claims/claim-paths";
import { CategoryGlyph } from "@/components/ui/category-glyph";
import { DataTable, morePages, type Column } from "@/components/ui/data-table";
import { Identifier } from "@/components/ui/identifier";
import { Section } from "@/components/ui/section";
import { ErrorState } from "@/components/ui/states";
import { Time } from "@/components/ui/time";
import { headline } from "@/lib/core/graph/labels-claims";
import { ROLE_NAMES } from "@/lib/core/graph/labels-family";
import type { ListedClaimDto } from "@/lib/features/claims/claims-list.contract";
import { useClaimQueue } from "@/lib/features/claims/claims-list.queries";

const GRID = "grid-cols-[1rem_11rem_8rem_minmax(9rem,1fr)_minmax(9rem,1fr)_6.5rem_5.5rem]";

const COLUMNS: readonly Column<ListedClaimDto>[] = [
  { id: "sign", head: <span className="sr-only">Sign</span>, cell: (row) => <Sign claim={row} /> },
  { id: "subject", head: "Claimed of", cell: (row) => <Identifier value={row.subject.ref} what={row.subject.kind} href={subjectHref(row.subject)} /> },
  { id: "network", head: "Network", cell: (row) => <span className="text-ink-soft">{row.subject.network}</span> },
  { id: "role", head: "Label, role", cell: (row) => <span title={row.label}>{row.label}{row.role !== null && <span className="text-ink-soft">, {ROLE_NAMES[row.role]}</span>}</span> },
  { id: "source", head: "Source", cell: (row) => row.source?.name ?? <span className="text-ink-faint italic">none</span> },
  { id: "status", head: "Status", cell: (row) => <ClaimStatusBadge status={row.status} /> },
  { id: "at", head: "Date, UTC", align: "right", cell: (row) => <Time iso={row.at} dateOnly className="text-ink-soft" /> },
];

function Sign({ claim }: { readonly claim: ListedClaimDto }) {
  const top = headline([{ claim, inherited: false }]);
  return top === null ? null : <CategoryGlyph family={top.family} standing={top.standing} />;
}

/** The claims that name the entity: direct ones, on the addresses that somebody named. */
export function EntityClaims({ entityId }: { readonly entityId: string }) {
  const claims = useClaimQueue({ entity: entityId });
  const rows = claims.data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <Section title="Claimed of" note="direct claims only; the rest of a wallet inherits them where nothing disagrees" actions={<Link href={`/claims?status=any&entity=${encodeURIComponent(entityId)}`} className="text-xs link">Review them</Link>}>
      {claims.isError && claims.data === undefined && <ErrorState error={claims.error} what="The claims could not be read" onRetry={() => void claims.refetch()} />}
      {claims.data !== undefined && rows.length === 0 && <p className="py-3 text-sm text-ink-soft">Nobody has claimed an address of it yet. Assay ships no address without a public source.</p>}
      {(claims.isPending || rows.length > 0) && <DataTable className="-mx-6 h-96" label="Claims that name it" rows={rows} rowKey={({ id }) => id} columns={COLUMNS} grid={GRID} loading={claims.isPending} more={morePages(claims)} />}
    </Section>
  );
}
