import { canonicalJson } from "@/lib/core/canonical-json";
import type { AuditEntry, AuditLog } from "@/lib/features/audit/audit.ports";
import type { Prisma } from "@/lib/platform/db/generated/client";
import type { Db } from "@/lib/platform/db/pool";

/** For changes made through pg: call it with the client that holds the transaction. */
export async function recordAudit(db: Db, entry: AuditEntry): Promise<void> {
  await db.query("INSERT INTO audit_event (actor_id, action, target, case_id, payload) VALUES ($1, $2, $3, $4, $5)", [
    entry.actorId,
    entry.action,
    entry.target,
    entry.caseId ?? null,
    canonicalJson(entry.payload ?? {}),
  ]);
}

/** For changes made through Prisma: made from the transaction's client. */
export const makeAuditLog = (db: Prisma.TransactionClient): AuditLog => ({
  record: async ({ actorId, action, target, caseId, payload }) => {
    await db.auditEvent.create({ data: { actorId, action, target, caseId: caseId ?? null, payload: canonicalJson(payload ?? {}) } });
  },
});
