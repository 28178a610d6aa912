"use client";

import { Holder } from "@/components/trace/holder";
import { REASON_NAMES, REASON_NOTES } from "@/components/trace/words";
import { Amount, Unknown, plural } from "@/components/ui/amount";
import { DataTable, type Column } from "@/components/ui/data-table";
import { Identifier } from "@/components/ui/identifier";
import { Section } from "@/components/ui/section";
import { Time } from "@/components/ui/time";
import { networkByName, type NetworkName } from "@/lib/core/network";
import type { TraceDto, TraceStopDto } from "@/lib/features/tracing/tracing.contract";

const GRID = "grid-cols-[9rem_13rem_11rem_4rem_minmax(11rem,1fr)_12rem_10rem]";

function columnsOf(network: NetworkName): readonly Column<TraceStopDto>[] {
  return [
    { id: "reason", head: "Reason", cell: ({ reason }) => <span title={REASON_NOTES[reason]}>{REASON_NAMES[reason]}</span> },
    { id: "address", head: "Address", cell: ({ address }) => (address === null ? <Unknown>no address</Unknown> : <Identifier value={address} what="address" href={`/addresses/${network}/${encodeURIComponent(address)}`} />) },
    { id: "tainted", head: `Amount, ${networkByName(network).unit}`, align: "right", cell: ({ tainted }) => <Amount sats={tainted} /> },
    { id: "hops", head: "Hops", align: "right", cell: ({ hops }) => <span className="tabular-nums">{hops}</span> },
    { id: "holder", head: "Held by", cell: ({ service, address }) => (service === null ? <span className="text-ink-faint">–</span> : <Holder {...service} {...(address !== null && { href: `/wallets/${network}/${encodeURIComponent(address)}?tab=claims` })} />) },
    { id: "tx", head: "Output", cell: ({ txid, n }) => <span className="inline-flex items-center"><Identifier value={txid} what="transaction" href={`/transactions/${network}/${txid}`} /><span className="font-mono text-xs text-ink-faint">{n === null ? "fee" : `:${n}`}</span></span> },
    { id: "time", head: "Time, UTC", align: "right", cell: ({ time }) => <Time iso={time} /> },
  ];
}

/** Every branch of the trace with the reason that it ended, in chain order. */
export function StopsTable({ trace, actions }: { readonly trace: TraceDto; readonly actions: React.ReactNode }) {
  const tall = Math.min(14, trace.stops.length) * 32 + 34;
  return (
    <Section title="Stops" note={`${plural(trace.stops.length, "branch", "branches")} ended, in chain order`} actions={actions}>
      <div className="flex flex-col" style={{ height: Math.max(160, tall) }}>
        <DataTable label="Stops of the trace" rows={trace.stops} rowKey={(stop) => `${stop.reason} ${stop.txid} ${stop.n ?? "fee"} ${stop.hops}`} columns={columnsOf(trace.network)} grid={GRID} total={trace.stops.length + 1} />
      </div>
    </Section>
  );
}
