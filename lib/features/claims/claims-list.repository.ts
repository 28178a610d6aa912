import { CATEGORIES, CLAIM_CHANGES } from "@/lib/core/casework/claims";
import { CONFLICT_KINDS } from "@/lib/core/casework/conflicts";
import { ENTITY_KINDS, FACT_KINDS, nameKey, type EntityFact } from "@/lib/core/casework/entities";
import { groupBy } from "@/lib/core/group-by";
import { oneOf } from "@/lib/core/one-of";
import { PACK_FORMATS } from "@/lib/core/packs/record";
import { CLAIM_COLUMNS, CLAIM_JOINS, toClaimView, type ClaimRow } from "@/lib/features/claims/claim-row";
import type { ClaimListFilter, ClaimLists, ClaimPageRequest, Conflict, EntityBrief, ListedClaim, Viewer } from "@/lib/features/claims/claims-list.ports";
import { CONFLICTING_CLAIMS } from "@/lib/features/claims/conflicts-sql";
import type { Db } from "@/lib/platform/db/pool";

interface ListedRow extends ClaimRow {
  change: string;
  reason: string | null;
  reviewer_id: string | null;
  reviewer_name: string | null;
  pack_id: string | null;
  pack_name: string | null;
}

const LISTED = `SELECT ${CLAIM_COLUMNS}, c.change, c.reason, c.reviewer_id, r.name AS reviewer_name, c.pack_id, p.name AS pack_name
  FROM claim c ${CLAIM_JOINS} LEFT JOIN account r ON r.id = c.reviewer_id LEFT JOIN claim_pack p ON p.id = c.pack_id`;

/** Shared claims, and those of the viewer's cases; $1 is the viewer, null for whoever sees all. */
const SEEN = "($1::uuid IS NULL OR c.scope = 'shared' OR EXISTS (SELECT FROM case_file f WHERE f.id = c.case_id AND f.created_by = $1))";

export const makeClaimLists = (db: Db): ClaimLists => ({
  page: (filter, viewer, request) => readPage(db, filter, { viewer, request }),

  history: async (id, viewer) => {
    const { rows } = await db.query<ListedRow>(`${LISTED} WHERE c.id = $2 AND EXISTS (SELECT FROM claim c WHERE c.id = $2 AND c.current AND ${SEEN}) ORDER BY c.version`, [viewer, id]);
    return rows.map(toListed);
  },

  conflicts: (viewer, request) => readConflicts(db, viewer, request),

  entitiesCalled: async (name) => {
    const { rows } = await db.query<EntityRow>(
      `SELECT id, name, kind, category FROM entity e WHERE id = $1 OR name_key = $2 OR EXISTS (SELECT FROM entity_fact f WHERE f.entity_id = e.id AND f.kind = 'alias' AND f.value_key = $2) ORDER BY id`,
      [name, nameKey(name)],
    );
    return rows.map(toBrief);
  },

  searchEntities: async (text, limit, fuzzy = false) => {
    const key = nameKey(text);
    if (key === "") return [];
    const { rows } = await db.query<EntityRow>(
      `SELECT id, name, kind, category FROM entity e WHERE name_key LIKE $4 OR EXISTS (SELECT FROM entity_fact f WHERE f.entity_id = e.id AND f.kind = 'alias' AND f.value_key LIKE $4)
       ORDER BY name_key LIKE $1 || '%' DESC, name_key LIKE '%' || $1 || '%' DESC,
         EXISTS (SELECT FROM entity_fact f WHERE f.entity_id = e.id AND f.kind = 'alias' AND f.value_key LIKE $3) DESC, shipped DESC, length(name), id LIMIT $2`,
      [key, limit, `%${key}%`, fuzzy ? `%${Array.from(key).join("%")}%` : `${key}%`],
    );
    return rows.map(toBrief);
  },

  entity: (id) => readEntity(db, id),

  incidentsOf: async (id) => {
    const { rows } = await db.query<EntityRow>("SELECT id, name, kind, category FROM entity WHERE victim_id = $1 ORDER BY occurred_on, id", [id]);
    return rows.map(toBrief);
  },

  packs: async () => {
    const { rows } = await db.query<PackRow>(
      `SELECT p.id, p.name, p.format, p.imported_at, coalesce(u.name, 'unknown account') AS imported_by,
         (SELECT count(*) FROM claim c WHERE c.pack_id = p.id AND c.current AND c.status NOT IN ('rejected', 'retracted')) AS claims
       FROM claim_pack p LEFT JOIN account u ON u.id = p.imported_by ORDER BY p.imported_at DESC, p.name`,
    );
    return rows.map((row) => ({ id: row.id, name: row.name, format: oneOf(PACK_FORMATS, row.format), importedBy: row.imported_by, importedAt: row.imported_at, claims: Number(row.claims) }));
  },
});

async function readPage(db: Db, filter: ClaimListFilter, { viewer, request: { cursor, limit } }: { readonly viewer: Viewer; readonly request: ClaimPageRequest }): Promise<ListedClaim[]> {
  const params: unknown[] = [viewer];
  const conditions = ["c.current", SEEN];
  const add = (value: unknown, condition: (place: string) => string): void => {
    if (value === undefined || value === null) return;
    params.push(value);
    conditions.push(condition(`$${params.length}`));
  };
  add(filter.statuses, (list) => `c.status = ANY(${list})`);
  add(filter.categories, (list) => `c.category = ANY(${list})`);
  add(filter.entityId, (id) => `c.entity_id = ${id}`);
  add(filter.caseId, (id) => `c.case_id = ${id}`);
  add(filter.packId, (id) => `c.pack_id = ${id}`);
  add(filter.by, (id) => `c.author_id = ${id}`);
  add(filter.notBy, (id) => `c.author_id <> ${id}`);
  if (filter.conflicting === true) conditions.push(`c.id IN (SELECT id FROM (${CONFLICTING_CLAIMS}) AS found)`);
  add(filter.text === undefined ? null : `%${literal(filter.text)}%`, (text) => `(c.label ILIKE ${text} OR c.subject_text ILIKE ${text} OR e.name ILIKE ${text} OR c.source_name ILIKE ${text})`);
  if (cursor !== null) {
    params.push(cursor.at, cursor.id);
    conditions.push(`(c.at, c.id) < ($${params.length - 1}, $${params.length})`);
  }
  params.push(limit);
  const { rows } = await db.query<ListedRow>(`${LISTED} WHERE ${conditions.join(" AND ")} ORDER BY c.at DESC, c.id DESC LIMIT $${params.length}`, params);
  return rows.map(toListed);
}

const toListed = (row: ListedRow): ListedClaim => ({
  ...toClaimView(row),
  change: oneOf(CLAIM_CHANGES, row.change),
  reviewer: row.reviewer_id === null ? null : { id: row.reviewer_id, name: row.reviewer_name ?? "unknown account" },
  reason: row.reason,
  pack: row.pack_id === null ? null : { id: row.pack_id, name: row.pack_name ?? "" },
});

interface ConflictRow extends ClaimRow {
  place: string;
  kinds: string[];
  wallet_id: bigint | null;
  total: bigint;
}

/** How many claims of one entity stand for their side. */
const OF_A_SIDE = 3;

async function readConflicts(db: Db, viewer: Viewer, { after, limit }: { readonly after: string | null; readonly limit: number }): Promise<Conflict[]> {
  const { rows } = await db.query<ConflictRow>(
    `WITH found AS MATERIALIZED (${CONFLICTING_CLAIMS}),
     page AS (SELECT place, count(*) AS total FROM found WHERE $2::text IS NULL OR place > $2 GROUP BY place ORDER BY place LIMIT $3)
     SELECT page.place, page.total, found.kinds, found.wallet_id, ${CLAIM_COLUMNS} FROM page JOIN found USING (place) JOIN claim c ON c.id = found.id AND c.current ${CLAIM_JOINS}
     WHERE found.rank <= ${OF_A_SIDE} AND ${SEEN} ORDER BY page.place, array_position(ARRAY['accepted', 'proposed'], c.status), c.at, c.id`,
    [viewer, after, limit],
  );
  return [...groupBy(rows, ({ place }) => place)].map(([place, claims]) => ({
    place,
    kinds: (claims[0]?.kinds ?? []).map((kind) => oneOf(CONFLICT_KINDS, kind)),
    walletId: claims[0]?.wallet_id ?? null,
    claims: claims.map(toClaimView),
    total: Number(claims[0]?.total ?? 0n),
  }));
}

interface EntityRow {
  id: string;
  name: string;
  kind: string;
  category: string;
}

interface PackRow {
  id: string;
  name: string;
  format: string;
  imported_at: Date;
  imported_by: string;
  claims: bigint;
}

const toBrief = ({ id, name, kind, category }: EntityRow): EntityBrief => ({ id, name, kind: oneOf(ENTITY_KINDS, kind), category: oneOf(CATEGORIES, category) });

async function readEntity(db: Db, id: string): ReturnType<ClaimLists["entity"]> {
  const { rows } = await db.query<EntityRow & { description: string | null; victim_id: string | null; victim: string | null; occurred_on: string | null }>(
    "SELECT e.id, e.name, e.kind, e.category, e.description, e.victim_id, coalesce(e.victim, v.name) AS victim, e.occurred_on FROM entity e LEFT JOIN entity v ON v.id = e.victim_id WHERE e.id = $1",
    [id],
  );
  const [row] = rows;
  if (row === undefined) return null;
  const facts = await db.query<{ kind: string; scheme: string; value: string; stated_on: string | null; source_name: string; source_url: string | null }>("SELECT * FROM entity_fact WHERE entity_id = $1 ORDER BY kind, scheme, value, source_name", [id]);
  return {
    ...toBrief(row),
    description: row.description,
    victimId: row.victim_id,
    victim: row.victim,
    occurredOn: row.occurred_on,
    facts: facts.rows.map((fact): EntityFact => ({ kind: oneOf(FACT_KINDS, fact.kind), scheme: fact.scheme, value: fact.value, statedOn: fact.stated_on, source: { name: fact.source_name, url: fact.source_url } })),
  };
}

/** The text itself, whatever it means in a LIKE pattern. */
const literal = (text: string): string => text.replace(/[\\%_]/g, "\\$&");
