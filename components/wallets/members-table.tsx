"use client";

import Link from "next/link";
import { Amount, Count } from "@/components/ui/amount";
import { DataTable, morePages, type Column } from "@/components/ui/data-table";
import { Identifier } from "@/components/ui/identifier";
import { ErrorState } from "@/components/ui/states";
import { Time } from "@/components/ui/time";
import type { z } from "zod";
import { shortRef } from "@/lib/core/graph/labels";
import { networkByName, type NetworkName } from "@/lib/core/network";
import type { WalletAddressDto } from "@/lib/features/wallets/wallets.contract";
import { useWalletAddresses } from "@/lib/features/wallets/wallets.queries";

type Member = z.output<typeof WalletAddressDto>;
const GRID = "grid-cols-[minmax(13rem,1fr)_5rem_4rem_11rem_11rem_11rem_7rem_3rem]";

function columnsOf(network: NetworkName, walletRef: string): readonly Column<Member>[] {
  const { unit } = networkByName(network);
  return [
    { id: "address", head: "Address", cell: (row) => <Identifier value={row.ref} what="address" href={`/addresses/${network}/${encodeURIComponent(row.ref)}`} /> },
    { id: "type", head: "Type", cell: (row) => <span className="text-ink-soft">{row.type}</span> },
    { id: "txs", head: "Tx", align: "right", cell: (row) => <Count value={row.txCount} /> },
    { id: "received", head: `Received, ${unit}`, align: "right", cell: (row) => <Amount sats={row.received} /> },
    { id: "sent", head: `Sent, ${unit}`, align: "right", cell: (row) => <Amount sats={row.sent} /> },
    { id: "balance", head: `Balance, ${unit}`, align: "right", cell: (row) => <Amount sats={row.balance} /> },
    { id: "last", head: "Last seen", align: "right", cell: (row) => <Time iso={row.lastSeen} dateOnly /> },
    { id: "why", head: <span className="sr-only">Why</span>, align: "right", cell: (row) => <WhyLink network={network} walletRef={walletRef} member={row.ref} /> },
  ];
}

/** To the links that join this address with the one the page is opened by. */
function WhyLink({ network, walletRef, member }: { readonly network: NetworkName; readonly walletRef: string; readonly member: string }) {
  if (member === walletRef) return null;
  const query = new URLSearchParams({ tab: "why", with: member });
  return <Link href={`/wallets/${network}/${encodeURIComponent(walletRef)}?${query.toString()}`} prefetch={false} aria-label={`Why ${shortRef(member)} is in this wallet`} className="link text-sm">why?</Link>;
}

export function MembersTable({ network, walletRef, total }: { readonly network: NetworkName; readonly walletRef: string; readonly total: number | null }) {
  const members = useWalletAddresses(network, walletRef);
  if (members.isError && members.data === undefined) return <ErrorState error={members.error} what="The addresses could not be read" onRetry={() => void members.refetch()} />;
  const rows = members.data?.pages.flatMap((page) => page.items) ?? [];
  return <DataTable label="Addresses of this wallet" rows={rows} rowKey={(row) => row.ref} columns={columnsOf(network, walletRef)} grid={GRID} total={total} loading={members.isPending} more={morePages(members)} />;
}
