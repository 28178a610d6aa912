import type { Metadata } from "next";
import { ConflictsView } from "@/components/claims/conflicts-view";

export const metadata: Metadata = { title: "Conflicts" };

export default function ConflictsPage() {
  return <ConflictsView />;
}
