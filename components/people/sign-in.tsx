"use client";

import { KeyRound } from "lucide-react";
import { useState, type ReactNode, type SubmitEvent } from "react";
import { Enrolment } from "@/components/people/enrolment";
import { Button } from "@/components/ui/button";
import { Field, Input } from "@/components/ui/input";
import { messageOf } from "@/components/ui/states";
import { useGiveCode, useSessionState, useSignIn, useSignOut } from "@/lib/features/accounts/accounts.queries";

/** All that the page has read belonged to nobody or to somebody else: it starts anew. */
const startAnew = (): void => {
  window.location.reload();
};
const whenSignedIn = (stage: string): void => {
  if (stage === "signed-in") startAnew();
};

/** Shown in place of any page until somebody is signed in. */
export function SignIn() {
  const state = useSessionState();
  const stage = state.data?.stage ?? "none";
  if (stage === "code") return <CodeForm />;
  if (stage === "enrolment") {
    return (
      <EntryCard title="Set up your second factor">
        <p className="mt-1 mb-4 text-ink-soft">Your role can let others in, so a password alone is not enough. You need an authenticator app on your phone.</p>
        <Enrolment password={null} onDone={startAnew} />
        <StartAgain />
      </EntryCard>
    );
  }
  return <PasswordForm />;
}

export function EntryCard({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <main id="main" className="flex h-full flex-col items-center overflow-y-auto p-6">
      <section className="my-auto w-112 max-w-full rounded-lg border border-line bg-surface p-8">
        <KeyRound className="size-6 stroke-[1.25] text-brass" aria-hidden />
        <h1 className="mt-4 text-xl">{title}</h1>
        {children}
      </section>
    </main>
  );
}

function PasswordForm() {
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const signIn = useSignIn(whenSignedIn);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    signIn.mutate({ email, password });
  };
  return (
    <EntryCard title="Sign in to Assay">
      <form onSubmit={submit} className="mt-5 flex flex-col gap-4">
        <Field label="E-mail address">{(ids) => <Input {...ids} type="email" value={email} onChange={(event) => { setEmail(event.target.value); }} required autoFocus autoComplete="username" />}</Field>
        <Field label="Password" error={signIn.isError ? messageOf(signIn.error) : null}>
          {(ids) => <Input {...ids} type="password" value={password} onChange={(event) => { setPassword(event.target.value); }} required autoComplete="current-password" />}
        </Field>
        <Button type="submit" look="primary" disabled={signIn.isPending}>
          Sign in
        </Button>
      </form>
      <div className="mt-6 border-t border-line pt-4 text-sm text-ink-soft">
        <h2 className="text-sm text-ink">On your own machine</h2>
        <p className="mt-1">
          The owner needs no password: open the address ending in <code className="font-mono text-ink">/sign-in?token=…</code> that <code className="font-mono text-ink">npm start</code> printed, or that <code className="font-mono text-ink">bin/assay owner url</code> prints.
        </p>
        <p className="mt-2">No account, or no password any more? Ask a team lead for a link.</p>
      </div>
    </EntryCard>
  );
}

function CodeForm() {
  const [code, setCode] = useState("");
  const give = useGiveCode(whenSignedIn);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    give.mutate({ code }, { onSettled: () => { setCode(""); } });
  };
  return (
    <EntryCard title="Second factor">
      <form onSubmit={submit} className="mt-5 flex flex-col gap-4">
        <Field label="Code" note="Six digits from your authenticator app, or one of your recovery codes." error={give.isError ? messageOf(give.error) : null}>
          {(ids) => <Input {...ids} value={code} onChange={(event) => { setCode(event.target.value); }} required autoFocus autoComplete="one-time-code" spellCheck={false} maxLength={40} className="font-mono" />}
        </Field>
        <Button type="submit" look="primary" disabled={give.isPending}>
          Go on
        </Button>
      </form>
      <StartAgain />
    </EntryCard>
  );
}

function StartAgain() {
  const signOut = useSignOut();
  return (
    <Button look="quiet" size="sm" className="mt-4 -ml-2" onClick={() => { signOut.mutate(undefined, { onSettled: startAnew }); }}>
      Start again with another account
    </Button>
  );
}
