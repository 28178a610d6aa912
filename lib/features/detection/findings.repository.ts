import { createHash } from "node:crypto";
import { DISPOSITIONS } from "@/lib/core/casework/disposition";
import { FINDING_GRADES, FINDING_KINDS } from "@/lib/core/detect/findings";
import { PARAMETERS } from "@/lib/core/detect/parameters";
import { networkByName } from "@/lib/core/network";
import { oneOf } from "@/lib/core/one-of";
import { recordAudit } from "@/lib/features/audit/audit.repository";
import type { NamedFinding } from "@/lib/features/detection/detection.ports";
import { FINDING_COLUMNS, FINDING_JOINS, type FindingRow, rankOf, toDocument, toStored } from "@/lib/features/detection/finding-row";
import type { DetectionRun, FindingReader, FindingStore, InFindingTransaction, NewRun, RunCounts } from "@/lib/features/detection/findings.ports";
import { type Db, inTransaction, type Pool } from "@/lib/platform/db/pool";

export const makeFindingReader = (db: Db): FindingReader => ({
  page: async ({ kind, grade, disposition }, { cursor, limit }) => {
    const { rows } = await db.query<FindingRow>(
      `SELECT ${FINDING_COLUMNS} FROM finding f ${FINDING_JOINS}
       WHERE ($1::text IS NULL OR f.kind = $1) AND ($2::text IS NULL OR f.grade = $2) AND ($3::text IS NULL OR f.disposition = $3)
         AND ($4::int4 IS NULL OR f.rank < $4 OR (f.rank = $4 AND f.id > $5)) ORDER BY f.rank DESC, f.id LIMIT $6`,
      [kind ?? null, grade ?? null, disposition ?? null, cursor?.rank ?? null, cursor?.id ?? null, limit],
    );
    return rows.map(toStored);
  },

  counts: async () => {
    const { rows } = await db.query<{ kind: string; grade: string; disposition: string; count: bigint }>("SELECT kind, grade, disposition, count(*) AS count FROM finding GROUP BY 1, 2, 3 ORDER BY 1, 2, 3");
    return rows.map(({ kind, grade, disposition, count }) => ({ kind: oneOf(FINDING_KINDS, kind), grade: oneOf(FINDING_GRADES, grade), disposition: oneOf(DISPOSITIONS, disposition), count: Number(count) }));
  },

  get: async (id) => {
    const { rows } = await db.query<FindingRow>(`SELECT ${FINDING_COLUMNS} FROM finding f ${FINDING_JOINS} WHERE f.id = $1`, [id]);
    return rows[0] === undefined ? null : toStored(rows[0]);
  },

  lastWhole: async () => {
    const { rows } = await db.query<RunRow>("SELECT * FROM detection_run WHERE whole ORDER BY at DESC, id LIMIT 1");
    return rows[0] === undefined ? null : toRun(rows[0]);
  },

  naming: async (addresses) => {
    const { rows } = await db.query<{ i: number; id: string; kind: string; grade: string }>(
      `SELECT q.i, f.id, f.kind, f.grade FROM unnest($1::int4[], $2::int2[], $3::text[]) AS q(i, network, address)
       JOIN finding_address a ON a.address = q.address AND a.network = q.network JOIN finding f ON f.id = a.finding_id
       WHERE NOT f.gone AND f.disposition <> 'dismissed' ORDER BY q.i, f.rank DESC, f.id`,
      [addresses.map((_, i) => i), addresses.map(({ network }) => networkByName(network).id), addresses.map(({ address }) => address)],
    );
    const found = new Map<number, { id: string; kind: (typeof FINDING_KINDS)[number]; grade: (typeof FINDING_GRADES)[number] }[]>();
    for (const { i, id, kind, grade } of rows) found.set(i, [...(found.get(i) ?? []), { id, kind: oneOf(FINDING_KINDS, kind), grade: oneOf(FINDING_GRADES, grade) }]);
    return found;
  },
});

interface RunRow extends RunCounts {
  id: string;
  at: Date;
  method: string;
  request: DetectionRun["request"];
  generation: number;
  ledger_version: bigint;
  claims: bigint;
  data_heights: DetectionRun["dataHeights"];
}

const toRun = ({ id, at, method, request, generation, ledger_version, claims, data_heights, found, added, changed, gone }: RunRow): DetectionRun => ({
  id, at, method, request, basis: { generation, ledgerVersion: ledger_version, claims }, dataHeights: data_heights, counts: { found, added, changed, gone },
});

export const makeInFindingTransaction =
  (pool: Pool): InFindingTransaction =>
  (work) =>
    inTransaction(pool, (client) => work({ findings: makeFindingStore(client), audit: { record: (entry) => recordAudit(client, entry) } }));

const makeFindingStore = (db: Db): FindingStore => ({
  save: (run) => save(db, run),

  hold: async (id) => {
    const { rows } = await db.query<{ version: number; disposition: string }>("SELECT version, disposition FROM finding WHERE id = $1 FOR UPDATE", [id]);
    return rows[0] === undefined ? null : { version: rows[0].version, disposition: oneOf(DISPOSITIONS, rows[0].disposition) };
  },

  dispose: async (id, { disposition, reason, accountId, version }) => {
    await db.query("UPDATE finding SET disposition = $2, reason = $3, disposed_by = $4, disposed_at = now(), disposed_version = $5 WHERE id = $1", [id, disposition, reason, accountId, version]);
  },
});

interface Told {
  readonly finding: NamedFinding;
  readonly version: number;
  readonly document: string;
  readonly digest: Buffer;
}

async function save(db: Db, { id, accountId, whole, detection }: NewRun): Promise<RunCounts> {
  // One run after the other, so that each is compared with the one before.
  await db.query("SELECT pg_advisory_xact_lock(hashtext('detection_run'))");
  const told = await newlyTold(db, detection.findings, whole);
  const added = told.filter(({ version }) => version === 1).length;
  const gone = whole ? await markGone(db, detection.findings.map((finding) => finding.id)) : 0;
  const counts = { found: detection.findings.length, added, changed: told.length - added, gone };
  const { generation, ledgerVersion, claims } = detection.basis;
  await db.query(
    `INSERT INTO detection_run (id, account_id, method, parameters, request, whole, generation, ledger_version, claims, data_heights, found, added, changed, gone)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
    [id, accountId, detection.method, JSON.stringify(PARAMETERS), JSON.stringify(detection.request), whole, generation, ledgerVersion, claims, JSON.stringify(detection.dataHeights), counts.found, added, counts.changed, gone],
  );
  await tell(db, id, told);
  await noteUses(db, detection.findings);
  return counts;
}

/** Findings that are new, and with a whole run those that are told differently from before. */
async function newlyTold(db: Db, findings: readonly NamedFinding[], whole: boolean): Promise<readonly Told[]> {
  const { rows } = await db.query<{ id: string; version: number; digest: Buffer }>(
    "SELECT f.id, f.version, v.digest FROM finding f JOIN finding_version v ON v.finding_id = f.id AND v.version = f.version WHERE f.id = ANY($1)",
    [findings.map(({ id }) => id)],
  );
  const before = new Map(rows.map((row) => [row.id, row]));
  return findings.flatMap((finding): readonly Told[] => {
    const known = before.get(finding.id);
    if (known !== undefined && !whole) return [];
    const document = toDocument(finding);
    const digest = createHash("sha256").update(document).digest();
    return known?.digest.equals(digest) === true ? [] : [{ finding, version: (known?.version ?? 0) + 1, document, digest }];
  });
}

async function markGone(db: Db, found: readonly string[]): Promise<number> {
  await db.query("UPDATE finding SET gone = false WHERE gone AND id = ANY($1)", [found]);
  const { rowCount } = await db.query("UPDATE finding SET gone = true, changed_at = now() WHERE NOT gone AND id <> ALL($1)", [found]);
  return rowCount ?? 0;
}

async function tell(db: Db, runId: string, told: readonly Told[]): Promise<void> {
  for (const { finding, version, document, digest } of told) {
    const { id, network, kind, grade } = finding;
    await db.query(
      `INSERT INTO finding (id, version, network, kind, grade, rank) VALUES ($1, $2, $3, $4, $5, $6)
       ON CONFLICT (id) DO UPDATE SET version = excluded.version, grade = excluded.grade, rank = excluded.rank, gone = false, changed_at = now()`,
      [id, version, networkByName(network).id, kind, grade, rankOf(finding)],
    );
    await db.query("INSERT INTO finding_version (finding_id, version, run_id, document, digest) VALUES ($1, $2, $3, $4, $5)", [id, version, runId, document, digest]);
    await db.query("DELETE FROM finding_address WHERE finding_id = $1", [id]);
    await db.query("INSERT INTO finding_address (address, network, finding_id) SELECT unnest($1::text[]), $2, $3", [paidAddresses(finding), networkByName(network).id, id]);
  }
}

/** Whom pools paid, and where payouts met dirty coins; not the services that were paid. */
const paidAddresses = ({ payouts, commingling }: NamedFinding): readonly string[] => [...new Set([...payouts, ...commingling].flatMap(({ address }) => address ?? []))];

/** Retracting a claim names the findings that rest on it. */
async function noteUses(db: Db, findings: readonly NamedFinding[]): Promise<void> {
  const uses = findings.flatMap(({ id, kind, actor, restsOn }) => restsOn.map((claim) => ({ claim: claim.id, id, title: `${kind}${actor === null ? "" : `, ${actor}`}` })));
  await db.query(
    "INSERT INTO claim_use (claim_id, kind, ref, title) SELECT DISTINCT claim, 'finding', ref, title FROM unnest($1::uuid[], $2::text[], $3::text[]) AS u(claim, ref, title) ON CONFLICT DO NOTHING",
    [uses.map(({ claim }) => claim), uses.map(({ id }) => id), uses.map(({ title }) => title)],
  );
}
