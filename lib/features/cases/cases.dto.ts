import type { CaseFile, StoredGraph } from "@/lib/features/cases/cases.ports";
import type { CaseDto, GraphDto } from "@/lib/features/graphs/graphs.contract";

export const toCaseDto = ({ createdAt, createdBy: _by, graphs, ...file }: CaseFile): CaseDto => ({
  ...file,
  createdAt: createdAt.toISOString(),
  graphs: graphs.map((graph) => ({ ...graph, updatedAt: graph.updatedAt.toISOString() })),
});

export const toGraphDto = ({ caseOwnerId: _owner, document, updatedAt, ...graph }: StoredGraph): GraphDto => ({
  ...graph,
  document: { nodes: document.nodes.map((node) => ({ ...node })) },
  updatedAt: updatedAt.toISOString(),
});
