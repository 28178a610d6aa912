import { networkById } from "@/lib/core/network";
import type { PackEffect } from "@/lib/features/claims/claims-import.ports";
import { CONFLICTING_CLAIMS } from "@/lib/features/claims/conflicts-sql";

/** How many of each kind are told; their counts are always whole. */
const TOLD = 50;

const WHAT: Readonly<Record<string, PackEffect["what"]>> = { created: "new", changed: "changed", retired: "retired" };

export interface EffectRow {
  what: string;
  position: number | null;
  network: number;
  subject_text: string;
  label: string;
  entity: string | null;
  against: string[];
}

/** Run in the transaction of an import of pack $1, after it was applied: versions of this transaction, and conflicts of the pack's claims. */
export const PACK_EFFECTS = `
  WITH found AS MATERIALIZED (${CONFLICTING_CLAIMS}),
  made AS (
    SELECT c.change AS what, c.position, c.network, c.subject_text, c.label, e.name AS entity, row_number() OVER (PARTITION BY c.change ORDER BY c.position, c.id) AS place
    FROM claim c LEFT JOIN entity e ON e.id = c.entity_id WHERE c.pack_id = $1 AND c.current AND c.change IN ('created', 'changed', 'retired') AND c.at >= date_trunc('milliseconds', now())),
  disputed AS (
    SELECT DISTINCT ON (c.position, c.id) c.position, c.network, c.subject_text, c.label, e.name AS entity, f.place, c.id
    FROM found f JOIN claim c ON c.id = f.id AND c.current LEFT JOIN entity e ON e.id = c.entity_id WHERE c.pack_id = $1 ORDER BY c.position, c.id LIMIT ${TOLD})
  SELECT what, position, network, subject_text, label, entity, '{}'::text[] AS against FROM made WHERE place <= ${TOLD}
  UNION ALL SELECT 'conflict', d.position, d.network, d.subject_text, d.label, d.entity,
    ARRAY(SELECT DISTINCT coalesce(e.name, o.label) || ' (' || coalesce(o.source_name, 'no source') || ')' FROM found f JOIN claim o ON o.id = f.id AND o.current LEFT JOIN entity e ON e.id = o.entity_id
      WHERE f.place = d.place AND f.id <> d.id ORDER BY 1 LIMIT 4) FROM disputed d
  ORDER BY what, position`;

export const toPackEffect = (row: EffectRow): PackEffect => ({
  what: WHAT[row.what] ?? "conflict",
  index: row.position,
  subject: { network: networkById(row.network).name, ref: row.subject_text },
  label: row.label,
  entity: row.entity,
  against: row.against,
});
