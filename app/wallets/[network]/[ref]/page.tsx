import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { WalletView } from "@/components/wallets/wallet-view";
import { shortRef } from "@/lib/core/graph/labels";
import { SubjectParams } from "@/lib/features/wire/wire.contract";

interface Props {
  readonly params: Promise<{ readonly network: string; readonly ref: string }>;
}

const parse = async ({ params }: Props) => {
  const { network, ref } = await params;
  return SubjectParams.safeParse({ network, ref: decodeURIComponent(ref) });
};

export async function generateMetadata(props: Props): Promise<Metadata> {
  const subject = await parse(props);
  return { title: subject.success ? `Wallet of ${shortRef(subject.data.ref)}` : "Not found" };
}

export default async function WalletPage(props: Props) {
  const subject = await parse(props);
  if (!subject.success) notFound();
  return <WalletView network={subject.data.network} walletRef={subject.data.ref} />;
}
