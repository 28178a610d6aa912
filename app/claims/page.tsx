import type { Metadata } from "next";
import { QueueView } from "@/components/claims/queue-view";

export const metadata: Metadata = { title: "Claims" };

export default function QueuePage() {
  return <QueueView />;
}
