"use client";

import { useState } from "react";
import { ClaimsPage } from "@/components/claims/claims-page";
import { ExportMenu } from "@/components/claims/export-menu";
import { PackForm, type PackChoice } from "@/components/claims/pack-form";
import { PackList } from "@/components/claims/pack-list";
import { PackRun } from "@/components/claims/pack-run";
import { useReadPack } from "@/lib/features/claims/claims-list.queries";

/** Label packs: read first, written only when people have seen what would happen. */
export function PacksView() {
  const [choice, setChoice] = useState<PackChoice | null>(null);
  const read = useReadPack();
  const run = (next: PackChoice, dryRun: boolean) => {
    setChoice(next);
    read.mutate({ file: next.file, order: { ...next.order, dryRun } });
  };
  const again = () => {
    setChoice(null);
    read.reset();
  };
  return (
    <ClaimsPage lead="Lists of labels become proposals, each with its source. Reading one again changes nothing; what vanished from it is retired." actions={<ExportMenu />}>
      <div className="min-h-0 flex-1 overflow-y-auto px-6 py-5" tabIndex={0} role="region" aria-label="Label packs">
        <div className="mx-auto flex max-w-[80rem] flex-col gap-8">
          {choice !== null && read.data !== undefined
            ? <PackRun key={read.data.jobId} jobId={read.data.jobId} onWrite={() => { run(choice, false); }} onAgain={again} />
            : <PackForm busy={read.isPending} error={read.error} onRead={(next) => { run(next, true); }} />}
          <PackList />
        </div>
      </div>
    </ClaimsPage>
  );
}
