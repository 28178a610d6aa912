import { EdgeQuery, EdgeTransactionPage } from "@/lib/features/flows/flows.contract";
import { toEdgeTransactionDto } from "@/lib/features/flows/flows.dto";
import { route } from "@/lib/platform/http/route";
import { services } from "@/lib/platform/services";

export const GET = route({ action: "graph.read", query: EdgeQuery, reply: EdgeTransactionPage }, async ({ query: { from, to, ...page } }) => {
  const { items, nextCursor } = await services().edges.transactions(from, to, page);
  return { items: items.map(toEdgeTransactionDto), nextCursor };
});
