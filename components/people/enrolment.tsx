"use client";

import { useEffect, useRef, useState, type SubmitEvent } from "react";
import { QrCode } from "@/components/people/qr-code";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/identifier";
import { Field, Input } from "@/components/ui/input";
import { ErrorState, messageOf, Skeleton } from "@/components/ui/states";
import { useConfirmFactor, useOfferFactor } from "@/lib/features/accounts/accounts.queries";

interface Props {
  /** Asked again of those who signed in earlier; null for those on their way in. */
  readonly password: string | null;
  readonly onDone: () => void;
}

/** The secret as a picture and as text, a code that shows that it arrived, then the recovery codes, once. */
export function Enrolment({ password, onDone }: Props) {
  const { mutate, data, isError, error } = useOfferFactor();
  const asked = useRef(false);
  useEffect(() => {
    if (asked.current) return;
    asked.current = true;
    mutate(password);
  }, [mutate, password]);
  const [recoveryCodes, setRecoveryCodes] = useState<readonly string[] | null>(null);
  if (recoveryCodes !== null) return <RecoveryCodes codes={recoveryCodes} onDone={onDone} />;
  if (isError) return <ErrorState error={error} what="The second factor could not be set up" onRetry={() => { mutate(password); }} />;
  if (data === undefined) return <Skeleton className="h-44" />;
  return (
    <div className="flex flex-col gap-4">
      <div className="flex flex-wrap gap-5">
        <QrCode text={data.uri} label="QR code of the secret, for an authenticator app" />
        <div className="min-w-0 flex-1 basis-32 text-sm text-ink-soft">
          <p>Scan it with the app.</p>
          <p className="mt-2">If you cannot, type this secret into it:</p>
          <p className="group/id mt-1">
            <output aria-label="Secret" className="font-mono text-ink">{data.secret.replace(/(.{4})(?=.)/g, "$1 ")}</output> <CopyButton value={data.secret} what="secret" />
          </p>
        </div>
      </div>
      <ConfirmForm onConfirmed={setRecoveryCodes} />
    </div>
  );
}

function ConfirmForm({ onConfirmed }: { readonly onConfirmed: (recoveryCodes: readonly string[]) => void }) {
  const [code, setCode] = useState("");
  const confirm = useConfirmFactor();
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    confirm.mutate(code, { onSuccess: (confirmed) => { onConfirmed(confirmed.recoveryCodes); }, onError: () => { setCode(""); } });
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-4">
      <Field label="Code that the app shows" error={confirm.isError ? messageOf(confirm.error) : null}>
        {(ids) => <Input {...ids} value={code} onChange={(event) => { setCode(event.target.value); }} required autoComplete="one-time-code" inputMode="numeric" spellCheck={false} maxLength={10} className="font-mono" />}
      </Field>
      <Button type="submit" look="primary" disabled={confirm.isPending}>
        Confirm
      </Button>
    </form>
  );
}

function RecoveryCodes({ codes, onDone }: { readonly codes: readonly string[]; readonly onDone: () => void }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    heading.current?.focus();
  }, []);
  return (
    <div className="flex flex-col gap-3">
      <h2 ref={heading} tabIndex={-1} className="text-base">Recovery codes</h2>
      <p className="text-sm text-ink-soft">Each signs you in once when you do not have your phone. They are shown only now: print them, or keep them in a password manager.</p>
      <ul aria-label="Recovery codes" className="grid grid-cols-[repeat(auto-fill,minmax(10rem,1fr))] gap-x-6 gap-y-1 rounded-md border border-line bg-sunken p-3 font-mono text-sm">
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <div className="group/id flex items-center gap-2">
        <Button look="primary" onClick={onDone}>
          I have kept them
        </Button>
        <CopyButton value={codes.join("\n")} what="recovery codes" />
      </div>
    </div>
  );
}
