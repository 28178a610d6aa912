import { CATEGORIES, SUBJECT_KINDS } from "@/lib/core/casework/claims";
import { hashToText } from "@/lib/core/hex";
import { networkById, networkByName, NETWORKS } from "@/lib/core/network";
import type { FoundBlock, SearchStore } from "@/lib/features/search/search.ports";
import type { Db } from "@/lib/platform/db/pool";
import { oneOf } from "@/lib/core/one-of";

export function makeSearchStore(db: Db): SearchStore {
  return {
    seen: async (generation, named) => {
      const { rows } = await db.query<{ i: number; tx_count: bigint | null }>(
        `SELECT q.i, CASE WHEN count(*) = 1 THEN max(s.tx_count)
           ELSE (SELECT count(DISTINCT (h.ord, h.tx_id)) FROM address_tx h WHERE h.generation = $1 AND h.address_id = ANY(array_agg(s.address_id))) END AS tx_count
         FROM unnest($2::int4[], $3::int2[], $4::bytea[], $5::text[]) AS q(i, network, hash, text)
         CROSS JOIN LATERAL (
           SELECT a.id FROM address a WHERE a.script_hash = q.hash AND a.network = q.network
           UNION SELECT l.address_id FROM address_alias l WHERE l.text = q.text AND l.network = q.network
         ) found LEFT JOIN address_summary s ON s.generation = $1 AND s.address_id = found.id GROUP BY q.i`,
        [generation, named.map((_, i) => i), named.map(({ network }) => networkByName(network).id), named.map(({ scriptHash }) => Buffer.from(scriptHash)), named.map(({ address }) => address)],
      );
      const found = new Map(rows.map(({ i, tx_count: count }) => [i, { txCount: count === null ? null : Number(count) }]));
      return named.map((_, i) => found.get(i) ?? null);
    },

    transactionsByTxid: async (hash) => {
      const { rows } = await db.query<{ network: number }>("SELECT network FROM tx WHERE txid = $1 ORDER BY network", [Buffer.from(hash)]);
      return rows.map(({ network }) => networkById(network).name);
    },

    blocksByHash: async (hash) => blocks(db, "hash = $1", [Buffer.from(hash)]),

    blocksAt: async (height) => blocks(db, "network = ANY($2::int2[]) AND height = $1 AND main", [height, NETWORKS.map(({ id }) => id)]),

    claims: async (text, limit) => {
      const { rows } = await db.query<ClaimHitRow>(
        `SELECT c.network, c.subject_text, c.label, c.category, c.subject_kind FROM claim c LEFT JOIN entity e ON e.id = c.entity_id
         WHERE c.current AND c.status NOT IN ('rejected', 'retracted') AND (c.label ILIKE $1 OR e.name ILIKE $1)
         ORDER BY (lower($2) IN (lower(c.label), lower(coalesce(e.name, '')))) DESC, (c.label ILIKE $3 OR coalesce(e.name, '') ILIKE $3) DESC, lower(c.label), c.network, c.subject_text, c.id LIMIT $4`,
        [`%${literal(text)}%`, text, `${literal(text)}%`, limit],
      );
      return rows.map((row) => ({ network: networkById(row.network).name, ref: row.subject_text, label: row.label, category: oneOf(CATEGORIES, row.category), subjectKind: oneOf(SUBJECT_KINDS, row.subject_kind) }));
    },

    networks: async () => {
      const { rows } = await db.query<{ network: number }>("SELECT DISTINCT network FROM source ORDER BY network");
      return rows.map(({ network }) => networkById(network).name);
    },
  };
}

interface ClaimHitRow {
  network: number;
  subject_text: string;
  label: string;
  category: string;
  subject_kind: string;
}

/** The text itself, whatever it means in a LIKE pattern. */
const literal = (text: string): string => text.replace(/[\\%_]/g, "\\$&");

async function blocks(db: Db, where: string, params: unknown[]): Promise<readonly FoundBlock[]> {
  const { rows } = await db.query<{ network: number; height: number | null; hash: Buffer }>(`SELECT network, height, hash FROM block WHERE ${where} ORDER BY network, id`, params);
  return rows.map(({ network, height, hash }) => ({ network: networkById(network).name, height, hash: hashToText(hash) }));
}
