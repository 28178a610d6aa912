import { ExpandBody, ExpandDto } from "@/lib/features/flows/flows.contract";
import { toExpandDto } from "@/lib/features/flows/flows.dto";
import { route } from "@/lib/platform/http/route";
import { services } from "@/lib/platform/services";

/** A question, not a change: POST, since the list of nodes in view may be long. */
export const POST = route({ action: "graph.read", body: ExpandBody, reply: ExpandDto }, async ({ body: { key, ...options } }) => toExpandDto(await services().flows.expand(key, options)));
