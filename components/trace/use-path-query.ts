"use client";

import { parseAsInteger, parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import { NETWORK_NAMES } from "@/lib/core/network";
import { PATH_PREFERENCES } from "@/lib/core/tracing/path";
import { MOST_PATH_HOPS, PATH_HOPS } from "@/lib/features/tracing/tracing.contract";

const PARSERS = {
  network: parseAsStringLiteral(NETWORK_NAMES).withDefault("bitcoin"),
  from: parseAsString.withDefault(""),
  to: parseAsString.withDefault(""),
  prefer: parseAsStringLiteral(PATH_PREFERENCES).withDefault("shortest"),
  maxHops: parseAsInteger.withDefault(PATH_HOPS),
  minValue: parseAsString.withDefault("0"),
  since: parseAsString.withDefault(""),
  until: parseAsString.withDefault(""),
};

const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** Both ends and the bounds of a search, in the page's address. */
export function usePathQuery() {
  const [query, set] = useQueryStates(PARSERS, { history: "push" });
  const { maxHops, minValue, since, until } = query;
  return { query: { ...query, maxHops: Math.min(MOST_PATH_HOPS, Math.max(1, maxHops)), minValue: /^\d{1,16}$/.test(minValue) ? minValue : "0", since: DAY.test(since) ? since : "", until: DAY.test(until) ? until : "" }, set };
}
export type PathQuery = ReturnType<typeof usePathQuery>["query"];
