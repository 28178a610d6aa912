"use client";

import { TriangleAlert } from "lucide-react";
import { useState, type SubmitEvent } from "react";
import { useCurrentGraph } from "@/components/cases/current-graph";
import { NewCaseForm } from "@/components/cases/new-case-dialog";
import { useMe } from "@/components/claims/may-review";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field, TextArea } from "@/components/ui/input";
import { Notice } from "@/components/ui/notice";
import { messageOf, Skeleton } from "@/components/ui/states";
import { NOT_ASKED_WORDS, warningWords } from "@/components/wallet-links/link-words";
import { useLinks } from "@/components/wallet-links/use-links";
import { can } from "@/lib/core/policy/policy";
import type { LinkCheckDto, NewWalletLinkInput } from "@/lib/features/wallet-links/wallet-links.contract";
import { useLinkCheck } from "@/lib/features/wallet-links/wallet-links.queries";

type WithoutReason<Link> = Link extends unknown ? Omit<Link, "reason" | "caseId"> : never;
export type LinkAsked = WithoutReason<NewWalletLinkInput>;

interface Props {
  readonly subjects: LinkAsked;
  /** On the button. */
  readonly label: string;
  readonly title: string;
}

/** A button that makes a link of people: shows what speaks against it, and asks for a reason. Not there for those who may not. */
export function MakeLink({ subjects, label, title }: Props) {
  const [open, setOpen] = useState(false);
  const me = useMe();
  if (me === null || !can(me, "wallet-link.create")) return null;
  return (
    <>
      <Button size="sm" onClick={() => { setOpen(true); }}>{label}</Button>
      <Dialog open={open} onOpenChange={setOpen} title={title} description="It lies above the computed wallets, which stay as they are, and can be taken back.">
        {open && <Making subjects={subjects} onDone={() => { setOpen(false); }} />}
      </Dialog>
    </>
  );
}

function Making({ subjects, onDone }: { readonly subjects: LinkAsked; readonly onDone: () => void }) {
  const { current, ready } = useCurrentGraph();
  const [created, setCreated] = useState<string | null>(null);
  const check = useLinkCheck(subjects);
  const caseId = created ?? current?.caseId ?? null;
  if (check.isError) return <Notice look="danger" title={messageOf(check.error)} />;
  if (check.data === undefined || !ready) return <Skeleton className="h-3 w-64" />;
  if (check.data.oneWallet && subjects.kind !== "split") return <Notice title="The two are one wallet already.">Transactions that both signed join them; there is nothing to link.</Notice>;
  if (caseId === null) {
    return (
      <div className="flex flex-col gap-3">
        <p className="text-sm text-ink-soft">A link belongs to a case. Name your first one.</p>
        <NewCaseForm onCreated={(made) => { setCreated(made.caseId); }} />
      </div>
    );
  }
  return <ReasonForm subjects={subjects} check={check.data} caseId={caseId} onDone={onDone} />;
}

function ReasonForm({ subjects, check, caseId, onDone }: { readonly subjects: LinkAsked; readonly check: LinkCheckDto; readonly caseId: string; readonly onDone: () => void }) {
  const [reason, setReason] = useState("");
  const { add, made } = useLinks();
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    add.mutate({ ...subjects, reason: reason.trim(), caseId }, { onSuccess: ({ id }) => { onDone(); made(id); } });
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-4">
      <Warnings check={check} />
      <Field label="Reason" error={add.isError ? messageOf(add.error) : null}>
        {(ids) => <TextArea {...ids} value={reason} required maxLength={1000} autoFocus onChange={(event) => { setReason(event.target.value); }} />}
      </Field>
      <div className="flex justify-end gap-2">
        <Button onClick={onDone}>Cancel</Button>
        <Button type="submit" look="primary" disabled={reason.trim() === "" || add.isPending}>{check.warnings.length === 0 ? "Make the link" : "Make it all the same"}</Button>
      </div>
    </form>
  );
}

function Warnings({ check: { warnings, notAsked } }: { readonly check: LinkCheckDto }) {
  return (
    <div className="flex flex-col gap-2" role="group" aria-label="What speaks against it">
      {warnings.map((warning) => <Notice key={warning.kind} look="danger" icon={<TriangleAlert aria-hidden />} title="Be careful:"><span className="break-words">{warningWords(warning)}</span></Notice>)}
      {warnings.length === 0 && <p className="text-sm text-ink-soft">{notAsked.length === 0 ? "None of the guards speaks against it." : "No guard that could be asked speaks against it."}</p>}
      {notAsked.length > 0 && <p className="text-xs text-ink-faint">Not known: {notAsked.map((guard) => NOT_ASKED_WORDS[guard]).join("; ")}.</p>}
    </div>
  );
}
