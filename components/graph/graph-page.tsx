"use client";

import { Loading } from "@/components/shell/loading";
import { ErrorState } from "@/components/ui/states";
import { Workspace } from "@/components/graph/workspace";
import { useGraph } from "@/lib/features/graphs/graphs.queries";

export function GraphPage({ graphId }: { readonly graphId: string }) {
  const graph = useGraph(graphId);
  if (graph.isError) return <main id="main"><ErrorState error={graph.error} what="The graph could not be opened" onRetry={() => void graph.refetch()} /></main>;
  if (graph.data === undefined) return <Loading />;
  return <Workspace key={graphId} graph={graph.data} />;
}
