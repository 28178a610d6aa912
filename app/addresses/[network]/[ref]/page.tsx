import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { AddressView } from "@/components/wallets/address-view";
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
  return { title: subject.success ? `Address ${shortRef(subject.data.ref)}` : "Not found" };
}

export default async function AddressPage(props: Props) {
  const subject = await parse(props);
  if (!subject.success) notFound();
  return <AddressView network={subject.data.network} addressRef={subject.data.ref} />;
}
