"use client";

import Link from "next/link";
import type { ReactNode } from "react";
import { z } from "zod";
import { count } from "@/components/ui/amount";
import { Identifier } from "@/components/ui/identifier";
import { duration } from "@/components/ui/time";
import type { JobDto } from "@/lib/features/jobs/jobs.contract";

/** What imports and syncs leave behind; other jobs leave figures only. */
const ResultDto = z.object({
  rejected: z.array(z.object({ file: z.string(), position: z.union([z.string(), z.number()]).nullable().optional(), reason: z.string() })).default([]),
  rejectedCount: z.number().default(0),
  flagged: z.array(z.object({ txid: z.string().nullable(), block: z.string().nullable().optional(), reason: z.string() })).default([]),
  flaggedCount: z.number().default(0),
  skipped: z.array(z.object({ path: z.string(), reason: z.string() })).default([]),
  filesWithoutRecords: z.array(z.string()).default([]),
});

const FIGURES: Readonly<Record<string, string>> = {
  files: "files", blocks: "blocks", transactions: "transactions", newTransactions: "new", inputs: "inputs", outputs: "outputs", unresolvedInputs: "unresolved inputs", addresses: "new addresses",
  wallets: "wallets", multiAddressWallets: "with several addresses", coinjoins: "CoinJoins", poolBlocks: "blocks of known pools", payouts: "payouts", flows: "flows", requests: "requests",
};
const MOST = 200;

export function JobResult({ job }: { readonly job: JobDto }) {
  const parsed = ResultDto.safeParse(job.result);
  if (!parsed.success) return null;
  const figures = figuresOf(job.result);
  const { rejected, flagged, skipped, filesWithoutRecords } = parsed.data;
  return (
    <div className="flex flex-col gap-3">
      {figures.length > 0 && (
        <dl className="flex flex-wrap gap-x-6 gap-y-1 text-sm">
          {figures.map(([name, value]) => (
            <div key={name} className="flex gap-1.5">
              <dd>{value}</dd>
              <dt className="text-ink-faint">{name}</dt>
            </div>
          ))}
        </dl>
      )}
      <List job={`${job.title}, ${job.createdAt}`} title="Not read" rows={[...skipped.map(({ path, reason }) => fileRow(path, reason)), ...filesWithoutRecords.map((path) => fileRow(path, "holds no good record"))]} />
      <List job={`${job.title}, ${job.createdAt}`} title="Rejected: not imported" total={parsed.data.rejectedCount} rows={rejected.map((row) => ({ key: `${row.file} ${String(row.position)} ${row.reason}`, where: <span className="break-all">{baseName(row.file)}{row.position == null ? "" : <span className="text-ink-faint"> at {row.position}</span>}</span>, reason: row.reason }))} />
      <List job={`${job.title}, ${job.createdAt}`} title="Flagged: imported, and worth a look" total={parsed.data.flaggedCount} rows={flagged.map((row) => ({ key: `${row.txid ?? row.block ?? ""} ${row.reason}`, where: <Identifier value={row.txid ?? row.block ?? ""} what={row.txid === null ? "block" : "transaction"} />, reason: row.reason }))} />
      {job.kind === "import" && job.status === "done" && <p className="text-sm text-ink-soft">It is in the store. <Link href="/" className="link">See what the store holds</Link>, or press / and search.</p>}
    </div>
  );
}

function figuresOf(result: JobDto["result"]): readonly (readonly [string, string])[] {
  if (typeof result !== "object" || result === null || Array.isArray(result)) return [];
  const figures = Object.entries(FIGURES).flatMap(([key, name]) => (typeof result[key] === "number" ? [[name, count(result[key])] as const] : []));
  return typeof result["seconds"] === "number" ? [...figures, ["in all", duration(result["seconds"])]] : figures;
}

/** The folder is the server's own; a person gave the file by its name. */
const baseName = (path: string): string => path.split("/").at(-1) ?? path;
const fileRow = (path: string, reason: string): Row => ({ key: `${path} ${reason}`, where: <span className="break-all">{baseName(path)}</span>, reason });

interface Row {
  readonly key: string;
  readonly where: ReactNode;
  readonly reason: string;
}

function List({ job, title, rows, total = 0 }: { readonly job: string; readonly title: string; readonly rows: readonly Row[]; readonly total?: number }) {
  if (rows.length === 0) return null;
  const all = Math.max(total, rows.length);
  return (
    <details open={rows.length <= 10} className="rounded-md border border-line">
      <summary className="flex h-8 items-center gap-2 px-3 text-sm font-medium">{title} <span className="font-normal text-ink-faint">{count(all)}</span></summary>
      <div className="max-h-64 overflow-y-auto border-t border-line" tabIndex={0} role="region" aria-label={`${title}, ${job}`}>
        <table className="w-full text-sm">
          <thead className="sr-only"><tr><th scope="col">Where</th><th scope="col">Reason</th></tr></thead>
          <tbody>
            {rows.slice(0, MOST).map((row) => (
              <tr key={row.key} className="border-b border-line/60 align-top last:border-b-0">
                <td className="w-2/5 px-3 py-1.5">{row.where}</td>
                <td className="px-3 py-1.5 text-ink-soft">{row.reason}</td>
              </tr>
            ))}
          </tbody>
        </table>
        {all > MOST && <p className="px-3 py-2 text-sm text-ink-soft">The first {MOST} of {count(all)}. The command line prints all of them: <code className="font-mono">bin/assay import … --json</code></p>}
      </div>
    </details>
  );
}
