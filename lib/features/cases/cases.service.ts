import { AppError } from "@/lib/core/errors";
import { EMPTY_GRAPH, type GraphDocument } from "@/lib/core/graph/document";
import { can, type Action, type Principal } from "@/lib/core/policy/policy";
import type { CaseFile, CaseStore, InCaseTransaction, StoredGraph } from "@/lib/features/cases/cases.ports";

interface Deps {
  readonly inTransaction: InCaseTransaction;
  readonly newId: () => string;
}

export type CaseService = ReturnType<typeof makeCaseService>;

/** Cases and their graphs, as small as the first screens need. */
export function makeCaseService({ inTransaction, newId }: Deps) {
  return {
    list: (principal: Principal): Promise<readonly CaseFile[]> => inTransaction(({ cases }) => cases.casesOf(principal.accountId)),

    /** A case starts with one graph. */
    create: (principal: Principal, draft: { readonly name: string; readonly synthetic?: boolean; readonly document?: GraphDocument }): Promise<{ readonly caseId: string; readonly graphId: string }> =>
      inTransaction(async ({ cases, audit }) => {
        if (!can(principal, "case.create")) throw new AppError("forbidden", "Your role does not allow this.");
        const created = { caseId: newId(), graphId: newId() };
        const graph = { id: created.graphId, name: "Main graph", document: draft.document ?? EMPTY_GRAPH };
        await cases.addCase({ id: created.caseId, name: draft.name, synthetic: draft.synthetic ?? false, createdBy: principal.accountId, graph });
        await audit.record({ actorId: principal.accountId, action: "case.created", target: `case:${created.caseId}`, caseId: created.caseId, payload: { name: draft.name, graphId: created.graphId } });
        return created;
      }),

    graph: (principal: Principal, id: string): Promise<StoredGraph> => inTransaction(({ cases }) => open(cases, principal, id, "graph.read")),

    /** @throws AppError conflict when the graph was saved by somebody else since `version`. */
    saveGraph: (principal: Principal, id: string, change: { readonly version: number; readonly document: GraphDocument }): Promise<{ readonly version: number; readonly updatedAt: Date }> =>
      inTransaction(async ({ cases, audit }) => {
        const graph = await open(cases, principal, id, "graph.write");
        const saved = await cases.saveGraph(id, { expected: change.version, document: change.document, by: principal.accountId });
        if (saved === null) throw new AppError("conflict", "This graph was saved somewhere else meanwhile. Reload it; what you added is kept.");
        await audit.record({ actorId: principal.accountId, action: "graph.saved", target: `graph:${id}`, caseId: graph.caseId, payload: { version: saved.version, ...difference(graph.document, change.document) } });
        return saved;
      }),
  };
}

/** Somebody else's graph looks like no graph at all. */
async function open(cases: CaseStore, principal: Principal, id: string, action: Action): Promise<StoredGraph> {
  const graph = await cases.graph(id);
  if (graph === null || !can(principal, action, { caseOwnerId: graph.caseOwnerId })) throw new AppError("not_found", "There is no such graph.");
  return graph;
}

/** What a save did, for the audit log: which nodes came and went. */
function difference(before: GraphDocument, after: GraphDocument): { readonly added: readonly string[]; readonly removed: readonly string[] } {
  const old = new Set(before.nodes.map((node) => node.key));
  const now = new Set(after.nodes.map((node) => node.key));
  return { added: [...now].filter((key) => !old.has(key)), removed: [...old].filter((key) => !now.has(key)) };
}
