import type { Metadata } from "next";
import { ScreeningView } from "@/components/screening/screening-view";

export const metadata: Metadata = { title: "Screening" };

export default function ScreeningPage() {
  return <ScreeningView />;
}
