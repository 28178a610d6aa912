import { GraphViewBody, GraphViewDto } from "@/lib/features/flows/flows.contract";
import { toGraphViewDto } from "@/lib/features/flows/flows.dto";
import { route } from "@/lib/platform/http/route";
import { services } from "@/lib/platform/services";

/** A question, not a change: POST, since the list of nodes may be long. */
export const POST = route({ action: "graph.read", body: GraphViewBody, reply: GraphViewDto }, async ({ body }) => toGraphViewDto(await services().flows.view(body.keys)));
