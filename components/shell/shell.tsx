"use client";

import { useMemo, type ReactNode } from "react";
import { SearchPalette } from "@/components/shell/search-palette";
import { SearchProvider, useSearchPalette } from "@/components/shell/search-target";
import { SignInNeeded, useSession } from "@/components/shell/session";
import { TopBar } from "@/components/shell/top-bar";
import { useHotkeys } from "@/components/shell/use-hotkeys";

/** What stands around every page. */
export function Shell({ children }: { readonly children: ReactNode }) {
  const { signedIn } = useSession();
  return (
    <SearchProvider>
      <a href="#main" className="sr-only z-50 rounded-md bg-brass px-3 py-2 text-on-brass focus:not-sr-only focus:fixed focus:top-2 focus:left-2">
        Skip to the content
      </a>
      <div className="flex h-dvh flex-col">
        <TopBar />
        <div className="min-h-0 flex-1">{signedIn ? children : <SignInNeeded />}</div>
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
