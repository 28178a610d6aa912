import type { SearchReply } from "@/lib/features/search/search.contract";
import type { SearchResult } from "@/lib/features/search/search.ports";

export const toSearchReply = ({ hits, hint, truncated }: SearchResult): SearchReply => ({ hits: hits.map((hit) => ({ ...hit })), hint, truncated });
