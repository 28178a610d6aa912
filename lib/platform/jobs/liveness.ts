import os from "node:os";
import type { Db } from "@/lib/platform/db/pool";
import { identityOf, isSameAlive } from "@/lib/platform/processes";

/** How long a silent worker counts as alive. */
const SILENT_SECONDS = 15;
const FORGET_DAYS = 1;

/** Names this process among all workers of a database: host, process number, start time. */
export function workerName(): string {
  const { pid, startedAt } = identityOf(process.pid);
  return [os.hostname(), pid, startedAt].join(":");
}

/** Whether a worker certainly runs no more: it ran on this host, and its process is gone. */
export function isGone(worker: string): boolean {
  const [host = "", pid = "", startedAt = ""] = worker.split(":");
  return host === os.hostname() && /^[1-9][0-9]*$/.test(pid) && !isSameAlive({ pid: parseInt(pid, 10), startedAt });
}

/** Says that a worker is alive, and forgets those that have been silent for a day. */
export async function sayAlive(db: Db, worker: string): Promise<void> {
  await db.query("INSERT INTO worker (id) VALUES ($1) ON CONFLICT (id) DO UPDATE SET seen_at = now()", [worker]);
  await db.query("DELETE FROM worker WHERE seen_at < now() - $1 * interval '1 day'", [FORGET_DAYS]);
}

export async function sayGone(db: Db, worker: string): Promise<void> {
  await db.query("DELETE FROM worker WHERE id = $1", [worker]);
}

/** Whether any worker has lately said that it is alive. */
export async function isAnyWorkerAlive(db: Db): Promise<boolean> {
  const { rowCount } = await db.query("SELECT 1 FROM worker WHERE seen_at > now() - $1 * interval '1 second' LIMIT 1", [SILENT_SECONDS]);
  return rowCount === 1;
}
