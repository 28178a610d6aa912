import { CATEGORIES, CLAIM_SCOPES, CLAIM_STATUSES, METHODS, ROLES, statusOfNewClaim, SUBJECT_KINDS } from "@/lib/core/casework/claims";
import { USE_KINDS } from "@/lib/core/casework/correction";
import { AppError } from "@/lib/core/errors";
import { networkById, networkByName } from "@/lib/core/network";
import { makeAuditLog } from "@/lib/features/audit/audit.repository";
import type { ClaimStore, ClaimVersion, InClaimTransaction, Subject } from "@/lib/features/claims/claims.ports";
import type { Claim, Prisma, PrismaClient } from "@/lib/platform/db/generated/client";
import { oneOf, oneOfOrNull } from "@/lib/core/one-of";

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

    create: async (version) => {
      await tx.claim.create({ data: toRow(version) });
    },

    advance: async ({ id, version }, { status, change, reason, reviewerId }) => {
      await supersede(tx, id, version);
      await tx.$executeRaw`
        INSERT INTO claim (id, version, current, status, change, reason, reviewer_id, subject_kind, network, subject_key, subject_text, role, entity_id, label, category,
          source_name, source_url, source_quote, source_date, method, reliability, credibility, likelihood, tlp, note, scope, case_id, author_id, pack_id, record_key, content_hash, position, original)
        SELECT id, version + 1, true, ${status}, ${change}, ${reason}, ${reviewerId}::uuid, subject_kind, network, subject_key, subject_text, role, entity_id, label, category,
          source_name, source_url, source_quote, source_date, method, reliability, credibility, likelihood, tlp, note, scope, case_id, author_id, pack_id, record_key, content_hash, position, original
        FROM claim WHERE id = ${id}::uuid AND version = ${version}`;
    },

    giveSource: async ({ id, version }, source) => {
      await supersede(tx, id, version);
      await tx.$executeRaw`
        INSERT INTO claim (id, version, current, status, change, subject_kind, network, subject_key, subject_text, role, entity_id, label, category,
          source_name, source_url, source_quote, source_date, method, reliability, credibility, likelihood, tlp, note, scope, case_id, author_id)
        SELECT id, version + 1, true, ${statusOfNewClaim(source.name)}, 'changed', subject_kind, network, subject_key, subject_text, role, entity_id, label, category,
          ${source.name}, ${source.url}, ${source.quote}, ${source.date}::date, method, reliability, credibility, likelihood, tlp, note, scope, case_id, author_id
        FROM claim WHERE id = ${id}::uuid AND version = ${version}`;
    },

    share: async ({ id, version }) => {
      await supersede(tx, id, version);
      await tx.$executeRaw`
        INSERT INTO claim (id, version, current, status, change, subject_kind, network, subject_key, subject_text, role, entity_id, label, category,
          source_name, source_url, source_quote, source_date, method, reliability, credibility, likelihood, tlp, note, scope, case_id, author_id)
        SELECT id, version + 1, true, status, 'shared', subject_kind, network, subject_key, subject_text, role, entity_id, label, category,
          source_name, source_url, source_quote, source_date, method, reliability, credibility, likelihood, tlp, note, 'shared', case_id, author_id
        FROM claim WHERE id = ${id}::uuid AND version = ${version}`;
    },

    uses: async (id) => {
      const rows = await tx.claimUse.findMany({ where: { claimId: id }, orderBy: [{ usedAt: "asc" }, { kind: "asc" }, { ref: "asc" }] });
      return rows.map(({ kind, ref, title, usedAt }) => ({ kind: oneOf(USE_KINDS, kind), ref, title, at: usedAt.toISOString() }));
    },
  };
}

/** @throws AppError conflict when the version is not the current one any more */
async function supersede(tx: Prisma.TransactionClient, id: string, version: number): Promise<void> {
  const { count } = await tx.claim.updateMany({ where: { id, version, current: true }, data: { current: false } });
  if (count !== 1) throw new AppError("conflict", "The claim was changed meanwhile; look at it again.");
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
