"use client";

import type { CsvPreview } from "@/components/claims/csv-preview";
import { Select } from "@/components/ui/input";
import { Notice } from "@/components/ui/notice";
import { Section } from "@/components/ui/section";
import { CSV_CLAIM_COLUMNS, mapColumns, type CsvClaimColumn } from "@/lib/core/packs/csv-claims";

type ByHand = Partial<Record<CsvClaimColumn, string>>;

interface Props {
  readonly preview: CsvPreview;
  readonly chosen: ByHand;
  readonly onChange: (chosen: ByHand) => void;
}

const NAMES: Partial<Record<CsvClaimColumn, string>> = { txid: "transaction", source_url: "source, web address", source_date: "source, date", confidence: "method", kind: "kind of subject" };
const nameOf = (column: CsvClaimColumn): string => NAMES[column] ?? column;

/** Which column holds what: guessed from the names, changed by hand, shown on the first rows. */
export function CsvColumns({ preview: { header, rows }, chosen, onChange }: Props) {
  const mapping = mapColumns(header, chosen);
  const meaningOf = (at: number): CsvClaimColumn | "" => CSV_CLAIM_COLUMNS.find((column) => mapping?.[column] === at) ?? CSV_CLAIM_COLUMNS.find((column) => chosen[column] === header[at]) ?? "";
  const choose = (at: number, meaning: CsvClaimColumn | null) => {
    const kept = Object.fromEntries(Object.entries(chosen).filter(([column, name]) => name !== header[at] && column !== meaning));
    onChange(meaning === null ? kept : { ...kept, [meaning]: header[at] });
  };
  return (
    <Section title="Columns" note="guessed from their names; the first rows of the file are below">
      {mapping === null && <Notice look="danger" className="my-2" title="No column holds an address or a transaction yet.">Say which one does.</Notice>}
      <div className="overflow-x-auto" tabIndex={0} role="region" aria-label="Columns of the CSV">
        <table className="text-sm">
          <thead>
            <tr>
              {header.map((name, at) => (
                <th key={`${at} ${name}`} scope="col" className="min-w-36 border-b border-line py-2 pr-4 text-left font-normal">
                  <span className="mb-1 block max-w-56 truncate text-xs text-ink-faint" title={name}>{name}</span>
                  <Select aria-label={`What “${name}” holds`} className="h-7" value={meaningOf(at)} onChange={(event) => { choose(at, CSV_CLAIM_COLUMNS.find((one) => one === event.target.value) ?? null); }}>
                    <option value="">not read</option>
                    {CSV_CLAIM_COLUMNS.map((column) => <option key={column} value={column}>{nameOf(column)}</option>)}
                  </Select>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row, index) => (
              <tr key={index} className="h-8 border-b border-line/60">
                {header.map((name, at) => <td key={`${at} ${name}`} className="max-w-56 truncate pr-4 text-ink-soft" title={row[at]}>{row[at] ?? ""}</td>)}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Section>
  );
}
