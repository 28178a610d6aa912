import type { Metadata } from "next";
import { NowView } from "@/components/trace/now-view";

export const metadata: Metadata = { title: "Where is it now" };

export default function NowPage() {
  return <NowView />;
}
