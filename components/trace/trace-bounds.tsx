"use client";

import { useState } from "react";
import { COMPARISON_METHODS, METHOD_NAMES, METHOD_NOTES, recordMethods } from "@/components/trace/words";
import { useTraceQuery, type TraceQuery } from "@/components/trace/use-trace-query";
import { Button } from "@/components/ui/button";
import { Field, Input, Select } from "@/components/ui/input";
import { Segmented } from "@/components/ui/segmented";
import { formatBtc, parseBtc } from "@/lib/core/money";
import { networkByName, type NetworkName } from "@/lib/core/network";
import { TRACE_METHODS, type TraceMethod } from "@/lib/core/tracing/methods";

/** The method, the direction and the bounds of a trace. */
export function TraceBounds({ network }: { readonly network: NetworkName }) {
  const { query, set } = useTraceQuery();
  return (
    <section aria-label="How it is followed" className="flex flex-col gap-3 rounded-md border border-line bg-surface px-4 py-3">
      <div className="flex flex-wrap items-end gap-x-4 gap-y-2">
        <Segmented label="Direction" value={query.direction} onChange={(direction) => void set({ direction, toHeight: null })} items={[{ value: "forward", label: "Where it went" }, { value: "backward", label: "Where it came from" }]} />
        <label className="flex items-center gap-2 text-sm text-ink-soft">
          Method
          <Select className="h-7 w-40" value={query.method} onChange={(event) => void set({ method: TRACE_METHODS.find((one) => one === event.target.value) ?? "fifo" })}>
            <optgroup label="Methods of record">{recordMethods(query.direction).map(option)}</optgroup>
            <optgroup label="For comparison only">{COMPARISON_METHODS.map(option)}</optgroup>
          </Select>
        </label>
        <p className="min-w-0 flex-1 text-xs text-ink-faint">{METHOD_NOTES[query.method]}{COMPARISON_METHODS.includes(query.method) && " For comparison: not a method of record."}</p>
      </div>
      <Limits key={`${query.maxHops ?? ""} ${query.minValue} ${query.toHeight ?? ""} ${query.direction}`} network={network} query={query} onApply={(limits) => void set(limits)} />
      <div className="flex flex-wrap gap-x-6 gap-y-1 text-sm text-ink-soft">
        <Check label="Follow fees into the coinbase of their block" checked={query.fees} onChange={(fees) => void set({ fees: fees ? true : null })} />
        <Check label="Go on past wallets claimed for services" checked={query.through} onChange={(through) => void set({ through: through ? true : null })} />
      </div>
    </section>
  );
}

const option = (method: TraceMethod) => <option key={method} value={method}>{METHOD_NAMES[method]}</option>;

function Check({ label, checked, onChange }: { readonly label: string; readonly checked: boolean; readonly onChange: (checked: boolean) => void }) {
  return (
    <label className="flex min-h-6 items-center gap-1.5">
      <input type="checkbox" checked={checked} className="accent-(--brass)" onChange={(event) => { onChange(event.target.checked); }} />
      {label}
    </label>
  );
}

interface LimitsProps {
  readonly network: NetworkName;
  readonly query: TraceQuery;
  readonly onApply: (limits: Applied) => void;
}

interface Applied {
  readonly maxHops: number | null;
  readonly minValue: string;
  readonly toHeight: number | null;
}

function Limits({ network, query, onApply }: LimitsProps) {
  const [hops, setHops] = useState(query.maxHops?.toString() ?? "");
  const [value, setValue] = useState(query.minValue === "0" ? "" : formatBtc(BigInt(query.minValue)));
  const [height, setHeight] = useState(query.toHeight?.toString() ?? "");
  const { errors, limits } = readLimits({ hops, value, height });
  const changed = limits !== null && (limits.maxHops !== query.maxHops || limits.toHeight !== query.toHeight || limits.minValue !== query.minValue);
  return (
    <form
      className="flex flex-wrap items-end gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (limits !== null) onApply(limits);
      }}
    >
      <Field label="At most this many hops" className="w-40" error={errors.hops}>{(ids) => <Input {...ids} inputMode="numeric" placeholder="no limit" value={hops} onChange={(event) => { setHops(event.target.value); }} />}</Field>
      <Field label={`Branches from, ${networkByName(network).unit}`} className="w-44" error={errors.value}>{(ids) => <Input {...ids} inputMode="decimal" placeholder="any amount" value={value} onChange={(event) => { setValue(event.target.value); }} />}</Field>
      {query.direction === "forward" && <Field label="As the chain stood at height" className="w-48" error={errors.height}>{(ids) => <Input {...ids} inputMode="numeric" placeholder="all that is in the store" value={height} onChange={(event) => { setHeight(event.target.value); }} />}</Field>}
      <Button type="submit" disabled={!changed}>Apply</Button>
    </form>
  );
}

/** What was typed as limits; null where any of it is no number. */
function readLimits(text: { readonly hops: string; readonly value: string; readonly height: string }) {
  const amount = text.value.trim() === "" ? 0n : parseBtc(text.value.trim());
  const [maxHops, toHeight] = [whole(text.hops), whole(text.height)];
  const errors = { hops: maxHops === undefined ? "a whole number" : null, value: amount === null ? "an amount, at most 8 decimals" : null, height: toHeight === undefined ? "a whole number" : null };
  const limits: Applied | null = maxHops === undefined || toHeight === undefined || amount === null ? null : { maxHops, minValue: amount.toString(), toHeight };
  return { errors, limits };
}

/** Null: no limit; undefined: not a number. */
function whole(text: string): number | null | undefined {
  const trimmed = text.trim();
  if (trimmed === "") return null;
  return /^\d{1,9}$/.test(trimmed) ? parseInt(trimmed, 10) : undefined;
}
