"use client";

import { KeyRound } from "lucide-react";
import { createContext, useCallback, useContext, useMemo, useState, type ReactNode } from "react";
import { Button } from "@/components/ui/button";

interface Session {
  readonly signedIn: boolean;
  readonly signedOut: () => void;
}

const SessionContext = createContext<Session>({ signedIn: true, signedOut: () => undefined });
export const useSession = (): Session => useContext(SessionContext);

/** Signed in until the server says otherwise: the cookie cannot be read from here. */
export function SessionProvider({ children }: { readonly children: ReactNode }) {
  const [signedIn, setSignedIn] = useState(true);
  const signedOut = useCallback(() => { setSignedIn(false); }, []);
  const session = useMemo(() => ({ signedIn, signedOut }), [signedIn, signedOut]);
  return <SessionContext value={session}>{children}</SessionContext>;
}

export function SignInNeeded() {
  return (
    <main id="main" className="flex h-full items-center justify-center p-6">
      <section className="w-112 rounded-lg border border-line bg-surface p-8">
        <KeyRound className="size-6 stroke-[1.25] text-brass" aria-hidden />
        <h1 className="mt-4 text-xl">Sign in to Assay</h1>
        <p className="mt-2 text-ink-soft">Assay keeps investigations private, also on your own machine. It opens with a link that only the person who started it can see.</p>
        <ol className="mt-4 list-decimal space-y-2 pl-5 text-ink-soft marker:text-ink-faint">
          <li>
            Look at the terminal where <code className="font-mono text-ink">npm start</code> runs. It prints one address that ends in <code className="font-mono text-ink">/sign-in?token=…</code>
          </li>
          <li>Open that address in this browser. It signs you in and brings you to the home page.</li>
        </ol>
        <p className="mt-4 text-sm text-ink-faint">Nothing there any more? Stop it with Ctrl-C and start it again; your data stays.</p>
        <Button look="primary" className="mt-6" onClick={() => { window.location.reload(); }}>
          I am signed in: reload
        </Button>
      </section>
    </main>
  );
}
