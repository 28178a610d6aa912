"use client";

import { PlugZap } from "lucide-react";
import { useState } from "react";
import { RequestLog } from "@/components/sources/request-log";
import { SyncDialog } from "@/components/sources/sync-dialog";
import { Page } from "@/components/shell/page";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Section } from "@/components/ui/section";
import { EmptyState, ErrorState, Skeleton } from "@/components/ui/states";
import type { SourceList } from "@/lib/features/sources/sources.contract";
import { useSources } from "@/lib/features/sources/sources.queries";

export type Source = SourceList["sources"][number];
const KINDS = { core: "Bitcoin Core, JSON-RPC", esplora: "Esplora, HTTP" } as const;

/** Where Assay may ask for more, and everything it has asked. */
export function SourcesView() {
  const sources = useSources();
  const [syncing, setSyncing] = useState<Source | null>(null);
  return (
    <Page title="Sources" lead="Assay asks nobody anything by itself. A look-up leaves this machine only through a source that its owner has named and switched on, and each one is logged here.">
      {sources.isPending && <Skeleton className="h-40" />}
      {sources.isError && sources.data === undefined && <ErrorState error={sources.error} what="The sources could not be read" onRetry={() => void sources.refetch()} />}
      {sources.data !== undefined && (
        <div className="flex flex-col gap-8">
          <Section title="Outbound sources" note="off until switched on in sources.json of the data folder">
            {sources.data.sources.length === 0 && <NoSources />}
            <ul>{sources.data.sources.map((source) => <SourceRow key={source.name} source={source} onSync={() => { setSyncing(source); }} />)}</ul>
          </Section>
          <RequestLog requests={sources.data.recent} />
        </div>
      )}
      <SyncDialog source={syncing} onClose={() => { setSyncing(null); }} />
    </Page>
  );
}

function NoSources() {
  return (
    <EmptyState icon={<PlugZap aria-hidden />} title="No source is configured, so nothing leaves this machine">
      To fetch blocks from your own node or histories from an Esplora server, name it in <code className="font-mono text-ink">sources.json</code> of the data folder (<code className="font-mono text-ink">.assay</code>). The README shows how. Passwords stay on the server: this page sees names only.
    </EmptyState>
  );
}

function SourceRow({ source, onSync }: { readonly source: Source; readonly onSync: () => void }) {
  return (
    <li className="flex h-10 items-center gap-4 border-b border-line/60 text-sm">
      <span className="w-48 truncate font-medium">{source.name}</span>
      <span className="w-48 text-ink-soft">{KINDS[source.kind]}</span>
      <span className="w-32 text-ink-soft">{source.network}</span>
      {source.enabled ? <Badge look="brass">on</Badge> : <Badge>off</Badge>}
      <span className="ml-auto">
        <Button size="sm" disabled={!source.enabled} onClick={onSync}>{source.kind === "core" ? "Fetch blocks" : "Fetch histories"}</Button>
      </span>
    </li>
  );
}
