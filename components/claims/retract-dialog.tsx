"use client";

import { useState, type SubmitEvent } from "react";
import { plural } from "@/components/ui/amount";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { CopyButton } from "@/components/ui/identifier";
import { Field, TextArea } from "@/components/ui/input";
import { messageOf } from "@/components/ui/states";
import { Time } from "@/components/ui/time";
import { groundsOf, nameOf } from "@/lib/core/graph/labels-claims";
import type { ClaimDto, RetractionDto } from "@/lib/features/claims/claims.contract";
import { useRetractClaim } from "@/lib/features/claims/claims.queries";

interface Props {
  readonly claim: ClaimDto | null;
  readonly onClose: () => void;
}

/** Takes a claim back, with a reason; then says what was made with it, and drafts the correction. */
export function RetractDialog({ claim, onClose }: Props) {
  return (
    <Dialog open={claim !== null} onOpenChange={onClose} title="Retract this claim" description="It stays in the record, with your reason. Nothing is deleted.">
      {claim !== null && <Retracting claim={claim} onClose={onClose} />}
    </Dialog>
  );
}

function Retracting({ claim, onClose }: { readonly claim: ClaimDto; readonly onClose: () => void }) {
  const [reason, setReason] = useState("");
  const retract = useRetractClaim();
  if (retract.data !== undefined) return <Consequences retraction={retract.data} onClose={onClose} />;
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    retract.mutate({ id: claim.id, version: claim.version, reason: reason.trim() }, { onSuccess: ({ uses }) => { if (uses.length === 0) onClose(); } });
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-4">
      <p className="text-sm text-ink-soft">claimed <span className="font-medium text-ink">{nameOf(claim)}</span> ({groundsOf(claim)})</p>
      <Field label="Reason" error={retract.isError ? messageOf(retract.error) : null}>
        {(ids) => <TextArea {...ids} value={reason} required maxLength={1000} autoFocus onChange={(event) => { setReason(event.target.value); }} />}
      </Field>
      <div className="flex justify-end gap-2">
        <Button onClick={onClose}>Keep it</Button>
        <Button type="submit" look="danger" disabled={reason.trim() === "" || retract.isPending}>Retract</Button>
      </div>
    </form>
  );
}

function Consequences({ retraction: { uses, notice }, onClose }: { readonly retraction: RetractionDto; readonly onClose: () => void }) {
  return (
    <div className="flex flex-col gap-4 text-sm">
      <p>The claim is retracted. It was used in {plural(uses.length, "document")}, which have to be looked at again:</p>
      <ul className="max-h-40 overflow-y-auto rounded-md border border-line" tabIndex={0} aria-label="What used the claim">
        {uses.map((use) => (
          <li key={`${use.kind} ${use.ref}`} className="flex h-8 items-center gap-2 border-b border-line/60 px-3 last:border-b-0">
            <span className="w-18 shrink-0 text-ink-faint">{use.kind}</span>
            <span className="min-w-0 flex-1 truncate" title={use.ref}>{use.title}</span>
            <Time iso={use.at} dateOnly />
          </li>
        ))}
      </ul>
      {notice !== null && (
        <figure className="flex flex-col gap-1">
          <figcaption className="flex items-center justify-between text-xs font-medium text-ink-soft">Draft of a correction notice <CopyButton value={notice} what="notice" /></figcaption>
          <pre className="max-h-48 overflow-auto rounded-md border border-line bg-sunken p-3 text-xs whitespace-pre-wrap" tabIndex={0}>{notice}</pre>
        </figure>
      )}
      <div className="flex justify-end"><Button look="primary" onClick={onClose}>Done</Button></div>
    </div>
  );
}
