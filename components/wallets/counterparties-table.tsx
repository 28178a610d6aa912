"use client";

import { useState } from "react";
import type { z } from "zod";
import { Party } from "@/components/wallets/party";
import { Amount, Count } from "@/components/ui/amount";
import { DataTable, morePages, type Column } from "@/components/ui/data-table";
import { Segmented } from "@/components/ui/segmented";
import { EmptyState, ErrorState } from "@/components/ui/states";
import { Time } from "@/components/ui/time";
import { networkByName, type NetworkName } from "@/lib/core/network";
import type { CounterpartyPage } from "@/lib/features/flows/flows.contract";
import { useCounterparties } from "@/lib/features/wallets/wallets.queries";

type Counterparty = z.output<typeof CounterpartyPage>["items"][number];
type Direction = "in" | "out";
const GRID = "grid-cols-[minmax(18rem,1fr)_6rem_13rem_7rem_7rem]";

function columnsOf(network: NetworkName, direction: Direction): readonly Column<Counterparty>[] {
  return [
    { id: "party", head: direction === "in" ? "Received from" : "Sent to", cell: (row) => <Party node={row.node} /> },
    { id: "txs", head: "Tx", align: "right", cell: (row) => <Count value={row.txCount} /> },
    { id: "value", head: `Value, ${networkByName(network).unit}`, align: "right", cell: (row) => <Amount sats={row.value} /> },
    { id: "first", head: "First", align: "right", cell: (row) => <Time iso={row.firstSeen} dateOnly /> },
    { id: "last", head: "Last", align: "right", cell: (row) => <Time iso={row.lastSeen} dateOnly /> },
  ];
}

export function CounterpartiesTable({ network, walletRef }: { readonly network: NetworkName; readonly walletRef: string }) {
  const [direction, setDirection] = useState<Direction>("in");
  const query = useCounterparties(network, walletRef, direction);
  const rows = query.data?.pages.flatMap((page) => page.items) ?? [];
  const nobody = query.data !== undefined && rows.length === 0;
  return (
    <>
      <div className="flex shrink-0 items-center gap-3 border-b border-line px-4 py-2">
        <Segmented label="Direction" value={direction} onChange={setDirection} items={[{ value: "in", label: "Money in" }, { value: "out", label: "Money out" }]} />
        <span className="text-xs text-ink-faint">Largest first. Wallet-to-wallet flows are exact; money from a CoinJoin is shown as coming from the CoinJoin.</span>
      </div>
      {query.isError && query.data === undefined && <ErrorState error={query.error} what="The counterparties could not be read" onRetry={() => void query.refetch()} />}
      {nobody && <EmptyState title={direction === "in" ? "Nothing was received in the store" : "Nothing was spent in the store"} />}
      {!nobody && !(query.isError && query.data === undefined) && (
        <DataTable label={direction === "in" ? "Received from" : "Sent to"} rows={rows} rowKey={(row) => row.node.key} columns={columnsOf(network, direction)} grid={GRID} loading={query.isPending} more={morePages(query)} />
      )}
    </>
  );
}
