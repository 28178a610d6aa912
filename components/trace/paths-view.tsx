"use client";

import { ArrowRight } from "lucide-react";
import { PathForm } from "@/components/trace/path-form";
import { usePathQuery, type PathQuery } from "@/components/trace/use-path-query";
import { SimpleTable } from "@/components/trace/simple-table";
import { TraceFrame } from "@/components/trace/trace-frame";
import { Amount, Unknown, count, plural } from "@/components/ui/amount";
import { Identifier } from "@/components/ui/identifier";
import { Notice } from "@/components/ui/notice";
import { Section } from "@/components/ui/section";
import { EmptyState, ErrorState, Skeleton } from "@/components/ui/states";
import { Stats } from "@/components/ui/stats";
import { Time } from "@/components/ui/time";
import { networkByName, type NetworkName } from "@/lib/core/network";
import type { PathDto } from "@/lib/features/tracing/tracing.contract";
import { usePath, type PathInput } from "@/lib/features/tracing/tracing.queries";

export function PathsView() {
  const { query, set } = usePathQuery();
  const body = bodyOf(query);
  const path = usePath(body);
  return (
    <TraceFrame view="paths" lead="Payments that lead from one to the other in the order of time. They need not be the same coins; a path says that money could have gone this way.">
      <div className="flex flex-col gap-6">
        <PathForm key={JSON.stringify(query)} query={query} onSearch={(next) => void set(next)} />
        {body === null && <EmptyState title="From whom, and to whom?">Two of them: an address, a wallet by one of its addresses (wallet:ADDRESS), or somebody by name (entity:NAME).</EmptyState>}
        {path.isError && <ErrorState error={path.error} what="No path could be searched for" onRetry={() => void path.refetch()} />}
        {body !== null && path.isPending && <div role="status"><p className="mb-3 text-sm text-ink-soft">Searching from both ends…</p><Skeleton className="h-40" /></div>}
        {path.data !== undefined && <Found path={path.data} />}
      </div>
    </TraceFrame>
  );
}

function bodyOf({ network, from, to, prefer, maxHops, minValue, since, until }: PathQuery): PathInput | null {
  const [start, end] = [from.split(",")[0] ?? "", to];
  if (start.length < 3 || end.length < 3) return null;
  return { network, from: start, to: end, prefer, maxHops, minValue, fromTime: since === "" ? null : `${since}T00:00:00Z`, toTime: until === "" ? null : `${until}T23:59:59Z` };
}

const STOPPED: Record<PathDto["stoppedBy"], string> = {
  found: "a path was found",
  exhausted: "there is nothing more to look at",
  "max-hops": "the limit of hops was reached",
  budget: "more payments than one search may look at",
};

function Found({ path }: { readonly path: PathDto }) {
  return (
    <div className="flex flex-col gap-4">
      <Stats
        items={[
          { label: "Answer", value: path.found ? plural(path.hops.length, "payment") : "No path" },
          { label: "Payments looked at", value: count(path.searched) },
          { label: "The search ended because", value: STOPPED[path.stoppedBy] },
          { label: "Services not led through", value: count(path.servicesPassedOver), note: "everybody meets everybody there" },
          { label: "Data up to height", value: path.dataHeight === null ? <Unknown /> : count(path.dataHeight) },
        ]}
      />
      {path.unknown.length > 0 && <Notice look="gap" title="The store has never seen:"><span className="font-mono text-xs break-all">{path.unknown.join(", ")}</span></Notice>}
      {path.bounded && <Notice look="gap" title="A limit ended the search.">{path.found ? "There may be a better path beyond it." : "There may be a path beyond it."}</Notice>}
      {path.found ? <Hops path={path} /> : path.unknown.length === 0 && <EmptyState title="No path was found">Within these limits no payments lead from the one to the other. Try the other direction, more hops, or no limit of amount.</EmptyState>}
    </div>
  );
}

function Hops({ path: { hops, network } }: { readonly path: PathDto }) {
  return (
    <Section title="The payments" note="each no earlier in the chain than the one before">
      <SimpleTable
        label="Payments of the path"
        columns={[{ head: "" }, { head: "From" }, { head: "" }, { head: "To" }, { head: "Transaction" }, { head: "Time, UTC", right: true }, { head: `Amount, ${networkByName(network).unit}`, right: true }]}
        rows={hops.map(({ txid, from, to, value, time }, i) => ({
          key: txid,
          cells: [
            String(i + 1), <End key="from" address={from} network={network} />, <ArrowRight key="arrow" className="size-3.5 text-ink-faint" aria-label="to" />, <End key="to" address={to} network={network} />,
            <Identifier key="tx" value={txid} what="transaction" href={`/transactions/${network}/${txid}`} />, <Time key="time" iso={time} />, <Amount key="value" sats={value} />,
          ],
        }))}
      />
    </Section>
  );
}

const End = ({ address, network }: { readonly address: string | null; readonly network: NetworkName }) => (address === null ? <Unknown>no address</Unknown> : <Identifier value={address} what="address" href={`/wallets/${network}/${encodeURIComponent(address)}`} />);
