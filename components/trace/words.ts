import { TRACE_METHODS, type TraceMethod } from "@/lib/core/tracing/methods";
import type { OriginKind } from "@/lib/core/tracing/provenance";
import type { StopReason } from "@/lib/core/tracing/trace";
import type { Direction } from "@/lib/core/tracing/trace-tx";

export const METHOD_NAMES: Record<TraceMethod, string> = {
  poison: "Poison",
  haircut: "Haircut",
  fifo: "FIFO",
  libr: "LIBR",
  lifo: "LIFO",
  seniority: "Seniority",
  juniority: "Juniority",
  tiho: "TIHO",
  "output-seniority": "Output seniority",
};

export const METHOD_NOTES: Record<TraceMethod, string> = {
  poison: "Any taint taints all. Counts the same money several times; an upper bound, not an amount.",
  haircut: "Each output carries its proportion of what came in.",
  fifo: "Inputs in order fill outputs in order: the rule in Clayton’s Case. Backward finds exactly what came forward.",
  libr: "Lowest intermediate balance: the holder spends own money first.",
  lifo: "The last input fills the first output.",
  seniority: "The first outputs take the stolen money whole.",
  juniority: "The last outputs take the stolen money whole.",
  tiho: "The largest outputs take the stolen money whole.",
  "output-seniority": "FIFO, with the taint of each output moved to its front.",
};

const RECORD: readonly TraceMethod[] = ["fifo", "haircut", "libr", "poison"];

/** The methods of record; LIBR asks what a payer kept, which has no meaning going backward. */
export const recordMethods = (direction: Direction): readonly TraceMethod[] => (direction === "forward" ? RECORD : RECORD.filter((method) => method !== "libr"));
export const COMPARISON_METHODS: readonly TraceMethod[] = TRACE_METHODS.filter((method) => !RECORD.includes(method));

export const REASON_NAMES: Record<StopReason, string> = {
  unspent: "Unspent",
  service: "At a service",
  coinjoin: "CoinJoin",
  payout: "Pool payout",
  coinbase: "Newly mined",
  "max-hops": "Hop limit",
  "min-value": "Below the minimum",
  height: "After the height",
  seed: "Back at a seed",
  unspendable: "Destroyed",
  unresolved: "Not in the store",
  budget: "Budget used up",
};

export const REASON_NOTES: Record<StopReason, string> = {
  unspent: "No spend of it is in the store.",
  service: "In custody, single coins say nothing of one customer.",
  coinjoin: "Inputs and outputs of a CoinJoin cannot be paired.",
  payout: "A pool paid it out.",
  coinbase: "It was mined: there is nothing before it.",
  "max-hops": "The limit of hops asked for.",
  "min-value": "Less than the minimum asked for.",
  height: "Spent later than the height asked for.",
  seed: "It came back to where the trace starts, and is counted there.",
  unspendable: "OP_RETURN: it can never be spent.",
  unresolved: "The transaction, or a value it needs, was never imported.",
  budget: "One trace may not hold more.",
};

export const ORIGIN_NAMES: Record<OriginKind, string> = {
  coinbase: "Newly mined",
  "pool-payout": "Paid out by a pool",
  claimed: "From somebody claimed",
  coinjoin: "Through a CoinJoin",
  unresolved: "Not in the store",
  cut: "Not followed to the end",
};
