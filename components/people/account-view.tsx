"use client";

import { useState, type SubmitEvent } from "react";
import { Enrolment } from "@/components/people/enrolment";
import { NewPasswordField, useNewPassword } from "@/components/people/new-password";
import { SessionList } from "@/components/people/session-list";
import { ROLE_WORDS } from "@/components/people/words";
import { Page } from "@/components/shell/page";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field, Input } from "@/components/ui/input";
import { Section } from "@/components/ui/section";
import { ErrorState, messageOf, Skeleton } from "@/components/ui/states";
import type { SessionStateDto } from "@/lib/features/accounts/accounts.contract";
import { useChangePassword, useSessionState } from "@/lib/features/accounts/accounts.queries";

type OwnAccount = NonNullable<SessionStateDto["account"]>;

const startAnew = (): void => {
  window.location.reload();
};

/** One's own account: second factor, password, sessions. */
export function AccountView() {
  const state = useSessionState();
  const account = state.data?.account ?? null;
  return (
    <Page
      title="Account"
      lead={account === null ? undefined : lead(account)}
      badges={account !== null && <Badge look="strong">{account.kind === "local-owner" ? "Owner" : ROLE_WORDS[account.role].label}</Badge>}
    >
      {state.isPending && <Skeleton className="h-40" />}
      {state.isError && <ErrorState error={state.error} what="Your account could not be read" onRetry={() => void state.refetch()} />}
      {account !== null && (
        <div className="flex flex-col gap-8">
          {account.kind === "user" && (
            <div className="grid grid-cols-[repeat(auto-fit,minmax(20rem,1fr))] gap-8">
              <SecondFactor account={account} />
              <ChangePassword email={account.name} />
            </div>
          )}
          <SessionList />
        </div>
      )}
    </Page>
  );
}

const lead = ({ kind, name }: OwnAccount): string =>
  kind === "local-owner" ? "You are the owner of this data folder: you sign in with the link that npm start prints, and may do everything." : name;

function SecondFactor({ account }: { readonly account: OwnAccount }) {
  const [open, setOpen] = useState(false);
  return (
    <Section title="Second factor">
      <div className="flex items-start gap-4 py-3">
        <p className="min-w-0 flex-1 text-sm text-ink-soft">
          {account.hasSecondFactor
            ? `An authenticator app is set up; ${account.recoveryCodesLeft} recovery ${account.recoveryCodesLeft === 1 ? "code is" : "codes are"} left. Setting it up again replaces both.`
            : "Codes from an app on your phone, beside the password. Whoever learns your password cannot sign in without them."}
        </p>
        <Button onClick={() => { setOpen(true); }}>{account.hasSecondFactor ? "Set up again" : "Set up"}</Button>
      </div>
      <Dialog open={open} onOpenChange={setOpen} title="Second factor">
        <EnrolAgain />
      </Dialog>
    </Section>
  );
}

/** The password again first: an unattended browser must not be enough to take an account over. */
function EnrolAgain() {
  const [password, setPassword] = useState("");
  const [given, setGiven] = useState(false);
  if (given) return <Enrolment password={password} onDone={startAnew} />;
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    setGiven(true);
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-4">
      <Field label="Your password">{(ids) => <Input {...ids} type="password" value={password} onChange={(event) => { setPassword(event.target.value); }} required autoFocus autoComplete="current-password" />}</Field>
      <div className="flex justify-end">
        <Button type="submit" look="primary">
          Go on
        </Button>
      </div>
    </form>
  );
}

function ChangePassword({ email }: { readonly email: string }) {
  const [current, setCurrent] = useState("");
  const next = useNewPassword(email);
  const [sent, setSent] = useState(false);
  const change = useChangePassword();
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    setSent(true);
    if (next.fault === null) change.mutate({ current, next: next.value }, { onSuccess: startAnew });
  };
  return (
    <Section title="Password" note="changing it signs you out everywhere">
      <form onSubmit={submit} className="flex max-w-96 flex-col gap-3 py-3">
        <Field label="Current password" error={change.isError ? messageOf(change.error) : null}>
          {(ids) => <Input {...ids} type="password" value={current} onChange={(event) => { setCurrent(event.target.value); }} required autoComplete="current-password" />}
        </Field>
        <NewPasswordField password={next} error={sent ? next.fault : null} />
        <div>
          <Button type="submit" disabled={change.isPending || current === "" || next.value === ""}>
            Change password
          </Button>
        </div>
      </form>
    </Section>
  );
}
