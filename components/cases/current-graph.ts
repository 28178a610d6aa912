"use client";

import { useSyncExternalStore } from "react";
import { useCases } from "@/lib/features/graphs/graphs.queries";

const KEY = "assay:last-graph";
const EVENT = "assay:last-graph-changed";

/** The graph somebody worked on last, on this machine. */
export function rememberGraph(id: string): void {
  window.localStorage.setItem(KEY, id);
  window.dispatchEvent(new Event(EVENT));
}

function subscribe(onChange: () => void): () => void {
  window.addEventListener(EVENT, onChange);
  window.addEventListener("storage", onChange);
  return () => {
    window.removeEventListener(EVENT, onChange);
    window.removeEventListener("storage", onChange);
  };
}

export interface CurrentGraph {
  readonly caseId: string;
  readonly caseName: string;
  readonly synthetic: boolean;
  readonly graphId: string;
}

/** Where tags and "show on graph" go: the graph opened last, else the one changed last; null while there is no case. */
export function useCurrentGraph(): { readonly current: CurrentGraph | null; readonly ready: boolean; readonly error: unknown } {
  const cases = useCases();
  const last = useSyncExternalStore(subscribe, () => window.localStorage.getItem(KEY), () => null);
  const graphs = (cases.data?.cases ?? []).flatMap((one) => one.graphs.map((graph) => ({ caseId: one.id, caseName: one.name, synthetic: one.synthetic, graphId: graph.id, updatedAt: graph.updatedAt })));
  const newest = [...graphs].sort((a, b) => (a.updatedAt < b.updatedAt ? 1 : -1))[0];
  return { current: graphs.find((graph) => graph.graphId === last) ?? newest ?? null, ready: cases.data !== undefined, error: cases.error };
}
