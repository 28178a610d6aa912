"use client";

import { Amount, Unknown, count } from "@/components/ui/amount";
import { Badge } from "@/components/ui/badge";
import { DataTable, morePages, type Column } from "@/components/ui/data-table";
import { Identifier } from "@/components/ui/identifier";
import { EmptyState, ErrorState } from "@/components/ui/states";
import { Time } from "@/components/ui/time";
import { networkByName, type NetworkName } from "@/lib/core/network";
import type { HistoryItemDto } from "@/lib/features/wallets/wallets.contract";
import { useHistory, type Subject } from "@/lib/features/wallets/wallets.queries";

const GRID = "grid-cols-[10rem_5rem_11.5rem_12rem_12rem_minmax(8rem,1fr)]";

function columnsOf(network: NetworkName): readonly Column<HistoryItemDto>[] {
  const { unit } = networkByName(network);
  return [
    { id: "time", head: "Time, UTC", cell: (row) => <Time iso={row.time} /> },
    { id: "height", head: "Block", align: "right", cell: (row) => (row.height === null ? <Unknown>no block</Unknown> : count(row.height)) },
    { id: "txid", head: "Transaction", cell: (row) => <Identifier value={row.txid} what="transaction" href={`/transactions/${network}/${row.txid}`} /> },
    { id: "received", head: `Received, ${unit}`, align: "right", cell: (row) => <Sum sats={row.received} /> },
    { id: "sent", head: `Sent, ${unit}`, align: "right", cell: (row) => <Sum sats={row.sent} /> },
    {
      id: "kind", head: "Kind",
      cell: (row) => (
        <span className="inline-flex gap-1">
          {row.coinbase && <Badge>newly mined</Badge>}
          {row.coinjoin !== null && <Badge look="strong">CoinJoin {row.coinjoin}</Badge>}
        </span>
      ),
    },
  ];
}

/** A zero is true here, and would only hide the other figures. */
const Sum = ({ sats }: { readonly sats: string }) => (sats === "0" ? <span className="text-ink-faint">–</span> : <Amount sats={sats} />);

export function HistoryTable({ subject, total }: { readonly subject: Subject; readonly total: number | null }) {
  const history = useHistory(subject);
  if (history.isError && history.data === undefined) return <ErrorState error={history.error} what="The transactions could not be read" onRetry={() => void history.refetch()} />;
  const rows = history.data?.pages.flatMap((page) => page.items) ?? [];
  if (history.data !== undefined && rows.length === 0) return <EmptyState title="No transactions in the store" />;
  return <DataTable label="Transactions" rows={rows} rowKey={(row) => row.txid} columns={columnsOf(subject.network)} grid={GRID} total={total} loading={history.isPending} more={morePages(history)} />;
}
