import { CONTENDING_STATUSES, CONTROLLING_ROLES, KEEPERS, KEEPING_ROLES, SOMEBODY, SORTS, THEFT_CATEGORIES } from "@/lib/core/casework/conflicts";

/** Constants of the code as an SQL list; never data. */
const list = (words: readonly string[]): string => words.map((word) => `'${word}'`).join(", ");
const sortOf = `CASE ${Object.entries(SORTS).map(([sort, categories]) => `WHEN c.category IN (${list(categories)}) THEN '${sort}'`).join(" ")} END`;

/** Whether a claim `c` with entity `e` says who holds the coins; null-safe. */
const CONTROLS = `(e.kind IN (${list(SOMEBODY)}) AND c.category NOT IN (${list(THEFT_CATEGORIES)}) AND (c.role IS NULL OR c.role IN (${list(CONTROLLING_ROLES)})))`;
const KEEPS = `(e.kind IN (${list(KEEPERS)}) AND c.category NOT IN (${list(THEFT_CATEGORIES)}) AND (c.role IS NULL OR c.role IN (${list(KEEPING_ROLES)})))`;
const CONTENDS = `c.status IN (${list(CONTENDING_STATUSES)})`;

const differ = (holds: string, over: string): string => {
  const who = `CASE WHEN ${CONTENDS} AND ${holds} THEN c.entity_id END`;
  return `coalesce(min(${who}) OVER (${over}) <> max(${who}) OVER (${over}), false)`;
};

/** Whether claims of one window name different holders: then none of them says anything of the rest of the wallet. */
export const contested = (over: string): string => `(${differ(CONTROLS, over)} OR ${differ(KEEPS, over)})`;

const STANDING = `
  SELECT c.id, c.network, c.subject_key, c.subject_kind, c.entity_id, c.role, c.status, e.victim_id, ${CONTROLS} AS controls, ${KEEPS} AS keeps,
    (c.category IN (${list(THEFT_CATEGORIES)}) OR coalesce(e.kind = 'theft', false)) AS theft, CASE WHEN c.role IS NULL OR c.role IN (${list(KEEPING_ROLES)}) THEN ${sortOf} END AS sort
  FROM claim c LEFT JOIN entity e ON e.id = c.entity_id WHERE c.current AND ${CONTENDS}`;

const ENTITIES = "count(DISTINCT entity_id) FILTER (WHERE controls) > 1 OR count(DISTINCT entity_id) FILTER (WHERE keeps) > 1";
const VICTIMS = "coalesce(array_agg(entity_id) FILTER (WHERE keeps) && array_agg(victim_id) FILTER (WHERE theft), false)";
const THEFT = `${VICTIMS} OR (bool_or(keeps) AND bool_or(theft AND victim_id IS NULL))`;
const ROLES = `count(DISTINCT entity_id || ' ' || role) FILTER (WHERE status = 'accepted') > count(DISTINCT entity_id) FILTER (WHERE status = 'accepted' AND role IS NOT NULL)`;
const CATEGORIES = "count(DISTINCT sort) FILTER (WHERE status = 'accepted') > 1";
const when = (condition: string, kind: string): string => `CASE WHEN ${condition} THEN '${kind}' END`;

/**
 * Claims that stand in a conflict, one row for each place and claim: an address or transaction, or a wallet of the current generation. In a wallet
 * only who controls it and thefts from whoever does are compared, since its addresses may well have different roles. `rank` counts the
 * claims of one entity in one place.
 */
export const CONFLICTING_CLAIMS = `
  WITH standing AS MATERIALIZED (${STANDING}),
  subjects AS (
    SELECT network, subject_key, array_remove(ARRAY[${when(ENTITIES, "entities")}, ${when(THEFT, "theft")}, ${when(ROLES, "roles")}, ${when(CATEGORIES, "categories")}], NULL) AS kinds
    FROM standing GROUP BY network, subject_key HAVING count(*) > 1),
  in_wallets AS MATERIALIZED (
    SELECT s.*, m.wallet_id FROM standing s JOIN address a ON a.script_hash = s.subject_key AND a.network = s.network
    JOIN address_summary m ON m.address_id = a.id AND m.generation = (SELECT generation FROM analysis_state) WHERE s.subject_kind <> 'transaction' AND (s.keeps OR s.controls OR s.theft)),
  wallets AS (
    SELECT wallet_id, array_remove(ARRAY[${when(ENTITIES, "entities")}, ${when(VICTIMS, "theft")}], NULL) AS kinds FROM in_wallets GROUP BY wallet_id HAVING count(DISTINCT subject_key) > 1),
  placed AS (
    SELECT encode(subject_key, 'hex') || '.' || network AS place, NULL::int8 AS wallet_id, kinds, s.id, s.entity_id, s.status FROM subjects JOIN standing s USING (network, subject_key) WHERE kinds <> '{}'
    UNION ALL SELECT 'wallet.' || wallet_id, wallet_id, kinds, w.id, w.entity_id, w.status FROM wallets JOIN in_wallets w USING (wallet_id) WHERE kinds <> '{}')
  SELECT place, wallet_id, kinds, id, row_number() OVER (PARTITION BY place, entity_id ORDER BY status, id) AS rank FROM placed`;
