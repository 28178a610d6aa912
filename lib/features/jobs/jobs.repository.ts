import type { JobKind, JobProgress, JobStatus, Json, JsonObject } from "@/lib/core/jobs/job";
import { pageOf, parseCursor } from "@/lib/core/page";
import { recordAudit } from "@/lib/features/audit/audit.repository";
import { JobProgressDto } from "@/lib/features/jobs/jobs.contract";
import type { InJobTransaction, Job, JobEnd, JobLeases, JobStore } from "@/lib/features/jobs/jobs.ports";
import { type Db, inTransaction, type Pool } from "@/lib/platform/db/pool";

interface Row {
  readonly id: string;
  readonly kind: JobKind;
  readonly params: { readonly title: string; readonly params: JsonObject };
  readonly status: JobStatus;
  readonly progress: JsonObject;
  readonly checkpoint: JsonObject;
  readonly result: Json;
  readonly error: string | null;
  readonly account_id: string;
  readonly attempts: number;
  readonly leased_by: string | null;
  readonly created_at: Date;
  readonly started_at: Date | null;
  readonly finished_at: Date | null;
}

const COLUMNS = "id, kind, params, status, progress, checkpoint, result, error, account_id, attempts, leased_by, created_at, started_at, finished_at";
/** Milliseconds, which is the column's own precision. */
const ORDER_KEY = "(extract(epoch FROM created_at) * 1000)::int8";
const LEASED = "status IN ('running', 'cancelling')";

/** Jobs as the worker holds them, outside any transaction. */
export function makeJobLeases(db: Db): JobLeases {
  return {
    extend: async (id, worker, { ms, progress }) => {
      const { rows } = await db.query<{ status: JobStatus }>(
        `UPDATE job SET lease_until = now() + $3 * interval '1 millisecond', progress = coalesce($4::jsonb, progress) WHERE id = $1 AND leased_by = $2 AND ${LEASED} RETURNING status`,
        [id, worker, ms, progress === null ? null : JSON.stringify(progress)],
      );
      return rows[0]?.status ?? null;
    },

    saveCheckpoint: async (id, worker, checkpoint) => {
      const { rowCount } = await db.query(`UPDATE job SET checkpoint = $3 WHERE id = $1 AND leased_by = $2 AND ${LEASED}`, [id, worker, JSON.stringify(checkpoint)]);
      return rowCount === 1;
    },

    expire: async (workers) => {
      // The column keeps milliseconds, rounded: a lease up to now might end a moment later.
      const { rowCount } = await db.query(`UPDATE job SET lease_until = now() - interval '1 second' WHERE ${LEASED} AND leased_by = ANY($1)`, [workers]);
      return rowCount ?? 0;
    },

    holders: async () => {
      const { rows } = await db.query<{ leased_by: string }>(`SELECT DISTINCT leased_by FROM job WHERE ${LEASED} AND leased_by IS NOT NULL`);
      return rows.map((row) => row.leased_by);
    },

    get: async (id) => toJobOrNull((await db.query<Row>(`SELECT ${COLUMNS} FROM job WHERE id = $1`, [id])).rows),
  };
}

export const makeInJobTransaction =
  (pool: Pool): InJobTransaction =>
  (work) =>
    inTransaction(pool, (client) => work({ jobs: makeJobStore(client), audit: { record: (entry) => recordAudit(client, entry) } }));

function makeJobStore(db: Db): JobStore {
  return {
    add: async ({ id, kind, title, params, accountId }) => {
      await db.query("INSERT INTO job (id, kind, params, status, account_id) VALUES ($1, $2, $3, 'queued', $4)", [id, kind, JSON.stringify({ title, params }), accountId]);
    },

    list: async ({ cursor, limit }) => {
      const [millis, offset] = cursor === undefined ? [null, 0n] : parseCursor(cursor);
      // Jobs of one millisecond are told apart by how many of them the previous pages have shown.
      const { rows } = await db.query<Row & { key: bigint; nth: bigint }>(
        `SELECT * FROM (SELECT ${COLUMNS}, ${ORDER_KEY} AS key, row_number() OVER (PARTITION BY ${ORDER_KEY} ORDER BY id) AS nth FROM job WHERE $1::int8 IS NULL OR ${ORDER_KEY} <= $1) numbered
         WHERE $1::int8 IS NULL OR key < $1 OR nth > $2 ORDER BY key DESC, nth LIMIT $3`,
        [millis, offset, limit + 1],
      );
      const page = pageOf(rows, limit, (row) => [row.key, row.nth]);
      return { ...page, items: page.items.map(toJob) };
    },

    hold: async (id) => toJobOrNull((await db.query<Row>(`SELECT ${COLUMNS} FROM job WHERE id = $1 FOR UPDATE`, [id])).rows),

    setStatus: async (id, status) => {
      const queued = status === "queued" ? ", error = NULL, finished_at = NULL, leased_by = NULL, lease_until = NULL, attempts = 0" : "";
      await db.query(`UPDATE job SET status = $2${queued} WHERE id = $1`, [id, status]);
    },

    holdNext: async () =>
      toJobOrNull(
        (await db.query<Row>(`SELECT ${COLUMNS} FROM job WHERE status = 'queued' OR (${LEASED} AND lease_until <= now()) ORDER BY created_at, id FOR UPDATE SKIP LOCKED LIMIT 1`)).rows,
      ),

    lease: async (id, worker, leaseMs) => {
      const { rows } = await db.query<Row>(
        `UPDATE job SET status = 'running', attempts = attempts + 1, leased_by = $2, lease_until = now() + $3 * interval '1 millisecond', started_at = coalesce(started_at, now()) WHERE id = $1 RETURNING ${COLUMNS}`,
        [id, worker, leaseMs],
      );
      return rows.map(toJob)[0] ?? neverHappens(id);
    },

    end: (id, end) => endJob(db, id, end),
  };
}

async function endJob(db: Db, id: string, end: JobEnd): Promise<void> {
  await db.query(
    `UPDATE job SET status = $2, result = $3, error = $4, leased_by = NULL, lease_until = NULL, finished_at = CASE WHEN $2 = 'queued' THEN NULL ELSE now() END WHERE id = $1`,
    [id, end.status, end.status === "done" ? JSON.stringify(end.result) : null, end.status === "failed" ? end.error : null],
  );
}

function neverHappens(id: string): never {
  throw new Error(`job ${id} went away while it was held`);
}

const toJobOrNull = (rows: readonly Row[]): Job | null => rows.map(toJob)[0] ?? null;

function toJob(row: Row): Job {
  return {
    id: row.id,
    kind: row.kind,
    title: row.params.title,
    params: row.params.params,
    status: row.status,
    progress: orNull(row.progress) === null ? null : (JobProgressDto.parse(row.progress) satisfies JobProgress),
    checkpoint: orNull(row.checkpoint),
    result: row.result,
    error: row.error,
    accountId: row.account_id,
    attempts: row.attempts,
    leasedBy: row.leased_by,
    createdAt: row.created_at,
    startedAt: row.started_at,
    finishedAt: row.finished_at,
  };
}

/** The schema's default for what was never written is an empty object. */
const orNull = (json: JsonObject): JsonObject | null => (Object.keys(json).length === 0 ? null : json);
