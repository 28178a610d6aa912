import type { NetworkName } from "@/lib/core/network";

export const TRACE_VIEWS = [
  { href: "/trace", label: "Trace", view: "trace" },
  { href: "/trace/now", label: "Where is it now", view: "now" },
  { href: "/trace/origins", label: "What it is made of", view: "origins" },
  { href: "/trace/paths", label: "Paths", view: "paths" },
] as const;
export type TraceView = (typeof TRACE_VIEWS)[number]["view"];

/** The page of a trace from these seeds: TXID:N, ADDRESS, or wallet:ADDRESS, separated by commas. */
export function traceHref(view: TraceView, network: NetworkName, from: string): string {
  const base = TRACE_VIEWS.find((one) => one.view === view)?.href ?? "/trace";
  return `${base}?${new URLSearchParams({ network, from }).toString()}`;
}
