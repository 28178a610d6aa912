"use client";

import { useState, type SubmitEvent } from "react";
import { ClaimWords } from "@/components/claims/claim-words";
import { plural } from "@/components/ui/amount";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field, TextArea } from "@/components/ui/input";
import { Notice } from "@/components/ui/notice";
import { messageOf } from "@/components/ui/states";
import { toast } from "@/components/ui/toast";
import type { ClaimDto } from "@/lib/features/claims/claims.contract";
import { useReviewClaims } from "@/lib/features/claims/claims-list.queries";

export interface Decision {
  readonly verdict: "accept" | "reject";
  readonly claims: readonly ClaimDto[];
  /** Not among them, and why: "3 are your own". */
  readonly leftOut: string | null;
}

interface Props {
  readonly decision: Decision | null;
  readonly meId: string;
  readonly onClose: () => void;
  readonly onDone: () => void;
}

const WORDS = {
  accept: { title: "Accept", done: "accepted", hint: "What you checked, and against which source", about: "It counts from now on: in detection, screening, exports and on every page." },
  reject: { title: "Reject", done: "rejected", hint: "What is wrong with it", about: "It is kept with your reason, and counts no more." },
} as const;

/** A verdict on one claim or many: all of them or none, and never without a reason. */
export function DecideDialog({ decision, meId, onClose, onDone }: Props) {
  const title = decision === null ? "" : `${WORDS[decision.verdict].title} ${plural(decision.claims.length, "claim")}`;
  return (
    <Dialog open={decision !== null} onOpenChange={onClose} title={title} {...(decision !== null && { description: WORDS[decision.verdict].about })}>
      {decision !== null && <DecideForm decision={decision} meId={meId} onClose={onClose} onDone={onDone} />}
    </Dialog>
  );
}

const SHOWN = 5;

function DecideForm({ decision: { verdict, claims, leftOut }, meId, onClose, onDone }: Omit<Props, "decision"> & { readonly decision: Decision }) {
  const [reason, setReason] = useState("");
  const review = useReviewClaims();
  const words = WORDS[verdict];
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const done = () => {
      toast({ title: `${plural(claims.length, "claim")} ${words.done}` });
      onDone();
    };
    review.mutate({ verdict, reason: reason.trim(), claims: claims.map(({ id, version }) => ({ id, version })) }, { onSuccess: done });
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-4">
      <ul className="flex flex-col gap-1 text-sm">
        {claims.slice(0, SHOWN).map((claim) => <li key={claim.id} className="flex min-w-0"><ClaimWords shown={{ claim, inherited: false }} /></li>)}
        {claims.length > SHOWN && <li className="text-ink-faint">and {claims.length - SHOWN} more</li>}
      </ul>
      {leftOut !== null && <Notice title={leftOut} />}
      {claims.some(({ author }) => author.id === meId) && (
        <Notice title="You proposed some of this yourself.">As the only owner of this installation you may decide alone; the record will say that no second person did.</Notice>
      )}
      <Field label="Reason" error={review.isError ? messageOf(review.error) : null}>
        {(ids) => <TextArea {...ids} value={reason} required maxLength={1000} autoFocus placeholder={words.hint} onChange={(event) => { setReason(event.target.value); }} />}
      </Field>
      <div className="flex justify-end gap-2">
        <Button onClick={onClose}>Cancel</Button>
        <Button type="submit" look={verdict === "accept" ? "primary" : "danger"} disabled={reason.trim() === "" || review.isPending}>{words.title}</Button>
      </div>
    </form>
  );
}
