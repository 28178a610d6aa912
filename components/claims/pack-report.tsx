"use client";

import Link from "next/link";
import { FORMAT_NAMES } from "@/components/claims/pack-form";
import { RejectedRows } from "@/components/claims/pack-rejected";
import { PackEffects } from "@/components/claims/pack-effects";
import { count, plural } from "@/components/ui/amount";
import { Badge } from "@/components/ui/badge";
import { Button, buttonLook } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { Stats } from "@/components/ui/stats";
import type { PackReportDto } from "@/lib/features/claims/packs.contract";

interface Props {
  readonly report: PackReportDto;
  readonly onWrite: () => void;
  readonly onAgain: () => void;
}

/** What reading a label pack would do, or did. */
export function PackReport({ report, onWrite, onAgain }: Props) {
  const { dryRun } = report;
  const writes = report.new + report.changed + report.retired;
  return (
    <section aria-label={`Label pack ${report.pack}`} className="flex flex-col gap-4">
      <header className="flex items-center gap-3">
        <h2 className="min-w-0 truncate text-lg">{report.pack}</h2>
        <Badge>{FORMAT_NAMES[report.format]}</Badge>
        <Badge look={dryRun ? "gap" : "strong"}>{dryRun ? "dry run: nothing is written yet" : "written"}</Badge>
        <span className="ml-auto flex gap-2">
          <Button onClick={onAgain}>{dryRun ? "Choose another file" : "Import another"}</Button>
          {dryRun
            ? <Button look="primary" disabled={report.claims === 0} onClick={onWrite}>{writes === 0 ? "Write it all the same" : `Write ${plural(writes, "change")}`}</Button>
            : <Next conflicts={report.conflicts} />}
        </span>
      </header>
      <Stats
        items={[
          { label: "New", value: count(report.new), note: "proposed, to be reviewed" },
          { label: "Changed", value: count(report.changed), note: "to be reviewed anew" },
          { label: "Unchanged", value: count(report.unchanged), note: "left as they are" },
          { label: "Retired", value: count(report.retired), note: "no longer in the pack" },
          { label: "In conflict", value: count(report.conflicts), note: "go to the queue" },
          { label: "Rejected", value: count(report.rejectedCount), note: "not readable as claims" },
        ]}
      />
      {report.claims === 0 && <Notice look="danger" title="Not one record of this pack could be used.">Nothing {dryRun ? "would be" : "was"} written.</Notice>}
      {report.newEntities.length > 0 && <NewEntities names={report.newEntities} />}
      <PackEffects report={report} what="conflict" title="In conflict" total={report.conflicts} />
      <RejectedRows rows={report.rejected} total={report.rejectedCount} />
      <PackEffects report={report} what="retired" title="Retired" total={report.retired} />
      <PackEffects report={report} what="changed" title="Changed" total={report.changed} />
      <PackEffects report={report} what="new" title="New" total={report.new} />
    </section>
  );
}

function Next({ conflicts }: { readonly conflicts: number }) {
  const look = buttonLook({ look: "primary" });
  return conflicts > 0 ? <Link href="/claims/conflicts" className={look}>Settle the conflicts</Link> : <Link href="/claims" className={look}>Review the claims</Link>;
}

const NAMED = 12;

function NewEntities({ names }: { readonly names: readonly string[] }) {
  const more = names.length - NAMED;
  return <p className="text-sm text-ink-soft">{plural(names.length, "new entity", "new entities")}: {names.slice(0, NAMED).join(", ")}{more > 0 && `, and ${count(more)} more`}.</p>;
}
