"use client";

import { Download } from "lucide-react";
import { useState } from "react";
import { MethodsRange } from "@/components/trace/methods-range";
import { Reconciliation } from "@/components/trace/reconciliation";
import { exitName, Sankey } from "@/components/trace/sankey";
import { SimpleTable } from "@/components/trace/simple-table";
import { StopsTable } from "@/components/trace/stops-table";
import { METHOD_NAMES, REASON_NAMES, REASON_NOTES } from "@/components/trace/words";
import { Amount, Count, Unknown, count, plural } from "@/components/ui/amount";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { saveFile } from "@/components/ui/save-file";
import { Section } from "@/components/ui/section";
import { Segmented } from "@/components/ui/segmented";
import { Stats } from "@/components/ui/stats";
import { networkByName } from "@/lib/core/network";
import { stagesOf, type Stage } from "@/lib/core/tracing/stages";
import { writeTraceCsv } from "@/lib/features/tracing/trace-csv";
import type { TraceDto } from "@/lib/features/tracing/tracing.contract";
import type { TraceInput } from "@/lib/features/tracing/tracing.queries";

const LIMITS = { stages: 5, exits: 3 };

export function TraceResult({ trace, body }: { readonly trace: TraceDto; readonly body: TraceInput }) {
  const stages = stagesOf(trace.stops.map(({ reason, tainted, hops, service }) => ({ reason, tainted: BigInt(tainted), hops, entity: service?.entity ?? null })), LIMITS);
  return (
    <div className="flex flex-col gap-6">
      {trace.seed.unknown.length > 0 && <Notice look="gap" title={`${plural(trace.seed.unknown.length, "seed")} the store has never seen, and left out.`}><span className="font-mono text-xs break-all">{trace.seed.unknown.slice(0, 3).join(", ")}</span></Notice>}
      <div>
        <Stats
          items={[
            { label: "Traced", value: <Amount sats={trace.total} network={trace.network} />, note: plural(trace.seed.outputs.length, "output") },
            { label: "Method", value: METHOD_NAMES[trace.method], note: `version ${trace.version}` },
            { label: "Transactions passed", value: <Count value={trace.transactions} /> },
            { label: "Data up to height", value: trace.dataHeight === null ? <Unknown /> : count(trace.dataHeight) },
            { label: "Bounds", value: boundsOf(trace) },
          ]}
        />
        <Reconciliation trace={trace} />
      </div>
      <River trace={trace} stages={stages} />
      <div className="grid gap-x-8 gap-y-6 lg:grid-cols-[minmax(0,2fr)_minmax(0,3fr)]">
        <Sums trace={trace} />
        <MethodsRange trace={trace} body={body} />
      </div>
      <StopsTable trace={trace} actions={<Downloads trace={trace} />} />
    </div>
  );
}

function boundsOf({ parameters: { maxHops, minValue, toHeight, taintFees, throughServices }, network }: TraceDto) {
  const bounds = [
    maxHops === null ? null : plural(maxHops, "hop"),
    minValue === "0" ? null : <span key="min">from <Amount sats={minValue} network={network} /></span>,
    toHeight === null ? null : `to height ${count(toHeight)}`,
    taintFees ? "fees followed" : "fees dropped",
    throughServices ? "through services" : "services stop it",
  ].filter((bound) => bound !== null);
  return <span className="inline-flex flex-wrap gap-x-2">{bounds.map((bound, i) => <span key={i}>{bound}{i < bounds.length - 1 && ","}</span>)}</span>;
}

function River({ trace, stages }: { readonly trace: TraceDto; readonly stages: readonly Stage[] }) {
  const [view, setView] = useState<"picture" | "table">("picture");
  return (
    <Section title="Where it went by hops" note="what was still under way, and what came to rest; widths by amount" actions={<Segmented label="Show as" value={view} onChange={setView} items={[{ value: "picture", label: "Picture" }, { value: "table", label: "Table" }]} />}>
      {view === "picture" ? <div className="pt-3"><Sankey trace={trace} stages={stages} /></div> : <StageTable trace={trace} stages={stages} />}
    </Section>
  );
}

/** The picture in words, for whoever does not see it. */
function StageTable({ trace, stages }: { readonly trace: TraceDto; readonly stages: readonly Stage[] }) {
  const { unit } = networkByName(trace.network);
  const rows = stages.flatMap((stage) =>
    stage.exits.map((exit, i) => ({
      key: `${stage.from} ${exit.reason} ${exit.entity ?? ""}`,
      cells: [i === 0 ? (stage.from === stage.to ? `${stage.from}` : `${stage.from} to ${stage.to}`) : <span className="sr-only">{stage.from} to {stage.to}</span>, i === 0 ? <Amount sats={stage.entering.toString()} /> : "", exitName(exit), count(exit.count), <Amount key="tainted" sats={exit.tainted.toString()} />],
    })),
  );
  const fees = { key: "fees", cells: ["any", "", "Fees", "", <Amount key="tainted" sats={trace.fees} />] };
  return <SimpleTable label="The trace by hops" columns={[{ head: "Hops" }, { head: `Under way, ${unit}`, right: true }, { head: "Came to rest" }, { head: "Stops", right: true }, { head: `Amount, ${unit}`, right: true }]} rows={trace.fees === "0" ? rows : [...rows, fees]} />;
}

function Sums({ trace }: { readonly trace: TraceDto }) {
  return (
    <Section title="By reason">
      <SimpleTable
        label="Sums by reason"
        columns={[{ head: "Reason" }, { head: "Stops", right: true }, { head: `Amount, ${networkByName(trace.network).unit}`, right: true }]}
        rows={[
          ...trace.sums.map(({ reason, count: stops, tainted }) => ({ key: reason, cells: [<span key="reason" title={REASON_NOTES[reason]}>{REASON_NAMES[reason]}</span>, count(stops), <Amount key="tainted" sats={tainted} />] })),
          { key: "fees", cells: ["Fees", "", <Amount key="fees" sats={trace.fees} />] },
        ]}
        {...(trace.reconciles === true && { total: ["Traced", count(trace.stops.length), <Amount key="total" sats={trace.total} />] })}
      />
    </Section>
  );
}

function Downloads({ trace }: { readonly trace: TraceDto }) {
  const name = `assay-trace-${trace.network}-${trace.method}-${trace.seed.outputs[0]?.txid.slice(0, 8) ?? "none"}`;
  return (
    <>
      <Button size="sm" onClick={() => { saveFile(writeTraceCsv(trace), `${name}.csv`, "text/csv"); }}><Download className="size-3.5" aria-hidden /> CSV</Button>
      <Button size="sm" onClick={() => { saveFile(`${JSON.stringify(trace, null, 2)}\n`, `${name}.json`, "application/json"); }}><Download className="size-3.5" aria-hidden /> JSON</Button>
    </>
  );
}
