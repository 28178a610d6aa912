import type { Metadata } from "next";
import { GraphsGate } from "@/components/cases/graphs-gate";

export const metadata: Metadata = { title: "Graph" };

export default function GraphsPage() {
  return <GraphsGate />;
}
