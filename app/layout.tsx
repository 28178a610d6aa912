import type { Metadata, Viewport } from "next";
import { GeistMono } from "geist/font/mono";
import { GeistSans } from "geist/font/sans";
import { headers } from "next/headers";
import type { ReactNode } from "react";
import { Providers } from "@/app/providers";
import { Shell } from "@/components/shell/shell";
import "@/app/globals.css";

export const metadata: Metadata = {
  title: { default: "Assay", template: "%s · Assay" },
  description: "Investigation of money that was laundered through mining.",
};
export const viewport: Viewport = {
  colorScheme: "light dark",
  themeColor: [{ media: "(prefers-color-scheme: light)", color: "#f4f2ec" }, { media: "(prefers-color-scheme: dark)", color: "#121416" }],
};

/** Cytoscape adds this style element itself unless one with its id is there; only one with our nonce passes the content security policy. */
const CYTOSCAPE_STYLE = ".__________cytoscape_container { position: relative; }";

/** Reading the nonce makes every page dynamic, as the content security policy needs. */
export default async function RootLayout({ children }: { readonly children: ReactNode }) {
  const nonce = (await headers()).get("x-nonce") ?? undefined;
  return (
    <html lang="en" className={`${GeistSans.variable} ${GeistMono.variable}`} suppressHydrationWarning>
      <body>
        <style nonce={nonce} id="__________cytoscape_stylesheet" suppressHydrationWarning>{CYTOSCAPE_STYLE}</style>
        <div id="root">
          <Providers nonce={nonce}>
            <Shell>{children}</Shell>
          </Providers>
        </div>
      </body>
    </html>
  );
}
