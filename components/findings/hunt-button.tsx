"use client";

import { Radar } from "lucide-react";
import { useState } from "react";
import { useMe } from "@/components/claims/may-review";
import { Button } from "@/components/ui/button";
import { messageOf } from "@/components/ui/states";
import { toast } from "@/components/ui/toast";
import { isOver } from "@/lib/core/jobs/job";
import { can } from "@/lib/core/policy/policy";
import { useHunt } from "@/lib/features/detection/detection.queries";
import { useJob } from "@/lib/features/jobs/jobs.queries";

/** Starts a hunt and says how far it is; what it finds then stands in the list. */
export function HuntButton({ look = "plain" }: { readonly look?: "plain" | "primary" }) {
  const me = useMe();
  const hunt = useHunt();
  const [jobId, setJobId] = useState<string | null>(null);
  const start = () => {
    hunt.mutate(undefined, { onSuccess: (queued) => { setJobId(queued.jobId); }, onError: (error) => { toast({ title: "The hunt did not start", description: messageOf(error), failed: true }); } });
  };
  if (me === null || !can(me, "finding.detect")) return null;
  return (
    <>
      {jobId !== null && <Running jobId={jobId} />}
      <Button look={look} disabled={hunt.isPending} onClick={start}><Radar className="size-4" aria-hidden /> Hunt</Button>
    </>
  );
}

function Running({ jobId }: { readonly jobId: string }) {
  const job = useJob(jobId);
  const { status, progress, error } = job.data ?? { status: "queued" as const, progress: null, error: null };
  const words = status === "done" ? "Hunt done" : isOver(status) ? (error ?? "Hunt cancelled") : progress === null ? "Waiting for the worker" : `Hunting: ${progress.phase}`;
  return <span role="status" className="text-xs text-ink-faint">{words}</span>;
}
