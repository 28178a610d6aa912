"use client";

import { CSPProvider } from "@base-ui/react/csp-provider";
import { QueryClientProvider } from "@tanstack/react-query";
import { ThemeProvider } from "next-themes";
import { NuqsAdapter } from "nuqs/adapters/next/app";
import { useState, type ReactNode } from "react";
import { SessionProvider, useSession } from "@/components/shell/session";
import { ToastProvider } from "@/components/ui/toast";
import { TooltipProvider } from "@/components/ui/tooltip";
import { makeQueryClient } from "@/lib/client/query-client";

interface Props {
  readonly nonce: string | undefined;
  readonly children: ReactNode;
}

export function Providers({ nonce, children }: Props) {
  return (
    <ThemeProvider attribute="data-theme" defaultTheme="system" enableSystem disableTransitionOnChange {...(nonce !== undefined && { nonce })}>
      <CSPProvider disableStyleElements {...(nonce !== undefined && { nonce })}>
        <NuqsAdapter>
          <SessionProvider>
            <Data>
              <ToastProvider>
                <TooltipProvider>{children}</TooltipProvider>
              </ToastProvider>
            </Data>
          </SessionProvider>
        </NuqsAdapter>
      </CSPProvider>
    </ThemeProvider>
  );
}

function Data({ children }: { readonly children: ReactNode }) {
  const { signedOut } = useSession();
  const [client] = useState(() => makeQueryClient(signedOut));
  return <QueryClientProvider client={client}>{children}</QueryClientProvider>;
}
