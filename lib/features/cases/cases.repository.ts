import { GraphDocumentDto } from "@/lib/features/graphs/graphs.contract";
import { makeAuditLog } from "@/lib/features/audit/audit.repository";
import type { CaseStore, InCaseTransaction } from "@/lib/features/cases/cases.ports";
import type { GraphDocument } from "@/lib/core/graph/document";
import type { Prisma, PrismaClient } from "@/lib/platform/db/generated/client";

export const makeInCaseTransaction =
  (prisma: PrismaClient): InCaseTransaction =>
  (work) =>
    prisma.$transaction((tx) => work({ cases: makeCaseStore(tx), audit: makeAuditLog(tx) }));

function makeCaseStore(tx: Prisma.TransactionClient): CaseStore {
  return {
    casesOf: async (accountId) => {
      const rows = await tx.caseFile.findMany({ where: { createdBy: accountId }, include: { graphs: { orderBy: { updatedAt: "desc" } } }, orderBy: { createdAt: "desc" } });
      return rows.map(({ graphs, ...row }) => ({
        ...row,
        graphs: graphs.map(({ id, name, updatedAt, document }) => ({ id, name, updatedAt, nodes: toDocument(document).nodes.length })),
      }));
    },

    addCase: async ({ graph, ...row }) => {
      await tx.caseFile.create({ data: { ...row, graphs: { create: { ...graph, document: toJson(graph.document), updatedBy: row.createdBy } } } });
    },

    graph: async (id) => {
      const row = await tx.graph.findUnique({ where: { id }, include: { case: true } });
      if (row === null) return null;
      const { case: file, document, updatedBy: _by, ...rest } = row;
      return { ...rest, document: toDocument(document), caseName: file.name, caseOwnerId: file.createdBy, synthetic: file.synthetic };
    },

    saveGraph: async (id, { expected, document, by }) => {
      const updatedAt = new Date();
      const { count } = await tx.graph.updateMany({ where: { id, version: expected }, data: { document: toJson(document), version: expected + 1, updatedBy: by, updatedAt } });
      return count === 0 ? null : { version: expected + 1, updatedAt };
    },
  };
}

/** Parsed, not cast: a document in the store that the contract does not know is a fault to be seen at once. */
const toDocument = (json: Prisma.JsonValue): GraphDocument => GraphDocumentDto.parse(json);
const toJson = ({ nodes }: GraphDocument): Prisma.InputJsonValue => ({ nodes: nodes.map((node) => ({ ...node })) });
