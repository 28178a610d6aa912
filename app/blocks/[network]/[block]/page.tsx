import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { BlockView } from "@/components/transactions/block-view";
import { shortRef } from "@/lib/core/graph/labels";
import { BlockParams } from "@/lib/features/transactions/transactions.contract";

interface Props {
  readonly params: Promise<{ readonly network: string; readonly block: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const parsed = BlockParams.safeParse(await params);
  return { title: parsed.success ? `Block ${shortRef(parsed.data.block)}` : "Not found" };
}

export default async function BlockPage({ params }: Props) {
  const parsed = BlockParams.safeParse(await params);
  if (!parsed.success) notFound();
  return <BlockView network={parsed.data.network} block={parsed.data.block} />;
}
