import { createHash } from "node:crypto";
import { attempt, THROTTLES, type ThrottleKind } from "@/lib/core/accounts/throttle";
import type { ThrottleStore } from "@/lib/features/accounts/accounts.ports";
import { inTransaction, type Pool } from "@/lib/platform/db/pool";

const FORGOTTEN_AFTER = Math.max(...Object.values(THROTTLES).map((rule) => rule.memory));

interface Row {
  attempts: number;
  lastAt: Date;
  openAt: Date;
}

/** Counted under a lock, whoever tries at the same moment, and in a transaction of its own: a failed attempt stays counted. */
export function makeThrottleStore(pool: Pool): ThrottleStore {
  return {
    attempt: (kind, about, now) =>
      inTransaction(pool, async (db) => {
        const key = keyOf(kind, about);
        await db.query("DELETE FROM sign_in_throttle WHERE last_at < $1", [new Date(now.getTime() - FORGOTTEN_AFTER)]);
        await db.query("INSERT INTO sign_in_throttle (key, attempts, last_at, open_at) VALUES ($1, 0, $2, $2) ON CONFLICT (key) DO NOTHING", [key, now]);
        const { rows } = await db.query<Row>(`SELECT attempts, last_at AS "lastAt", open_at AS "openAt" FROM sign_in_throttle WHERE key = $1 FOR UPDATE`, [key]);
        const outcome = attempt(rows[0] ?? null, THROTTLES[kind], now);
        if ("wait" in outcome) return outcome.wait;
        const { attempts, lastAt, openAt } = outcome.next;
        await db.query("UPDATE sign_in_throttle SET attempts = $2, last_at = $3, open_at = $4 WHERE key = $1", [key, attempts, lastAt, openAt]);
        return 0;
      }),
    forget: async (kind, about) => {
      await pool.query("DELETE FROM sign_in_throttle WHERE key = $1", [keyOf(kind, about)]);
    },
  };
}

const keyOf = (kind: ThrottleKind, about: string): Buffer => createHash("sha256").update(`${kind}:${about}`).digest();
