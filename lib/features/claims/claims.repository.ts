import { CATEGORIES, CLAIM_SCOPES, CLAIM_STATUSES, METHODS, ROLES, SUBJECT_KINDS } from "@/lib/core/casework/claims";
import { AppError } from "@/lib/core/errors";
import { networkById, networkByName } from "@/lib/core/network";
import { makeAuditLog } from "@/lib/features/audit/audit.repository";
import type { ClaimStore, ClaimVersion, InClaimTransaction, Subject } from "@/lib/features/claims/claims.ports";
import type { Claim, Prisma, PrismaClient } from "@/lib/platform/db/generated/client";
import { isUniqueViolation, oneOf, oneOfOrNull } from "@/lib/platform/db/rows";

export const makeInClaimTransaction =
  (prisma: PrismaClient): InClaimTransaction =>
  (work) =>
    prisma.$transaction((tx) => work({ claims: makeClaimStore(tx), audit: makeAuditLog(tx) }));

function makeClaimStore(tx: Prisma.TransactionClient): ClaimStore {
  return {
    entityExists: async (id) => (await tx.entity.count({ where: { id } })) > 0,
    caseOwner: async (caseId) => (await tx.caseFile.findUnique({ where: { id: caseId }, select: { createdBy: true } }))?.createdBy ?? null,

    current: async (id) => {
      const row = await tx.claim.findFirst({ where: { id, current: true } });
      return row === null ? null : toVersion(row);
    },

    sameSubject: async (subject, caseId) => {
      const rows = await tx.claim.findMany({
        where: { subjectKey: bytes(subject.key), network: networkByName(subject.network).id, subjectKind: subject.kind, current: true, caseId, status: { notIn: ["retracted", "rejected"] } },
      });
      return rows.map(toVersion);
    },

    append: async (version) => {
      try {
        await tx.claim.updateMany({ where: { id: version.id, current: true }, data: { current: false } });
        await tx.claim.create({ data: toRow(version) });
      } catch (cause) {
        if (isUniqueViolation(cause)) throw new AppError("conflict", "The claim was changed meanwhile; look at it again.", { cause });
        throw cause;
      }
    },
  };
}

const bytes = (key: Uint8Array): Uint8Array<ArrayBuffer> => Uint8Array.from(key);

function toRow({ subject, source, ...claim }: ClaimVersion): Prisma.ClaimUncheckedCreateInput {
  return {
    ...claim,
    current: true,
    subjectKind: subject.kind,
    network: networkByName(subject.network).id,
    subjectKey: bytes(subject.key),
    subjectText: subject.ref,
    sourceName: source?.name ?? null,
    sourceUrl: source?.url ?? null,
    sourceQuote: source?.quote ?? null,
    sourceDate: source?.date == null ? null : new Date(`${source.date}T00:00:00Z`),
  };
}

function toVersion(row: Claim): ClaimVersion {
  const subject: Subject = { kind: oneOf(SUBJECT_KINDS, row.subjectKind), network: networkById(row.network).name, ref: row.subjectText, key: row.subjectKey };
  return {
    id: row.id,
    version: row.version,
    subject,
    role: oneOfOrNull(ROLES, row.role),
    entityId: row.entityId,
    label: row.label,
    category: oneOf(CATEGORIES, row.category),
    source: row.sourceName === null ? null : { name: row.sourceName, url: row.sourceUrl, quote: row.sourceQuote, date: row.sourceDate?.toISOString().slice(0, 10) ?? null },
    method: oneOfOrNull(METHODS, row.method),
    note: row.note,
    status: oneOf(CLAIM_STATUSES, row.status),
    scope: oneOf(CLAIM_SCOPES, row.scope),
    caseId: row.caseId,
    authorId: row.authorId,
    reason: row.reason,
  };
}
