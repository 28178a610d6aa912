"use client";

import { Radar } from "lucide-react";
import { parseAsStringLiteral, useQueryStates } from "nuqs";
import { DISPOSITION_WORDS, KIND_NAMES } from "@/components/findings/finding-words";
import { findingColumns, FINDING_GRID } from "@/components/findings/finding-columns";
import { HuntButton } from "@/components/findings/hunt-button";
import { Page } from "@/components/shell/page";
import { plural } from "@/components/ui/amount";
import { DataTable, morePages } from "@/components/ui/data-table";
import { Select } from "@/components/ui/input";
import { Notice } from "@/components/ui/notice";
import { EmptyState, ErrorState } from "@/components/ui/states";
import { Time } from "@/components/ui/time";
import { DISPOSITIONS } from "@/lib/core/casework/disposition";
import { FINDING_GRADES, FINDING_KINDS } from "@/lib/core/detect/findings";
import type { z } from "zod";
import type { FindingFilterDto, FindingPage } from "@/lib/features/detection/detection.contract";
import { useFindings } from "@/lib/features/detection/detection.queries";

const PARSERS = { kind: parseAsStringLiteral(FINDING_KINDS), grade: parseAsStringLiteral(FINDING_GRADES), disposition: parseAsStringLiteral(DISPOSITIONS) };

/** What the hunts found, strongest first, and what people made of it. */
export function FindingsView() {
  const [{ kind, grade, disposition }, set] = useQueryStates(PARSERS, { history: "replace" });
  const filter: FindingFilterDto = { ...(kind !== null && { kind }), ...(grade !== null && { grade }), ...(disposition !== null && { disposition }) };
  const inbox = useFindings(filter);
  const first = inbox.data?.pages[0];
  return (
    <Page fill title="Findings" lead="Traces of laundering through mining: payments to hash services, payouts of pools, and where they met. A finding is no verdict: each says what speaks against it." actions={<HuntButton />}>
      <div role="search" aria-label="Filter the findings" className="flex shrink-0 flex-wrap items-center gap-2 border-b border-line px-6 pb-2">
        <Choice label="Kind" any="any kind" value={kind} options={FINDING_KINDS} words={KIND_NAMES} onChange={(value) => void set({ kind: value })} />
        <Choice label="Grade" any="any grade" value={grade} options={FINDING_GRADES} words={GRADES} onChange={(value) => void set({ grade: value })} />
        <Choice label="Disposition" any="any disposition" value={disposition} options={DISPOSITIONS} words={DISPOSITION_WORDS} onChange={(value) => void set({ disposition: value })} />
        {first !== undefined && <Told page={first} />}
      </div>
      {first?.stale === true && first.run !== null && <Notice look="gap" className="mx-6 mt-3 shrink-0" title="Data or claims have changed since the last hunt.">What is new is not among these yet.</Notice>}
      <Inbox inbox={inbox} />
    </Page>
  );
}

const GRADES = { lead: "lead", supported: "supported", corroborated: "corroborated" } as const;

interface ChoiceProps<Value extends string> {
  readonly label: string;
  readonly any: string;
  readonly value: Value | null;
  readonly options: readonly Value[];
  readonly words: Readonly<Record<Value, string>>;
  readonly onChange: (value: Value | null) => void;
}

function Choice<Value extends string>({ label, any, value, options, words, onChange }: ChoiceProps<Value>) {
  return (
    <Select aria-label={label} className="h-7 w-40" value={value ?? ""} onChange={(event) => { onChange(options.find((one) => one === event.target.value) ?? null); }}>
      <option value="">{any}</option>
      {options.map((one) => <option key={one} value={one}>{words[one]}</option>)}
    </Select>
  );
}

/** By which run, and how many of each grade are open. */
function Told({ page: { run, counts } }: { readonly page: z.output<typeof FindingPage> }) {
  const open = counts.filter(({ disposition }) => disposition === "open").reduce((sum, { count }) => sum + count, 0);
  if (run === null) return null;
  return <p className="ml-auto text-xs text-ink-faint">{plural(open, "finding")} open · last hunt <Time iso={run.at} /> UTC</p>;
}

function Inbox({ inbox }: { readonly inbox: ReturnType<typeof useFindings> }) {
  const rows = inbox.data?.pages.flatMap(({ items }) => items) ?? [];
  if (inbox.isError && inbox.data === undefined) return <ErrorState error={inbox.error} what="The findings could not be read" onRetry={() => void inbox.refetch()} className="flex-1" />;
  if (inbox.data !== undefined && rows.length === 0) {
    const hunted = inbox.data.pages[0]?.run !== null;
    return (
      <EmptyState className="flex-1" icon={<Radar aria-hidden />} title={hunted ? "Nothing like that was found" : "No hunt yet"} action={hunted ? undefined : <HuntButton look="primary" />}>
        {hunted ? "With the data and the claims of now. That nothing is found clears nobody." : "A hunt looks through the whole store. It needs claims: on wallets of thefts or actors, on hash services, and on mining pools."}
      </EmptyState>
    );
  }
  return <DataTable label="Findings" rows={rows} rowKey={({ finding }) => finding.id} grid={FINDING_GRID} loading={inbox.isPending} more={morePages(inbox)} columns={findingColumns} />;
}
