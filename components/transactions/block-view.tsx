"use client";

import { CircleDashed } from "lucide-react";
import Link from "next/link";
import { Loading } from "@/components/shell/loading";
import { Page } from "@/components/shell/page";
import { Amount, Count, Unknown, count } from "@/components/ui/amount";
import { Badge, Synthetic } from "@/components/ui/badge";
import { buttonLook } from "@/components/ui/button";
import { DataTable, type Column } from "@/components/ui/data-table";
import { Identifier } from "@/components/ui/identifier";
import { Notice } from "@/components/ui/notice";
import { ErrorState } from "@/components/ui/states";
import { Stats, type Stat } from "@/components/ui/stats";
import { Time } from "@/components/ui/time";
import { NeverSeen } from "@/components/wallets/never-seen";
import { networkByName, type NetworkName } from "@/lib/core/network";
import type { BlockDto } from "@/lib/features/transactions/transactions.contract";
import { useBlock } from "@/lib/features/transactions/transactions.queries";

type Row = BlockDto["txids"][number];
const GRID = "grid-cols-[5rem_minmax(16rem,1fr)_6rem_14rem]";
const columnsOf = (network: NetworkName): readonly Column<Row>[] => [
  { id: "position", head: "Position", align: "right", cell: (row) => <Count value={row.position} /> },
  { id: "txid", head: "Transaction", cell: (row) => <Identifier value={row.txid} what="transaction" href={`/transactions/${network}/${row.txid}`} whole /> },
  { id: "outputs", head: "Outputs", align: "right", cell: (row) => <Count value={row.outputs} /> },
  { id: "value", head: `Sum of outputs, ${networkByName(network).unit}`, align: "right", cell: (row) => <Amount sats={row.value} /> },
];

export function BlockView({ network, block }: { readonly network: NetworkName; readonly block: string }) {
  const query = useBlock(network, block);
  if (query.isError) return <main id="main"><ErrorState error={query.error} what="The block could not be read" onRetry={() => void query.refetch()} /></main>;
  if (query.data === undefined) return <Loading />;
  const data = query.data;
  const { height } = data;
  return (
    <Page
      fill
      kind={<><span>Block</span><span aria-hidden>·</span><span>{network}</span></>}
      title={height === null ? "Block of unknown height" : count(height)}
      badges={<Standing block={data} />}
      actions={height !== null && <Neighbours network={network} height={height} />}
    >
      {data.known ? (
        <>
          <Stats items={factsOf(data)} />
          {!data.complete && <Notice look="gap" icon={<CircleDashed aria-hidden />} title="Not all transactions of this block are in the store." className="mx-6 mt-3">Import the whole block to complete it.</Notice>}
          {data.truncated && <Notice title={`The first ${count(data.txids.length)} transactions are shown.`} className="mx-6 mt-3">Search finds any of the others by its txid.</Notice>}
          <DataTable label="Transactions of this block" rows={data.txids} rowKey={(row) => row.txid} columns={columnsOf(network)} grid={GRID} total={data.transactions} className="mt-2" />
        </>
      ) : (
        <NeverSeen what="block" />
      )}
    </Page>
  );
}

function Standing({ block: { known, synthetic, main, complete } }: { readonly block: BlockDto }) {
  return (
    <>
      {synthetic && <Synthetic />}
      {known && !main && <Badge look="danger">not on the best chain</Badge>}
      {known && !complete && <Badge look="gap">not complete</Badge>}
    </>
  );
}

function factsOf(block: BlockDto): readonly Stat[] {
  return [
    { label: "Time, UTC", value: <Time iso={block.time} /> },
    { label: "Hash", value: block.hash === null ? <Unknown /> : <Identifier value={block.hash} what="block hash" /> },
    { label: "Block before", value: block.prevHash === null ? <Unknown /> : <Identifier value={block.prevHash} what="block hash" href={`/blocks/${block.network}/${block.prevHash}`} /> },
    { label: "Transactions", value: <Count value={block.transactions} /> },
    { label: "Mined by", value: block.pool === null ? <Unknown>no known pool</Unknown> : `claimed ${block.pool.name}`, ...(block.pool !== null && { note: howKnown(block.pool) }) },
    { label: "Height stated by", value: block.heightSource ?? <Unknown /> },
  ];
}

/** By what the pool is told, and who else the same coinbase names. */
function howKnown({ method, disagreement }: NonNullable<BlockDto["pool"]>): string {
  const told = method === "both" ? "by coinbase address and tag" : `by coinbase ${method}`;
  return [told, ...disagreement.map(({ name, by }) => `but its ${by} says ${name}`)].join("; ");
}

function Neighbours({ network, height }: { readonly network: NetworkName; readonly height: number }) {
  return (
    <>
      {height > 0 && <Link href={`/blocks/${network}/${height - 1}`} className={buttonLook({ look: "plain" })}>← {count(height - 1)}</Link>}
      <Link href={`/blocks/${network}/${height + 1}`} className={buttonLook({ look: "plain" })}>{count(height + 1)} →</Link>
    </>
  );
}
