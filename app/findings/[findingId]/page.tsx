import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { FindingView } from "@/components/findings/finding-view";
import { FindingParams } from "@/lib/features/detection/detection.contract";

interface Props {
  readonly params: Promise<{ readonly findingId: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const parsed = FindingParams.safeParse(await params);
  return { title: parsed.success ? `Finding ${parsed.data.findingId.slice(0, 6)}` : "Not found" };
}

export default async function FindingPage({ params }: Props) {
  const parsed = FindingParams.safeParse(await params);
  if (!parsed.success) notFound();
  return <FindingView id={parsed.data.findingId} />;
}
