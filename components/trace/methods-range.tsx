"use client";

import { useState } from "react";
import { SimpleTable } from "@/components/trace/simple-table";
import { COMPARISON_METHODS, METHOD_NAMES, recordMethods } from "@/components/trace/words";
import { Amount } from "@/components/ui/amount";
import { Button } from "@/components/ui/button";
import { Section } from "@/components/ui/section";
import { networkByName } from "@/lib/core/network";
import { conserves, type TraceMethod } from "@/lib/core/tracing/methods";
import type { StopReason } from "@/lib/core/tracing/trace";
import type { TraceDto } from "@/lib/features/tracing/tracing.contract";
import { useTraces, type TraceInput } from "@/lib/features/tracing/tracing.queries";

/** Two ends that a reader looks for, by direction; the rest is one sum. */
const ENDS = { forward: ["service", "unspent"], backward: ["service", "coinbase"] } as const;
const HEADS: Partial<Record<StopReason, string>> = { service: "At services", unspent: "Unspent", coinbase: "Newly mined" };

const sumOf = (trace: TraceDto, reasons: readonly StopReason[]): bigint => trace.sums.filter(({ reason }) => reasons.includes(reason)).reduce((sum, { tainted }) => sum + BigInt(tainted), 0n);
const allOf = (trace: TraceDto): bigint => trace.sums.reduce((sum, { tainted }) => sum + BigInt(tainted), 0n);

/** The same trace by the other methods, so that nobody has to trust the choice of one. */
export function MethodsRange({ trace, body }: { readonly trace: TraceDto; readonly body: TraceInput }) {
  const [all, setAll] = useState(false);
  const record = recordMethods(trace.direction);
  const methods: readonly TraceMethod[] = [...record, ...(all || !record.includes(trace.method) ? COMPARISON_METHODS : [])];
  const results = useTraces(body, methods);
  const ends = ENDS[trace.direction];
  const columns = [{ head: "Method" }, ...ends.map((end) => ({ head: HEADS[end], right: true })), { head: "Elsewhere", right: true }, { head: "Fees", right: true }];
  const rows = methods.map((method, i) => {
    const result = results[i];
    const data = result?.data;
    const name = <>{METHOD_NAMES[method]}{!record.includes(method) && <span className="text-ink-faint"> (comparison)</span>}{!conserves(method) && <span className="text-ink-faint"> (counts twice)</span>}</>;
    if (data === undefined) return { key: method, current: method === trace.method, cells: [name, <span key="wait" className="text-ink-faint">{result?.isError === true ? "not traced" : "…"}</span>, "", "", ""] };
    const shown = ends.map((end) => sumOf(data, [end]));
    return { key: method, current: method === trace.method, cells: [name, ...shown, allOf(data) - shown.reduce((sum, value) => sum + value, 0n), BigInt(data.fees)].map((cell) => (typeof cell === "bigint" ? <Amount key={method} sats={cell.toString()} /> : cell)) };
  });
  return (
    <Section title="By every method of record" note={`same seeds and bounds, in ${networkByName(trace.network).unit}`} actions={!all && <Button size="sm" look="quiet" onClick={() => { setAll(true); }}>Add the others</Button>}>
      <SimpleTable label="Methods side by side" columns={columns} rows={rows} />
      <Range results={results.flatMap(({ data }) => (data !== undefined && conserves(data.method) && record.includes(data.method) ? data : []))} trace={trace} />
    </Section>
  );
}

function Range({ results, trace }: { readonly results: readonly TraceDto[]; readonly trace: TraceDto }) {
  const reached = results.map((one) => sumOf(one, ["service"])).sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  const [least, most] = [reached[0], reached.at(-1)];
  if (least === undefined || most === undefined || results.length < 2) return null;
  return (
    <p className="pt-2 text-sm text-ink-soft">
      {trace.direction === "forward" ? "Services received" : "Services paid"} {least === most ? <Amount sats={most.toString()} network={trace.network} /> : <>between <Amount sats={least.toString()} /> and <Amount sats={most.toString()} network={trace.network} /></>} of it, by any method of record that counts no money twice.
    </p>
  );
}
