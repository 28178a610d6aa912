import { CATEGORIES, CLAIM_SCOPES, CLAIM_STATUSES, LIKELIHOODS, METHODS, RELIABILITIES, ROLES, SUBJECT_KINDS, TLPS } from "@/lib/core/casework/claims";
import { networkById } from "@/lib/core/network";
import type { ClaimView } from "@/lib/features/claims/claims-read.ports";
import { oneOf, oneOfOrNull } from "@/lib/core/one-of";

/** The columns of `claim c`, with the names of its entity and author; use together with CLAIM_JOINS. */
export const CLAIM_COLUMNS = `c.id, c.version, c.subject_kind, c.network, c.subject_key, c.subject_text, c.role, c.entity_id, e.name AS entity_name, c.label, c.category,
  c.source_name, c.source_url, c.source_quote, c.source_date, c.method, c.reliability, c.credibility, c.likelihood, c.tlp, c.note, c.status, c.scope,
  c.case_id, c.author_id, u.name AS author_name, c.at`;
export const CLAIM_JOINS = "LEFT JOIN entity e ON e.id = c.entity_id LEFT JOIN account u ON u.id = c.author_id";

export interface ClaimRow {
  id: string;
  version: number;
  subject_kind: string;
  network: number;
  subject_key: Buffer;
  subject_text: string;
  role: string | null;
  entity_id: string | null;
  entity_name: string | null;
  label: string;
  category: string;
  source_name: string | null;
  source_url: string | null;
  source_quote: string | null;
  source_date: string | null;
  method: string | null;
  reliability: string | null;
  credibility: number | null;
  likelihood: string | null;
  tlp: string | null;
  note: string | null;
  status: string;
  scope: string;
  case_id: string | null;
  author_id: string;
  author_name: string | null;
  at: Date;
}

/** The one place where a row of `claim` becomes what is shown of it. */
export function toClaimView(row: ClaimRow): ClaimView {
  return {
    id: row.id,
    version: row.version,
    subject: { kind: oneOf(SUBJECT_KINDS, row.subject_kind), network: networkById(row.network).name, ref: row.subject_text },
    role: oneOfOrNull(ROLES, row.role),
    entity: row.entity_id === null ? null : { id: row.entity_id, name: row.entity_name ?? row.entity_id },
    label: row.label,
    category: oneOf(CATEGORIES, row.category),
    source: row.source_name === null ? null : { name: row.source_name, url: row.source_url, quote: row.source_quote, date: row.source_date },
    method: oneOfOrNull(METHODS, row.method),
    confidence: { reliability: oneOfOrNull(RELIABILITIES, row.reliability), credibility: row.credibility, likelihood: oneOfOrNull(LIKELIHOODS, row.likelihood) },
    tlp: oneOfOrNull(TLPS, row.tlp),
    note: row.note,
    status: oneOf(CLAIM_STATUSES, row.status),
    scope: oneOf(CLAIM_SCOPES, row.scope),
    caseId: row.case_id,
    author: { id: row.author_id, name: row.author_name ?? "unknown account" },
    at: row.at.toISOString(),
  };
}
