"use client";

import { useState, type SubmitEvent } from "react";
import { DISPOSITION_WORDS } from "@/components/findings/finding-words";
import { useMe } from "@/components/claims/may-review";
import { Button } from "@/components/ui/button";
import { Field, TextArea } from "@/components/ui/input";
import { Section } from "@/components/ui/section";
import { Segmented } from "@/components/ui/segmented";
import { messageOf } from "@/components/ui/states";
import { Time } from "@/components/ui/time";
import { DISPOSITIONS, needsReason, type Disposition } from "@/lib/core/casework/disposition";
import { can } from "@/lib/core/policy/policy";
import type { FindingDetailDto } from "@/lib/features/detection/detection.contract";
import { useDispose } from "@/lib/features/detection/detection.queries";

/** What people make of a finding; the record keeps each change with its reason. */
export function DispositionForm({ detail }: { readonly detail: FindingDetailDto }) {
  const me = useMe();
  return (
    <Section title="Disposition" className="max-w-[40rem]">
      <Standing detail={detail} />
      {me !== null && can(me, "finding.dispose") && <Form detail={detail} />}
    </Section>
  );
}

function Standing({ detail: { disposition, reason, disposedBy, disposedAt, changedSince } }: { readonly detail: FindingDetailDto }) {
  if (disposedAt === null) return <p className="py-2 text-sm text-ink-faint">Open: nobody has decided on it yet.</p>;
  return (
    <p className="py-2 text-sm">
      {DISPOSITION_WORDS[disposition]} by {disposedBy ?? "an account that is gone"}, <Time iso={disposedAt} /> UTC{reason === null ? "" : `: “${reason}”`}
      {changedSince && <span className="text-danger"> It has been told differently since.</span>}
    </p>
  );
}

function Form({ detail }: { readonly detail: FindingDetailDto }) {
  const [disposition, setDisposition] = useState<Disposition>(detail.disposition);
  const [reason, setReason] = useState("");
  const dispose = useDispose(detail.finding.id);
  const missing = needsReason(disposition) && reason.trim() === "";
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    dispose.mutate({ disposition, reason: reason.trim() === "" ? null : reason.trim(), version: detail.version }, { onSuccess: () => { setReason(""); } });
  };
  return (
    <form onSubmit={submit} className="flex flex-col items-start gap-3 pt-1">
      <Segmented label="Disposition" value={disposition} onChange={setDisposition} items={DISPOSITIONS.map((value) => ({ value, label: DISPOSITION_WORDS[value] }))} />
      <Field label={needsReason(disposition) ? "Reason" : "Reason, if there is one to keep"} error={dispose.isError ? messageOf(dispose.error) : null} className="w-full">
        {(ids) => <TextArea {...ids} value={reason} maxLength={1000} onChange={(event) => { setReason(event.target.value); }} />}
      </Field>
      <Button type="submit" look="primary" disabled={missing || dispose.isPending || (disposition === detail.disposition && reason.trim() === "")}>Keep it</Button>
    </form>
  );
}
