"use client";

import { useState } from "react";
import { Holder } from "@/components/trace/holder";
import { Reconciliation } from "@/components/trace/reconciliation";
import { SimpleTable } from "@/components/trace/simple-table";
import { Seeded, TraceFrame } from "@/components/trace/trace-frame";
import { NothingKnown } from "@/components/trace/trace-view";
import { METHOD_NAMES, METHOD_NOTES, REASON_NAMES, REASON_NOTES } from "@/components/trace/words";
import { Amount, Unknown, count, plural } from "@/components/ui/amount";
import { Identifier } from "@/components/ui/identifier";
import { Section } from "@/components/ui/section";
import { Segmented } from "@/components/ui/segmented";
import { ErrorState, Skeleton } from "@/components/ui/states";
import { Stats } from "@/components/ui/stats";
import { Time } from "@/components/ui/time";
import { networkByName, type NetworkName } from "@/lib/core/network";
import { whereabouts, type Held } from "@/lib/core/tracing/whereabouts";
import type { TraceDto } from "@/lib/features/tracing/tracing.contract";
import { useTrace, type Seeds } from "@/lib/features/tracing/tracing.queries";

/** Those that count nothing twice: an answer to "where is it" cannot be more than there is. */
const METHODS = ["fifo", "haircut", "libr"] as const;

export function NowView() {
  return (
    <TraceFrame view="now" lead="What became of it: what still lies unspent and where, and what reached which custodian and when, so that somebody can be asked.">
      <Seeded>{(network, seeds) => <Now network={network} seeds={seeds} />}</Seeded>
    </TraceFrame>
  );
}

function Now({ network, seeds: { outpoints, refs } }: { readonly network: NetworkName; readonly seeds: Seeds }) {
  const [method, setMethod] = useState<(typeof METHODS)[number]>("fifo");
  const trace = useTrace({ network, seeds: { outpoints, refs }, method });
  return (
    <>
      <div className="flex items-center gap-3">
        <Segmented label="Method" value={method} onChange={setMethod} items={METHODS.map((value) => ({ value, label: METHOD_NAMES[value] }))} />
        <span className="text-xs text-ink-faint">{METHOD_NOTES[method]}</span>
      </div>
      {trace.isError && <ErrorState error={trace.error} what="It could not be traced" onRetry={() => void trace.refetch()} />}
      {trace.isPending && <Skeleton className="h-64" />}
      {trace.data !== undefined && (trace.data.seed.outputs.length === 0 ? <NothingKnown unknown={trace.data.seed.unknown} /> : <Answer trace={trace.data} />)}
    </>
  );
}

function Answer({ trace }: { readonly trace: TraceDto }) {
  const { unspent, custodians, elsewhere } = whereabouts(trace.stops.map((stop) => ({ ...stop, tainted: BigInt(stop.tainted), entity: stop.service?.entity ?? null, category: stop.service?.category ?? null })));
  const sum = (parts: readonly { readonly tainted: bigint }[]) => parts.reduce((total, { tainted }) => total + tainted, 0n).toString();
  return (
    <div className="flex flex-col gap-6">
      <div>
        <Stats
          items={[
            { label: "Taken together", value: <Amount sats={trace.total} network={trace.network} />, note: plural(trace.seed.outputs.length, "output") },
            { label: "Still unspent", value: <Amount sats={sum(unspent)} network={trace.network} />, note: `at ${plural(unspent.length, "address", "addresses")}` },
            { label: "Reached custodians", value: <Amount sats={sum(custodians)} network={trace.network} />, note: plural(custodians.length, "custodian") },
            { label: "Ended otherwise", value: <Amount sats={sum(elsewhere)} network={trace.network} /> },
            { label: "Data up to height", value: trace.dataHeight === null ? <Unknown /> : count(trace.dataHeight), note: `${METHOD_NAMES[trace.method]}, version ${trace.version}` },
          ]}
        />
        <Reconciliation trace={trace} />
      </div>
      <Custodians held={custodians} network={trace.network} />
      <Unspent held={unspent} network={trace.network} />
      <Elsewhere held={elsewhere} network={trace.network} />
    </div>
  );
}

interface PartProps {
  readonly held: readonly Held[];
  readonly network: NetworkName;
}

const addressOf = (network: NetworkName, address: string | null) => (address === null ? <Unknown>no address</Unknown> : <Identifier value={address} what="address" href={`/addresses/${network}/${encodeURIComponent(address)}`} />);

function Custodians({ held, network }: PartProps) {
  const columns = [{ head: "Whom to ask" }, { head: "Arrived at" }, { head: "Times", right: true }, { head: "First, UTC", right: true }, { head: "Last movement, UTC", right: true }, { head: `Amount, ${networkByName(network).unit}`, right: true }];
  return (
    <Section title="Reached custodians" note="in custody, single coins say nothing of one customer: ask for the account behind these deposits">
      {held.length === 0 ? <None>None of it reached a wallet that is claimed for a service.</None> : (
        <SimpleTable
          label="Custodians"
          columns={columns}
          rows={held.map(({ key, entity, category, addresses, stops, first, last, tainted }) => ({
            key,
            cells: [
              <Holder key="who" entity={entity ?? ""} category={category} {...(addresses[0] !== undefined && { href: `/wallets/${network}/${encodeURIComponent(addresses[0])}?tab=claims` })} />,
              <span key="at">{addressOf(network, addresses[0] ?? null)}{addresses.length > 1 && <span className="ml-1 text-xs text-ink-faint">+{addresses.length - 1}</span>}</span>,
              count(stops), <Time key="first" iso={first} />, <Time key="last" iso={last} />, <Amount key="amount" sats={tainted.toString()} />,
            ],
          }))}
        />
      )}
    </Section>
  );
}

function Unspent({ held, network }: PartProps) {
  return (
    <Section title="Still unspent" note="no spend of it is in the store">
      {held.length === 0 ? <None>All of it has been spent.</None> : (
        <SimpleTable
          label="Still unspent"
          columns={[{ head: "Address" }, { head: "Outputs", right: true }, { head: "Lies there since, UTC", right: true }, { head: `Amount, ${networkByName(network).unit}`, right: true }]}
          rows={held.map(({ key, addresses, stops, last, tainted }) => ({ key, cells: [addressOf(network, addresses[0] ?? null), count(stops), <Time key="last" iso={last} />, <Amount key="amount" sats={tainted.toString()} />] }))}
        />
      )}
    </Section>
  );
}

function Elsewhere({ held, network }: PartProps) {
  if (held.length === 0) return null;
  return (
    <Section title="Ended otherwise">
      <SimpleTable
        label="Ended otherwise"
        columns={[{ head: "Reason" }, { head: "What that means" }, { head: "Stops", right: true }, { head: `Amount, ${networkByName(network).unit}`, right: true }]}
        rows={held.map(({ key, reason, stops, tainted }) => ({ key, cells: [REASON_NAMES[reason], <span key="note" className="text-ink-soft">{REASON_NOTES[reason]}</span>, count(stops), <Amount key="amount" sats={tainted.toString()} />] }))}
      />
    </Section>
  );
}

const None = ({ children }: { readonly children: string }) => <p className="border-b border-line/60 py-2 text-sm text-ink-soft">{children}</p>;
