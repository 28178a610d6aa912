import { pendingMigrations } from "@/lib/platform/db/migrate";
import { isAnyWorkerAlive } from "@/lib/platform/jobs/liveness";
import { log } from "@/lib/platform/log";
import { services } from "@/lib/platform/services";

/** Whether database, migrations and worker are ready, and what is wanting. Says nothing that a stranger may not know. */
export async function readiness(): Promise<{ readonly ready: boolean; readonly reasons: readonly string[] }> {
  const reasons: string[] = [];
  try {
    const { pool } = services();
    if ((await pendingMigrations(pool)).length > 0) reasons.push("The database is not migrated.");
    else if (!(await isAnyWorkerAlive(pool))) reasons.push("No worker is running: imports and analyses would wait.");
  } catch (error) {
    log.warn({ err: error }, "not ready");
    reasons.push("The database does not answer.");
  }
  return { ready: reasons.length === 0, reasons };
}
