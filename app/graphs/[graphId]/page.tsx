import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { GraphPage } from "@/components/graph/graph-page";
import { GraphParams } from "@/lib/features/graphs/graphs.contract";

export const metadata: Metadata = { title: "Graph" };

export default async function Page({ params }: { readonly params: Promise<{ readonly graphId: string }> }) {
  const parsed = GraphParams.safeParse(await params);
  if (!parsed.success) notFound();
  return <GraphPage graphId={parsed.data.graphId} />;
}
