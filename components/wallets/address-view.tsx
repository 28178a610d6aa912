"use client";

import Link from "next/link";
import { ClaimList } from "@/components/claims/claim-list";
import { Loading } from "@/components/shell/loading";
import { Unknown, count, plural } from "@/components/ui/amount";
import { ErrorState } from "@/components/ui/states";
import { HistoryTable } from "@/components/wallets/history-table";
import { SubjectPage } from "@/components/wallets/subject-page";
import type { NetworkName } from "@/lib/core/network";
import type { AddressDto } from "@/lib/features/wallets/wallets.contract";
import { useAddress } from "@/lib/features/wallets/wallets.queries";

interface Props {
  readonly network: NetworkName;
  readonly addressRef: string;
}

export function AddressView({ network, addressRef }: Props) {
  const address = useAddress(network, addressRef);
  if (address.isError) return <main id="main"><ErrorState error={address.error} what="The address could not be read" onRetry={() => void address.refetch()} /></main>;
  if (address.data === undefined) return <Loading />;
  const data = address.data;
  return (
    <SubjectPage
      what="address"
      data={data}
      kind={<><span>Address</span><span aria-hidden>·</span><span>{network}</span>{data.type !== null && <><span aria-hidden>·</span><span>{data.type}</span></>}</>}
      extra={[{ label: "Wallet", value: <WalletLink data={data} /> }]}
      tabs={[
        { value: "transactions", label: "Transactions", ...(data.txCount !== null && { count: count(data.txCount) }), content: <HistoryTable subject={{ kind: "addresses", network, ref: addressRef }} total={data.txCount} /> },
        { value: "claims", label: "Claims", count: data.claims.length, content: <div className="overflow-y-auto px-2"><ClaimList claims={data.claims} empty="Use the tags above: a claim says who is said to be behind this address, and on what source." /></div> },
      ]}
    />
  );
}

function WalletLink({ data }: { readonly data: AddressDto }) {
  if (data.wallet === null) return <Unknown>not analysed yet</Unknown>;
  const { ref, addressCount } = data.wallet;
  return (
    <span className="inline-flex gap-2">
      <Link href={`/wallets/${data.network}/${encodeURIComponent(ref)}`} className="link">
        {plural(addressCount, "address", "addresses")}
      </Link>
      {ref !== data.ref && <Link href={`/wallets/${data.network}/${encodeURIComponent(data.ref)}?tab=why`} prefetch={false} aria-label="Why this address is in that wallet" className="link">why?</Link>}
    </span>
  );
}
