"use client";

import { Download, FlaskConical, Search } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { useSearchPalette } from "@/components/shell/search-target";
import { Synthetic } from "@/components/ui/badge";
import { Kbd } from "@/components/ui/kbd";
import { Section } from "@/components/ui/section";
import { shortRef } from "@/lib/core/graph/labels";
import { formatNodeKey } from "@/lib/core/graph/node-key";
import type { OverviewDto } from "@/lib/features/overview/overview.contract";

/** What to do next, on an empty store as on a full one. */
export function Begin({ overview }: { readonly overview: OverviewDto }) {
  const { setOpen } = useSearchPalette();
  const { start } = overview;
  return (
    <Section title="How to begin" className="self-start">
      <ol className="flex flex-col">
        {start !== null && (
          <Step icon={<FlaskConical aria-hidden />} title={<>Look at the sample <Synthetic /></>}>
            A generated case, so that you can try everything before you have data. Begin at{" "}
            <Link className="font-mono link" href={`/graphs?add=${encodeURIComponent(formatNodeKey({ kind: "wallet", network: start.network, ref: start.ref }))}`}>{shortRef(start.ref)}</Link>, then press <Kbd>E</Kbd> to follow the money.
          </Step>
        )}
        <Step icon={<Download aria-hidden />} title={<Link href="/import" className="link">Import real transactions</Link>}>
          Block files of Bitcoin Core, single blocks, its JSON, Esplora JSON or CSV, plain or gzipped. Or connect a node under <Link href="/sources" className="link">Sources</Link>.
        </Step>
        <Step icon={<Search aria-hidden />} title={<button type="button" className="link" onClick={() => { setOpen(true); }}>Search</button>}>
          Press <Kbd>/</Kbd> or <Kbd>Ctrl K</Kbd> anywhere: an address, a transaction, a block height, a label. <span className="text-ink-faint">Every other key: <Kbd>?</Kbd> on the graph.</span>
        </Step>
      </ol>
    </Section>
  );
}

function Step({ icon, title, children }: { readonly icon: ReactNode; readonly title: ReactNode; readonly children: ReactNode }) {
  return (
    <li className="flex gap-3 border-b border-line/60 py-3 last:border-b-0">
      <span className="mt-0.5 text-ink-faint [&_svg]:size-4">{icon}</span>
      <div className="min-w-0 text-sm">
        <p className="flex items-center gap-2 font-medium">{title}</p>
        <p className="mt-0.5 leading-6 text-ink-soft">{children}</p>
      </div>
    </li>
  );
}
