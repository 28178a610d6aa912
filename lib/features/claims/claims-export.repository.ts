import { CATEGORIES, LIKELIHOODS, METHODS, RELIABILITIES, ROLES, SUBJECT_KINDS, TLPS } from "@/lib/core/casework/claims";
import { ENTITY_KINDS, FACT_KINDS, type EntityFact } from "@/lib/core/casework/entities";
import { groupBy } from "@/lib/core/group-by";
import type { JsonObject } from "@/lib/core/jobs/job";
import { networkById } from "@/lib/core/network";
import { oneOf, oneOfOrNull } from "@/lib/core/one-of";
import { EXPORTED_STATUSES, type ExportClaim, type ExportedEntity } from "@/lib/core/packs/export-claim";
import { PACK_FORMATS } from "@/lib/core/packs/record";
import { recordAudit } from "@/lib/features/audit/audit.repository";
import { CLAIM_COLUMNS, CLAIM_JOINS, type ClaimRow } from "@/lib/features/claims/claim-row";
import type { ExportReader, ExportScope, InExportTransaction } from "@/lib/features/claims/claims-export.ports";
import { inTransaction, type Client, type Pool } from "@/lib/platform/db/pool";

export const makeInExportTransaction =
  (pool: Pool): InExportTransaction =>
  (work) =>
    inTransaction(pool, (client) => work(makeReader(client)));

const makeReader = (client: Client): ExportReader => ({
  caseOf: async (caseId) => {
    const { rows } = await client.query<{ name: string; created_by: string }>("SELECT name, created_by FROM case_file WHERE id = $1", [caseId]);
    return rows[0] === undefined ? null : { name: rows[0].name, ownerId: rows[0].created_by };
  },

  packHeader: async (name) => {
    const { rows } = await client.query<{ header: JsonObject }>("SELECT header FROM claim_pack WHERE name = $1", [name]);
    return rows[0]?.header ?? null;
  },

  claims: (scope) => readClaims(client, scope),

  recordUse: async (claimIds, { ref, title }) => {
    await client.query("INSERT INTO claim_use (claim_id, kind, ref, title) SELECT id, 'export', $2, $3 FROM unnest($1::uuid[]) AS used(id) ON CONFLICT DO NOTHING", [claimIds, ref, title]);
  },

  audit: ({ actorId, target, caseId, payload }) => recordAudit(client, { actorId, action: "claims.exported", target, ...(caseId !== null && { caseId }), payload }),
});

interface ExportRow extends ClaimRow {
  original: JsonObject | null;
  pack_format: string | null;
}

async function readClaims(client: Client, scope: ExportScope): Promise<ExportClaim[]> {
  const [condition, param] = scope.kind === "shared" ? ["c.scope = 'shared' AND $2::text IS NULL", null] : scope.kind === "case" ? ["c.case_id = $2", scope.caseId] : ["p.name = $2", scope.name];
  const { rows } = await client.query<ExportRow>(
    `SELECT ${CLAIM_COLUMNS}, c.original, p.format AS pack_format FROM claim c ${CLAIM_JOINS} LEFT JOIN claim_pack p ON p.id = c.pack_id
     WHERE c.current AND c.status = ANY($1) AND c.source_name IS NOT NULL AND ${condition} ORDER BY p.name COLLATE "C" NULLS FIRST, c.position, c.network, c.subject_key, c.id`,
    [EXPORTED_STATUSES, param],
  );
  const entities = await readEntities(client, [...new Set(rows.flatMap(({ entity_id: id }) => id ?? []))]);
  return rows.map((row) => toExport(row, row.entity_id === null ? null : (entities.get(row.entity_id) ?? null)));
}

const toExport = (row: ExportRow, entity: ExportedEntity | null): ExportClaim => ({
  id: row.id,
  version: row.version,
  subject: { kind: oneOf(SUBJECT_KINDS, row.subject_kind), network: networkById(row.network).name, ref: row.subject_text },
  label: row.label,
  category: oneOf(CATEGORIES, row.category),
  role: oneOfOrNull(ROLES, row.role),
  entity,
  source: { name: row.source_name ?? "", url: row.source_url, quote: row.source_quote, date: row.source_date },
  method: oneOfOrNull(METHODS, row.method),
  reliability: oneOfOrNull(RELIABILITIES, row.reliability),
  credibility: row.credibility,
  likelihood: oneOfOrNull(LIKELIHOODS, row.likelihood),
  tlp: oneOfOrNull(TLPS, row.tlp),
  note: row.note,
  status: oneOf(EXPORTED_STATUSES, row.status),
  at: row.at.toISOString(),
  author: row.author_name ?? "unknown account",
  original: row.original,
  packFormat: oneOfOrNull(PACK_FORMATS, row.pack_format),
});

interface EntityRow {
  id: string;
  name: string;
  kind: string;
  category: string;
  description: string | null;
}
interface FactRow {
  entity_id: string;
  kind: string;
  scheme: string;
  value: string;
  stated_on: string | null;
  source_name: string;
  source_url: string | null;
}

async function readEntities(client: Client, ids: readonly string[]): Promise<ReadonlyMap<string, ExportedEntity>> {
  const { rows } = await client.query<EntityRow>("SELECT id, name, kind, category, description FROM entity WHERE id = ANY($1)", [ids]);
  const facts = await client.query<FactRow>('SELECT * FROM entity_fact WHERE entity_id = ANY($1) ORDER BY entity_id, kind, scheme, value COLLATE "C", source_name COLLATE "C"', [ids]);
  const byEntity = groupBy(facts.rows, (fact) => fact.entity_id);
  return new Map(rows.map((row) => [row.id, { id: row.id, name: row.name, kind: oneOf(ENTITY_KINDS, row.kind), category: oneOf(CATEGORIES, row.category), description: row.description, facts: (byEntity.get(row.id) ?? []).map(toFact) }]));
}

const toFact = (row: FactRow): EntityFact => ({ kind: oneOf(FACT_KINDS, row.kind), scheme: row.scheme, value: row.value, statedOn: row.stated_on, source: { name: row.source_name, url: row.source_url } });
