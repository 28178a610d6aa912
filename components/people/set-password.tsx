"use client";

import { useState, useSyncExternalStore, type SubmitEvent } from "react";
import { NewPasswordField, useNewPassword } from "@/components/people/new-password";
import { EntryCard } from "@/components/people/sign-in";
import { Button } from "@/components/ui/button";
import { Input, Field } from "@/components/ui/input";
import { ErrorState, messageOf, Skeleton } from "@/components/ui/states";
import { useLink, useSetPassword } from "@/lib/features/accounts/accounts.queries";

const onHash = (act: () => void) => {
  window.addEventListener("hashchange", act);
  return () => { window.removeEventListener("hashchange", act); };
};

/** Where a one-time link leads. Its secret stands after the #, which browsers keep to themselves. */
export function SetPassword() {
  const hash = useSyncExternalStore<string | null>(onHash, () => window.location.hash, () => null);
  const token = new URLSearchParams((hash ?? "").slice(1)).get("token") ?? "";
  const link = useLink(token);
  return (
    <EntryCard title="Choose your password">
      {hash !== null && token === "" && <p className="mt-2 text-ink-soft">This page needs the link that you were sent, whole, with what stands after its #.</p>}
      {token !== "" && link.isPending && <Skeleton className="mt-4 h-24" />}
      {link.isError && <ErrorState error={link.error} what="This link does not work" className="py-6" />}
      {link.data !== undefined && <PasswordForm token={token} email={link.data.email} isNew={link.data.isNew} />}
    </EntryCard>
  );
}

function PasswordForm({ token, email, isNew }: { readonly token: string; readonly email: string; readonly isNew: boolean }) {
  const password = useNewPassword(email);
  const [sent, setSent] = useState(false);
  const set = useSetPassword(() => { window.location.replace("/"); });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    setSent(true);
    if (password.fault === null) set.mutate({ token, password: password.value });
  };
  return (
    <form onSubmit={submit} className="mt-1 flex flex-col gap-4">
      <p className="text-ink-soft">{isNew ? "Welcome to Assay. The link works this once." : "The link works this once, and signs you out everywhere else."}</p>
      <Field label="E-mail address">{(ids) => <Input {...ids} type="email" value={email} readOnly autoComplete="username" />}</Field>
      <NewPasswordField password={password} error={set.isError ? messageOf(set.error) : sent ? password.fault : null} autoFocus />
      <Button type="submit" look="primary" disabled={set.isPending}>
        Set password
      </Button>
    </form>
  );
}
