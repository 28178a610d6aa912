"use client";

import { createContext, useCallback, useContext, useMemo, useState, type ReactNode } from "react";

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
