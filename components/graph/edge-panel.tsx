"use client";

import { ArrowDown } from "lucide-react";
import type { z } from "zod";
import type { DrawnEdge, DrawnNode, Drawing } from "@/components/graph/drawn";
import { NodeHeading, titleOf } from "@/components/graph/node-heading";
import { Amount, count } from "@/components/ui/amount";
import { DataTable, morePages, type Column } from "@/components/ui/data-table";
import { Identifier } from "@/components/ui/identifier";
import { ErrorState } from "@/components/ui/states";
import { Time } from "@/components/ui/time";
import { parseNodeKey } from "@/lib/core/graph/node-key";
import { networkByName, type NetworkName } from "@/lib/core/network";
import type { EdgeTransactionDto } from "@/lib/features/flows/flows.contract";
import { useEdgeTransactions } from "@/lib/features/flows/flows.queries";

type Row = z.output<typeof EdgeTransactionDto>;
interface Props {
  readonly edge: DrawnEdge;
  readonly drawing: Drawing;
  readonly onNode: (key: string) => void;
}

/** A flow: every transaction that money went by from one node to the other. */
export function EdgePanel({ edge, drawing, onNode }: Props) {
  const network = parseNodeKey(edge.from)?.network ?? "bitcoin";
  const query = useEdgeTransactions(edge.data.from, edge.data.to);
  const [from, to] = [edge.from, edge.to].map((key) => drawing.nodes.find((node) => node.key === key));
  const rows = query.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <>
      <div className="shrink-0 border-b border-line px-4 py-3">
        <h2 className="mb-2 text-xs font-medium text-ink-faint">Flow</h2>
        {from !== undefined && <End node={from} onNode={onNode} />}
        <ArrowDown className="my-1 ml-0.5 size-4 text-ink-faint" aria-hidden />
        {to !== undefined && <End node={to} onNode={onNode} />}
        <dl className="mt-3 grid grid-cols-[1fr_auto] gap-y-1 text-sm">
          <dt className="text-ink-faint">Value</dt>
          <dd><Amount sats={edge.data.value} network={network} /></dd>
          <dt className="text-ink-faint">Transactions</dt>
          <dd className="text-right">{count(edge.data.txCount)}</dd>
          <dt className="text-ink-faint">First, UTC</dt>
          <dd><Time iso={edge.data.firstSeen} /></dd>
          <dt className="text-ink-faint">Last, UTC</dt>
          <dd><Time iso={edge.data.lastSeen} /></dd>
        </dl>
      </div>
      {query.isError && query.data === undefined ? (
        <ErrorState error={query.error} what="The transactions could not be read" onRetry={() => void query.refetch()} />
      ) : (
        <DataTable label="Transactions of this flow" rows={rows} rowKey={(row) => row.txid} columns={columnsOf(network)} grid="grid-cols-[5.25rem_minmax(0,1fr)_auto] gap-x-2 px-4" total={edge.data.txCount} loading={query.isPending} more={morePages(query)} />
      )}
    </>
  );
}

const columnsOf = (network: NetworkName): readonly Column<Row>[] => [
  { id: "time", head: "Date, UTC", cell: (row) => <Time iso={row.time} dateOnly unknown="no block" className="text-xs" /> },
  { id: "tx", head: "Transaction", cell: (row) => <Identifier value={row.txid} what="transaction" href={`/transactions/${network}/${row.txid}`} className="text-xs" /> },
  { id: "value", head: networkByName(network).unit, align: "right", cell: (row) => <Amount sats={row.value} className="text-xs" /> },
];

function End({ node, onNode }: { readonly node: DrawnNode; readonly onNode: (key: string) => void }) {
  return (
    <div className="flex items-start gap-2">
      <div className="min-w-0 flex-1"><NodeHeading node={node} small /></div>
      <button type="button" className="text-xs link" aria-label={`Choose ${titleOf(node)}`} onClick={() => { onNode(node.key); }}>Choose</button>
    </div>
  );
}
