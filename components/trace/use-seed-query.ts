"use client";

import { parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import { NETWORK_NAMES } from "@/lib/core/network";

const PARSERS = { network: parseAsStringLiteral(NETWORK_NAMES).withDefault("bitcoin"), from: parseAsString.withDefault("") };

/** Where it starts stands in the page's address, so that a trace can be sent to somebody, and all views share it. */
export const useSeedQuery = () => useQueryStates(PARSERS, { history: "push" });
