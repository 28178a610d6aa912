"use client";

import { useState } from "react";
import type { PathQuery } from "@/components/trace/use-path-query";
import { Button } from "@/components/ui/button";
import { Field, Input, Select } from "@/components/ui/input";
import { formatBtc, parseBtc } from "@/lib/core/money";
import { NETWORK_NAMES, networkByName } from "@/lib/core/network";
import { PATH_PREFERENCES, type PathPreference } from "@/lib/core/tracing/path";
import { MOST_PATH_HOPS } from "@/lib/features/tracing/tracing.contract";

const PREFER: Record<PathPreference, string> = { shortest: "fewest payments", largest: "largest smallest payment", earliest: "earliest arrival" };
const END = { spellCheck: false, autoComplete: "off", className: "font-mono text-xs", maxLength: 160 } as const;

interface Props {
  readonly query: PathQuery;
  readonly onSearch: (query: PathQuery) => void;
}

/** From whom to whom, and within which bounds. */
export function PathForm({ query, onSearch }: Props) {
  const [form, setForm] = useState({ ...query, from: query.from.split(",")[0] ?? "" });
  const [value, setValue] = useState(query.minValue === "0" ? "" : formatBtc(BigInt(query.minValue)));
  const amount = value.trim() === "" ? 0n : parseBtc(value.trim());
  const change = (part: Partial<PathQuery>) => { setForm({ ...form, ...part }); };
  const ready = form.from.trim().length > 2 && form.to.trim().length > 2 && amount !== null;
  return (
    <form
      aria-label="Search for a path"
      className="flex flex-col gap-3 rounded-md border border-line bg-surface px-4 py-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (amount !== null) onSearch({ ...form, from: form.from.trim(), to: form.to.trim(), minValue: amount.toString() });
      }}
    >
      <div className="grid grid-cols-[9rem_minmax(0,1fr)_minmax(0,1fr)] gap-3">
        <Field label="Network">{(ids) => <Select {...ids} value={form.network} onChange={(event) => { change({ network: NETWORK_NAMES.find((name) => name === event.target.value) ?? form.network }); }}>{NETWORK_NAMES.map((name) => <option key={name} value={name}>{name}</option>)}</Select>}</Field>
        <Field label="From">{(ids) => <Input {...ids} {...END} value={form.from} placeholder="ADDRESS, wallet:ADDRESS or entity:NAME" onChange={(event) => { change({ from: event.target.value }); }} />}</Field>
        <Field label="To">{(ids) => <Input {...ids} {...END} value={form.to} placeholder="ADDRESS, wallet:ADDRESS or entity:NAME" onChange={(event) => { change({ to: event.target.value }); }} />}</Field>
      </div>
      <div className="flex flex-wrap items-end gap-3">
        <Field label="Prefer" className="w-52">{(ids) => <Select {...ids} value={form.prefer} onChange={(event) => { change({ prefer: PATH_PREFERENCES.find((one) => one === event.target.value) ?? "shortest" }); }}>{PATH_PREFERENCES.map((one) => <option key={one} value={one}>{PREFER[one]}</option>)}</Select>}</Field>
        <Field label="At most this many hops" className="w-40">{(ids) => <Input {...ids} type="number" min={1} max={MOST_PATH_HOPS} value={form.maxHops} onChange={(event) => { const hops = parseInt(event.target.value, 10); if (Number.isInteger(hops)) change({ maxHops: hops }); }} />}</Field>
        <Field label={`Payments from, ${networkByName(form.network).unit}`} className="w-40" error={amount === null ? "an amount" : null}>{(ids) => <Input {...ids} inputMode="decimal" placeholder="any amount" value={value} onChange={(event) => { setValue(event.target.value); }} />}</Field>
        <Field label="Since" className="w-36">{(ids) => <Input {...ids} type="date" value={form.since} onChange={(event) => { change({ since: event.target.value }); }} />}</Field>
        <Field label="Until" className="w-36">{(ids) => <Input {...ids} type="date" value={form.until} onChange={(event) => { change({ until: event.target.value }); }} />}</Field>
        <Button type="submit" look="primary" disabled={!ready} className="ml-auto">Search</Button>
      </div>
    </form>
  );
}
