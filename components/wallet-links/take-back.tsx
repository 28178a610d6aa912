"use client";

import { useState, type SubmitEvent } from "react";
import { useMe } from "@/components/claims/may-review";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field, TextArea } from "@/components/ui/input";
import { messageOf } from "@/components/ui/states";
import { useLinks } from "@/components/wallet-links/use-links";
import { can } from "@/lib/core/policy/policy";
import type { WalletLinkDto } from "@/lib/features/wallet-links/wallet-links.contract";

/** A button that takes a link back, with a reason. Not there for those who may not. */
export function TakeBack({ link }: { readonly link: WalletLinkDto }) {
  const [open, setOpen] = useState(false);
  const me = useMe();
  if (me === null || !can(me, link.scope === "shared" ? "wallet-link.share" : "wallet-link.take-back")) return null;
  return (
    <>
      <Button size="sm" look="quiet" onClick={() => { setOpen(true); }}>Take back</Button>
      <Dialog open={open} onOpenChange={setOpen} title="Take this link back" description="It stays in the record, with your reason. Nothing is deleted.">
        {open && <Taking link={link} onDone={() => { setOpen(false); }} />}
      </Dialog>
    </>
  );
}

function Taking({ link, onDone }: { readonly link: WalletLinkDto; readonly onDone: () => void }) {
  const [reason, setReason] = useState("");
  const { back, takenBack } = useLinks();
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    back.mutate({ id: link.id, version: link.version, reason: reason.trim() }, { onSuccess: () => { onDone(); takenBack(link); } });
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-4">
      <Field label="Reason" error={back.isError ? messageOf(back.error) : null}>
        {(ids) => <TextArea {...ids} value={reason} required maxLength={1000} autoFocus onChange={(event) => { setReason(event.target.value); }} />}
      </Field>
      <div className="flex justify-end gap-2">
        <Button onClick={onDone}>Keep it</Button>
        <Button type="submit" look="danger" disabled={reason.trim() === "" || back.isPending}>Take back the link</Button>
      </div>
    </form>
  );
}
