import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { TransactionView } from "@/components/transactions/transaction-view";
import { shortRef } from "@/lib/core/graph/labels";
import { TxParams } from "@/lib/features/transactions/transactions.contract";

interface Props {
  readonly params: Promise<{ readonly network: string; readonly txid: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const parsed = TxParams.safeParse(await params);
  return { title: parsed.success ? `Transaction ${shortRef(parsed.data.txid)}` : "Not found" };
}

export default async function TransactionPage({ params }: Props) {
  const parsed = TxParams.safeParse(await params);
  if (!parsed.success) notFound();
  return <TransactionView network={parsed.data.network} txid={parsed.data.txid} />;
}
