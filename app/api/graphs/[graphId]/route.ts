import { toGraphDto } from "@/lib/features/cases/cases.dto";
import { GraphDto, GraphParams, SaveGraphBody, SavedGraphDto } from "@/lib/features/graphs/graphs.contract";
import { route } from "@/lib/platform/http/route";
import { services } from "@/lib/platform/services";

export const GET = route({ action: "graph.read", params: GraphParams, reply: GraphDto }, async ({ principal, params }) =>
  toGraphDto(await services().cases.graph(principal, params.graphId)));

export const PUT = route({ action: "graph.write", params: GraphParams, body: SaveGraphBody, reply: SavedGraphDto }, async ({ principal, params, body }) => {
  const { version, updatedAt } = await services().cases.saveGraph(principal, params.graphId, body);
  return { version, updatedAt: updatedAt.toISOString() };
});
