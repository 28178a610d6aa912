"use client";

import { parseAsBoolean, parseAsInteger, parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import { TRACE_METHODS } from "@/lib/core/tracing/methods";

export const DIRECTIONS = ["forward", "backward"] as const;

const PARSERS = {
  method: parseAsStringLiteral(TRACE_METHODS).withDefault("fifo"),
  direction: parseAsStringLiteral(DIRECTIONS).withDefault("forward"),
  maxHops: parseAsInteger,
  minValue: parseAsString.withDefault("0"),
  toHeight: parseAsInteger,
  fees: parseAsBoolean.withDefault(false),
  through: parseAsBoolean.withDefault(false),
};

/** By which method and within which bounds; in the page's address too. */
export function useTraceQuery() {
  const [query, set] = useQueryStates(PARSERS, { history: "push" });
  const { maxHops, toHeight, minValue, direction } = query;
  const method = query.method === "libr" && direction === "backward" ? "fifo" : query.method;
  return { query: { ...query, method, maxHops: atLeast0(maxHops), toHeight: atLeast0(toHeight), minValue: /^\d{1,16}$/.test(minValue) ? minValue : "0" }, set };
}
export type TraceQuery = ReturnType<typeof useTraceQuery>["query"];

const atLeast0 = (value: number | null): number | null => (value === null || value < 0 ? null : value);
