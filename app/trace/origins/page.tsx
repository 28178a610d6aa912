import type { Metadata } from "next";
import { OriginsView } from "@/components/trace/origins-view";

export const metadata: Metadata = { title: "What it is made of" };

export default function OriginsPage() {
  return <OriginsView />;
}
