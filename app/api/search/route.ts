import { SearchQuery, SearchReply } from "@/lib/features/search/search.contract";
import { toSearchReply } from "@/lib/features/search/search.dto";
import { route } from "@/lib/platform/http/route";
import { services } from "@/lib/platform/services";

export const GET = route({ action: "search.run", query: SearchQuery, reply: SearchReply }, async ({ query }) => toSearchReply(await services().search.search(query.q)));
