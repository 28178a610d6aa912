"use client";

import { useState, type SubmitEvent } from "react";
import { rolesToGive } from "@/components/people/person-row";
import { ROLE_WORDS } from "@/components/people/words";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { CopyButton } from "@/components/ui/identifier";
import { Field, Input } from "@/components/ui/input";
import { messageOf } from "@/components/ui/states";
import { Time } from "@/components/ui/time";
import type { Principal, RoleOfPerson } from "@/lib/core/policy/policy";
import type { IssuedLinkDto } from "@/lib/features/accounts/accounts.contract";
import { useInvite } from "@/lib/features/accounts/accounts.queries";

interface Props {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly me: Principal;
  readonly onIssued: (link: IssuedLinkDto) => void;
}

export function InviteDialog({ open, onOpenChange, me, onIssued }: Props) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title="Invite somebody">
      <InviteForm me={me} onIssued={onIssued} />
    </Dialog>
  );
}

function InviteForm({ me, onIssued }: Pick<Props, "me" | "onIssued">) {
  const [email, setEmail] = useState("");
  const [role, setRole] = useState<RoleOfPerson>("analyst");
  const invite = useInvite();
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    invite.mutate({ email, role }, { onSuccess: onIssued });
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-4">
      <Field label="E-mail address" error={invite.isError ? messageOf(invite.error) : null}>
        {(ids) => <Input {...ids} type="email" value={email} onChange={(event) => { setEmail(event.target.value); }} required autoFocus autoComplete="off" maxLength={254} />}
      </Field>
      <fieldset className="flex flex-col gap-1">
        <legend className="mb-1 text-xs font-medium text-ink-soft">Role: each may what the one above it may, and</legend>
        {rolesToGive(me).map((one) => (
          <label key={one} className="flex items-baseline gap-2 text-sm">
            <input type="radio" name="role" value={one} checked={one === role} onChange={() => { setRole(one); }} className="translate-y-px accent-(--brass)" />
            <span className="w-24 font-medium">{ROLE_WORDS[one].label}</span>
            <span className="text-ink-soft">{ROLE_WORDS[one].may}</span>
          </label>
        ))}
      </fieldset>
      <div className="flex justify-end">
        <Button type="submit" look="primary" disabled={email === "" || invite.isPending}>
          Make a link
        </Button>
      </div>
    </form>
  );
}

/** The one time that a link is shown. */
export function LinkDialog({ issued, onClose }: { readonly issued: IssuedLinkDto | null; readonly onClose: () => void }) {
  return (
    <Dialog open={issued !== null} onOpenChange={(open) => { if (!open) onClose(); }} title="One-time link" description={issued === null ? undefined : `For ${issued.person.email}. It is shown only now.`}>
      {issued !== null && <LinkText issued={issued} onClose={onClose} />}
    </Dialog>
  );
}

function LinkText({ issued, onClose }: { readonly issued: IssuedLinkDto; readonly onClose: () => void }) {
  const link = `${window.location.origin}${issued.path}`;
  return (
    <div className="flex flex-col gap-4">
      <p className="group/id flex items-start gap-2 rounded-md border border-line bg-sunken p-3">
        <output aria-label="One-time link" className="min-w-0 flex-1 font-mono text-sm break-all">{link}</output>
        <CopyButton value={link} what="link" />
      </p>
      <p className="text-sm text-ink-soft">
        Whoever has it chooses the password of this account, once, until <Time iso={issued.expiresAt} /> UTC. Hand it over in a way that only they can read. A newer link replaces it.
      </p>
      <div className="flex justify-end">
        <Button look="primary" onClick={onClose}>Done</Button>
      </div>
    </div>
  );
}
