"use client";

import { usePathname } from "next/navigation";
import { useMemo, type ReactNode } from "react";
import { SignIn } from "@/components/people/sign-in";
import { SearchPalette } from "@/components/shell/search-palette";
import { SearchProvider, useSearchPalette } from "@/components/shell/search-target";
import { useSession } from "@/components/shell/session";
import { TopBar } from "@/components/shell/top-bar";
import { useHotkeys } from "@/components/shell/use-hotkeys";
import { useSessionState } from "@/lib/features/accounts/accounts.queries";

/** Where a one-time link leads: for people who cannot sign in yet. */
const WITHOUT_SESSION = "/account/password";

/** What stands around every page. */
export function Shell({ children }: { readonly children: ReactNode }) {
  const { signedIn: notRefused } = useSession();
  const stage = useSessionState().data?.stage ?? "signed-in";
  const open = usePathname() === WITHOUT_SESSION;
  const signedIn = notRefused && stage === "signed-in" && !open;
  return (
    <SearchProvider>
      <a href="#main" className="sr-only z-50 rounded-md bg-brass px-3 py-2 text-on-brass focus:not-sr-only focus:fixed focus:top-2 focus:left-2">
        Skip to the content
      </a>
      <div className="flex h-dvh flex-col">
        <TopBar signedIn={signedIn} />
        <div className="min-h-0 flex-1">{signedIn || open ? children : <SignIn />}</div>
      </div>
      {signedIn && <SearchKeys />}
      {signedIn && <SearchPalette />}
    </SearchProvider>
  );
}

function SearchKeys() {
  const { setOpen } = useSearchPalette();
  useHotkeys(useMemo(() => ({ "Ctrl+K": () => { setOpen(true); }, "/": () => { setOpen(true); } }), [setOpen]));
  return null;
}
