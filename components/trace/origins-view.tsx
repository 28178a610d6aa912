"use client";

import { ChevronRight, Pickaxe } from "lucide-react";
import { useState } from "react";
import { CompositionBar, originFill, originName, percent, type OriginDto } from "@/components/trace/composition-bar";
import { SimpleTable } from "@/components/trace/simple-table";
import { Seeded, TraceFrame } from "@/components/trace/trace-frame";
import { NothingKnown } from "@/components/trace/trace-view";
import { METHOD_NAMES, METHOD_NOTES } from "@/components/trace/words";
import { Amount, Unknown, count, plural } from "@/components/ui/amount";
import { cn } from "@/components/ui/cn";
import { Identifier } from "@/components/ui/identifier";
import { Notice } from "@/components/ui/notice";
import { Section } from "@/components/ui/section";
import { Segmented } from "@/components/ui/segmented";
import { ErrorState, Skeleton } from "@/components/ui/states";
import { Stats } from "@/components/ui/stats";
import { CATEGORIES } from "@/lib/core/casework/claims";
import { CATEGORY_NAMES } from "@/lib/core/graph/labels-family";
import { networkByName, type NetworkName } from "@/lib/core/network";
import type { ProvenanceDto } from "@/lib/features/tracing/tracing.contract";
import { useProvenance, type Seeds } from "@/lib/features/tracing/tracing.queries";

const METHODS = ["haircut", "fifo"] as const;

export function OriginsView() {
  return (
    <TraceFrame view="origins" lead="Assay these coins: traced backward until they were mined, paid out by a pool, held by somebody claimed, or cannot be followed.">
      <Seeded>{(network, seeds) => <Assayed network={network} seeds={seeds} />}</Seeded>
    </TraceFrame>
  );
}

function Assayed({ network, seeds: { outpoints, refs } }: { readonly network: NetworkName; readonly seeds: Seeds }) {
  const [method, setMethod] = useState<(typeof METHODS)[number]>("haircut");
  const made = useProvenance({ network, seeds: { outpoints, refs }, method });
  return (
    <>
      <div className="flex items-center gap-3">
        <Segmented label="Method" value={method} onChange={setMethod} items={METHODS.map((value) => ({ value, label: METHOD_NAMES[value] }))} />
        <span className="text-xs text-ink-faint">{METHOD_NOTES[method]}</span>
      </div>
      {made.isError && <ErrorState error={made.error} what="The origins could not be read" onRetry={() => void made.refetch()} />}
      {made.isPending && <Skeleton className="h-64" />}
      {made.data !== undefined && (made.data.known ? <Composition made={made.data} /> : <NothingKnown unknown={[]} />)}
    </>
  );
}

function Composition({ made }: { readonly made: ProvenanceDto }) {
  return (
    <div className="flex flex-col gap-6">
      <Stats
        items={[
          { label: "All that ever arrived", value: <Amount sats={made.total} network={made.network} /> },
          { label: "From mining", value: percent(shareOf(made, isMined)), note: "newly mined, or paid out by a pool" },
          { label: "Hops to the nearest coinbase", value: made.hopsToCoinbase === null ? <Unknown>none was reached</Unknown> : count(made.hopsToCoinbase) },
          { label: "Method", value: METHOD_NAMES[made.method], note: `version ${made.version}` },
          { label: "Data up to height", value: made.dataHeight === null ? <Unknown /> : count(made.dataHeight), note: made.reconciles ? "the parts add up, to the satoshi" : "the parts do not add up: a defect of Assay" },
        ]}
      />
      <Bought made={made} />
      <Section title="Composition" note="largest first; open one for the coins it is made of">
        <div className="pt-3"><CompositionBar origins={made.origins} /></div>
        <ul aria-label="Origins">{made.origins.map((origin) => <OriginRow key={`${origin.kind} ${origin.entity ?? ""} ${origin.category ?? ""}`} origin={origin} network={made.network} />)}</ul>
      </Section>
    </div>
  );
}

const isMined = ({ kind }: OriginDto): boolean => kind === "coinbase" || kind === "pool-payout";
const isBought = ({ kind, category }: OriginDto): boolean => kind === "claimed" && (category === "exchange" || category === "wallet-service" || category === "payment-processor");
const shareOf = ({ origins }: ProvenanceDto, admit: (origin: OriginDto) => boolean): number => origins.filter(admit).reduce((sum, { share }) => sum + share, 0);

/** Coins sold as mined that came from an exchange are the thing to see at a glance. */
function Bought({ made }: { readonly made: ProvenanceDto }) {
  const from = made.origins.filter(isBought);
  const [largest] = from;
  if (largest === undefined) return null;
  const mined = shareOf(made, isMined);
  return (
    <Notice icon={<Pickaxe aria-hidden />} title={mined === 0 ? `None of these coins can be followed to mining; ${percent(shareOf(made, isBought))} came from ${named(from)}.` : `${percent(shareOf(made, isBought))} of these coins came from ${named(from)}, ${percent(mined)} from mining.`}>
      Coins that come from an exchange were bought or withdrawn there. Whoever calls them mined has not mined this part of them.
    </Notice>
  );
}

const named = (origins: readonly OriginDto[]): string => origins.slice(0, 2).map(({ entity }) => `claimed ${entity ?? "somebody"}`).join(" and ") + (origins.length > 2 ? ` and ${origins.length - 2} more` : "");

function OriginRow({ origin, network }: { readonly origin: OriginDto; readonly network: NetworkName }) {
  const [open, setOpen] = useState(false);
  const category = CATEGORIES.find((one) => one === origin.category);
  const { unit } = networkByName(network);
  const hatched = origin.kind === "unresolved" || origin.kind === "cut";
  return (
    <li className="border-b border-line/60">
      <button type="button" aria-expanded={open} onClick={() => { setOpen(!open); }} className="grid h-9 w-full grid-cols-[1rem_0.75rem_minmax(0,1fr)_9rem_5rem_13rem] items-center gap-3 text-left text-sm hover:bg-hover focus-visible:-outline-offset-2">
        <ChevronRight className={cn("size-4 text-ink-faint transition-transform duration-120", open && "rotate-90")} aria-hidden />
        <span aria-hidden className={cn("size-3 border border-line-strong", hatched && "hatched")} style={hatched ? undefined : { background: originFill(origin, "") }} />
        <span className="truncate">{originName(origin)}{category !== undefined && origin.entity !== null && <span className="text-xs text-ink-faint"> {CATEGORY_NAMES[category]}</span>}</span>
        <span className="text-right text-ink-soft">{plural(origin.coins, "coin")}</span>
        <span className="text-right tabular-nums">{percent(origin.share)}</span>
        <span className="text-right"><Amount sats={origin.value} network={network} /></span>
      </button>
      {open && (
        <div className="pb-3 pl-7">
          <SimpleTable
            label={`Coins of ${originName(origin)}`}
            columns={[{ head: "Output" }, { head: "Address" }, { head: "Hops", right: true }, { head: `Its value, ${unit}`, right: true }, { head: `Its part, ${unit}`, right: true }]}
            rows={origin.largest.map(({ txid, n, address, hops, value, part }) => ({
              key: `${txid} ${n ?? ""}`,
              cells: [
                <span key="tx" className="inline-flex items-center"><Identifier value={txid} what="transaction" href={`/transactions/${network}/${txid}`} /><span className="font-mono text-xs text-ink-faint">{n === null ? "newly mined" : `:${n}`}</span></span>,
                address === null ? <Unknown key="address">none</Unknown> : <Identifier key="address" value={address} what="address" href={`/addresses/${network}/${encodeURIComponent(address)}`} />,
                count(hops), <Amount key="value" sats={value} />, <Amount key="part" sats={part} />,
              ],
            }))}
          />
          {origin.coins > origin.largest.length && <p className="pt-1 text-xs text-ink-faint">The {origin.largest.length} largest; {count(origin.coins - origin.largest.length)} more make up the rest.</p>}
        </div>
      )}
    </li>
  );
}
