"use client";

import { useState } from "react";
import { DropZone } from "@/components/imports/drop-zone";
import { UploadList } from "@/components/imports/upload-list";
import { useImport } from "@/components/imports/use-import";
import { JobCard } from "@/components/jobs/job-card";
import { Page } from "@/components/shell/page";
import { plural } from "@/components/ui/amount";
import { Button } from "@/components/ui/button";
import { Field, Select } from "@/components/ui/input";
import { bytes } from "@/components/ui/progress";
import { ErrorState, Issues, Skeleton, messageOf } from "@/components/ui/states";
import { NETWORK_NAMES, type NetworkName } from "@/lib/core/network";
import { useJob } from "@/lib/features/jobs/jobs.queries";

/** Files into the ledger: sent, hashed, then imported by the worker. */
export function ImportView() {
  const files = useImport();
  const [network, setNetwork] = useState<NetworkName | null>(null);
  const waiting = files.busy || files.starting;
  return (
    <Page title="Import" lead="Everything stays on this machine. Importing a file twice changes nothing; a bad record is listed and the rest goes in.">
      {files.jobId === null ? (
        <div className="flex flex-col gap-5">
          <DropZone disabled={waiting} onFiles={(chosen) => { files.dispatch({ type: "add", files: chosen }); }} />
          {files.items.length > 0 && (
            <>
              <UploadList items={files.items} busy={waiting} onRemove={(id) => { files.dispatch({ type: "remove", id }); }} />
              <div className="flex items-end gap-4">
                <Field label="Network" className="w-56">
                  {(ids) => (
                    <Select {...ids} value={network ?? ""} disabled={waiting} onChange={(event) => { setNetwork(NETWORK_NAMES.find((name) => name === event.target.value) ?? null); }}>
                      <option value="">from the content</option>
                      {NETWORK_NAMES.map((name) => <option key={name} value={name}>{name}</option>)}
                    </Select>
                  )}
                </Field>
                <span className="flex-1 pb-1.5 text-sm text-ink-soft">{plural(files.items.length, "file")}, {bytes(files.items.reduce((sum, item) => sum + item.file.size, 0))}</span>
                {files.busy && <Button onClick={files.stop}>Stop sending</Button>}
                <Button look="primary" disabled={waiting} onClick={() => { files.run(network); }}>
                  {files.busy ? "Sending…" : files.items.some((item) => item.status === "failed") ? "Try again" : `Import ${plural(files.items.length, "file")}`}
                </Button>
              </div>
              {files.error !== null && <div role="alert" className="text-sm text-danger">{messageOf(files.error)}<Issues error={files.error} /></div>}
            </>
          )}
        </div>
      ) : (
        <ImportJob jobId={files.jobId} onAgain={files.again} />
      )}
    </Page>
  );
}

function ImportJob({ jobId, onAgain }: { readonly jobId: string; readonly onAgain: () => void }) {
  const job = useJob(jobId);
  return (
    <div className="flex flex-col items-start gap-4">
      <div className="w-full border-t border-line">
        {job.isError && job.data === undefined && <ErrorState error={job.error} what="The job could not be read" onRetry={() => void job.refetch()} />}
        {job.isPending && <Skeleton className="my-4 h-16" />}
        {job.data !== undefined && <JobCard job={job.data} />}
      </div>
      <Button onClick={onAgain}>Import more files</Button>
    </div>
  );
}
