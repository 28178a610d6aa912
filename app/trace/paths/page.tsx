import type { Metadata } from "next";
import { PathsView } from "@/components/trace/paths-view";

export const metadata: Metadata = { title: "Paths" };

export default function PathsPage() {
  return <PathsView />;
}
