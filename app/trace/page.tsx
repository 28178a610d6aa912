import type { Metadata } from "next";
import { TraceView } from "@/components/trace/trace-view";

export const metadata: Metadata = { title: "Trace" };

export default function TracePage() {
  return <TraceView />;
}
