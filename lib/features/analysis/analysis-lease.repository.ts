import { randomUUID } from "node:crypto";
import { AppError } from "@/lib/core/errors";
import type { AnalysisLease, AnalysisLeases, AnalysisState, AnalysisStats } from "@/lib/features/analysis/analysis.ports";
import type { Db } from "@/lib/platform/db/pool";
import { log } from "@/lib/platform/log";

export interface LeaseOptions {
  /** How long a lease holds without a sign of life: after a kill, the next run waits at most this long. */
  readonly leaseMs?: number;
  readonly beatMs?: number;
}

const STATE = `SELECT a.generation, a.ledger_version, a.method, a.stats, coalesce(l.version, 0) AS current_version
  FROM analysis_state a LEFT JOIN ledger_state l ON l.id = 1 WHERE a.id = 1`;

export function makeAnalysisLeases(db: Db, { leaseMs = 15_000, beatMs = 3_000 }: LeaseOptions = {}): AnalysisLeases {
  return {
    state: async (): Promise<AnalysisState> => {
      const { rows } = await db.query<StateRow>(STATE);
      const [row] = rows;
      if (row === undefined) throw new Error("The row of analysis_state is missing: the migrations did not run.");
      return { generation: row.generation, ledgerVersion: row.ledger_version, method: row.method, stats: row.generation === 0 ? null : row.stats, currentVersion: row.current_version };
    },

    acquire: async () => {
      const owner = randomUUID();
      const { rows } = await db.query<{ generation: number }>(
        `UPDATE analysis_state SET leased_by = $1, lease_until = now() + $2 * interval '1 millisecond', next_generation = next_generation + 1
         WHERE id = 1 AND (lease_until IS NULL OR lease_until < now()) RETURNING next_generation - 1 AS generation`,
        [owner, leaseMs],
      );
      return rows[0] === undefined ? null : keep(db, { owner, generation: rows[0].generation, leaseMs, beatMs });
    },
  };
}

interface StateRow {
  generation: number;
  ledger_version: bigint;
  method: string;
  stats: AnalysisStats;
  current_version: bigint;
}

interface Kept {
  readonly owner: string;
  readonly generation: number;
  readonly leaseMs: number;
  readonly beatMs: number;
}

function keep(db: Db, { owner, generation, leaseMs, beatMs }: Kept): AnalysisLease {
  const lost = new AbortController();
  let heard = Date.now();
  const beat = async (): Promise<void> => {
    try {
      const { rowCount } = await db.query("UPDATE analysis_state SET lease_until = now() + $2 * interval '1 millisecond' WHERE id = 1 AND leased_by = $1", [owner, leaseMs]);
      if (rowCount === 0) lost.abort();
      else heard = Date.now();
    } catch (error) {
      log.warn({ err: error }, "the lease of the analysis could not be extended");
      if (Date.now() - heard > leaseMs) lost.abort();
    }
  };
  const timer = setInterval(() => void beat(), beatMs);
  timer.unref();
  return {
    generation,
    owner,
    lost: lost.signal,
    publish: async ({ ledgerVersion, method, stats, reach }) => {
      // One statement, so one transaction: readers see the old pointer or the new one.
      const { rowCount } = await db.query(
        `UPDATE analysis_state SET previous = generation, generation = $2, ledger_version = $3, method = $4, stats = $5, reach = $6, at = now()
         WHERE id = 1 AND leased_by = $1`,
        [owner, generation, ledgerVersion, method, JSON.stringify(stats), JSON.stringify(reach)],
      );
      if (rowCount === 0) throw new AppError("conflict", "Another analysis took over before this one was done. Its result stands.");
    },
    release: async () => {
      clearInterval(timer);
      try {
        await db.query("UPDATE analysis_state SET leased_by = NULL, lease_until = NULL WHERE id = 1 AND leased_by = $1", [owner]);
      } catch (error) {
        log.warn({ err: error }, "the lease of the analysis could not be given back; it runs out by itself");
      }
    },
  };
}
