import { canonicalJson } from "@/lib/core/canonical-json";
import { DISPOSITIONS } from "@/lib/core/casework/disposition";
import { FINDING_GRADES, FINDING_KINDS } from "@/lib/core/detect/findings";
import { oneOf } from "@/lib/core/one-of";
import type { NamedFinding, NamedPayment, NamedPayout } from "@/lib/features/detection/detection.ports";
import type { StoredFinding } from "@/lib/features/detection/findings.ports";

/** Strongest first when falling: by grade, and within it by kind in the order of FINDING_KINDS. */
export const rankOf = ({ grade, kind }: Pick<NamedFinding, "grade" | "kind">): number => (FINDING_GRADES.indexOf(grade) + 1) * FINDING_KINDS.length - FINDING_KINDS.indexOf(kind);

/** A finding as it is kept: amounts as decimal strings. */
export const toDocument = (finding: NamedFinding): string => canonicalJson(finding);

type Kept<Output> = Omit<Output, "value"> & { readonly value: string };
export type FindingDocument = Omit<NamedFinding, "payments" | "payouts"> & { readonly payments: readonly Kept<NamedPayment>[]; readonly payouts: readonly Kept<NamedPayout>[] };

const fromDocument = (document: FindingDocument): NamedFinding => ({
  ...document,
  payments: document.payments.map((payment) => ({ ...payment, value: BigInt(payment.value) })),
  payouts: document.payouts.map((payout) => ({ ...payout, value: BigInt(payout.value) })),
});

export const FINDING_COLUMNS = `f.version, f.rank, f.gone, f.found_at, f.changed_at, f.disposition, f.reason, f.disposed_at, f.disposed_version, u.name AS disposed_by, v.document`;
export const FINDING_JOINS = "JOIN finding_version v ON v.finding_id = f.id AND v.version = f.version LEFT JOIN account u ON u.id = f.disposed_by";

export interface FindingRow {
  version: number;
  rank: number;
  gone: boolean;
  found_at: Date;
  changed_at: Date;
  disposition: string;
  reason: string | null;
  disposed_at: Date | null;
  disposed_version: number | null;
  disposed_by: string | null;
  document: FindingDocument;
}

export const toStored = (row: FindingRow): StoredFinding & { readonly rank: number } => ({
  version: row.version,
  rank: row.rank,
  finding: fromDocument(row.document),
  gone: row.gone,
  foundAt: row.found_at,
  changedAt: row.changed_at,
  disposition: oneOf(DISPOSITIONS, row.disposition),
  reason: row.reason,
  disposedBy: row.disposed_by,
  disposedAt: row.disposed_at,
  changedSince: row.disposed_version !== null && row.disposed_version !== row.version,
});
