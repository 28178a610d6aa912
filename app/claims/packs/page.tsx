import type { Metadata } from "next";
import { PacksView } from "@/components/claims/packs-view";

export const metadata: Metadata = { title: "Label packs" };

export default function PacksPage() {
  return <PacksView />;
}
