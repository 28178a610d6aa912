"use client";

import { useState, type SubmitEvent } from "react";
import { SourceFields, sourceOf } from "@/components/claims/source-fields";
import { NO_SOURCE, rememberSource } from "@/components/claims/last-source";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { messageOf } from "@/components/ui/states";
import { nameOf } from "@/lib/core/graph/labels-claims";
import type { ClaimDto } from "@/lib/features/claims/claims.contract";
import { useGiveSource } from "@/lib/features/claims/claims.queries";

/** Makes a proposal of a hypothesis, once there is a source for it. */
export function GiveSource({ claim }: { readonly claim: ClaimDto }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button size="sm" onClick={() => { setOpen(true); }}>Give its source…</Button>
      <Dialog open={open} onOpenChange={setOpen} title="Give the source" description={`claimed ${nameOf(claim)}: with its source the hypothesis becomes a proposal, until a second person accepts it.`}>
        <SourceForm claim={claim} onDone={() => { setOpen(false); }} />
      </Dialog>
    </>
  );
}

function SourceForm({ claim, onDone }: { readonly claim: ClaimDto; readonly onDone: () => void }) {
  const [text, setText] = useState(NO_SOURCE);
  const give = useGiveSource();
  const source = sourceOf(text);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (source == null) return;
    rememberSource(text);
    give.mutate({ id: claim.id, version: claim.version, source }, { onSuccess: onDone });
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-4">
      <SourceFields value={text} onChange={setText} />
      {give.isError && <p role="alert" className="text-sm text-danger">{messageOf(give.error)}</p>}
      <div className="flex justify-end gap-2">
        <Button onClick={onDone}>Cancel</Button>
        <Button type="submit" look="primary" disabled={source == null || give.isPending}>Give the source</Button>
      </div>
    </form>
  );
}
