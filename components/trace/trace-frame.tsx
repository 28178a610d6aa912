"use client";

import { Waypoints } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { Page } from "@/components/shell/page";
import { SeedForm } from "@/components/trace/seed-form";
import { TRACE_VIEWS, traceHref, type TraceView } from "@/components/trace/trace-paths";
import { useSeedQuery } from "@/components/trace/use-seed-query";
import { plural } from "@/components/ui/amount";
import { cn } from "@/components/ui/cn";
import { Notice } from "@/components/ui/notice";
import { EmptyState, ErrorState, Skeleton } from "@/components/ui/states";
import type { NetworkName } from "@/lib/core/network";
import { useSeeds, type Seeds } from "@/lib/features/tracing/tracing.queries";

interface Props {
  readonly view: TraceView;
  readonly lead: string;
  readonly children: ReactNode;
}

/** One frame for all that follows money: the views, which share where it starts. */
export function TraceFrame({ view, lead, children }: Props) {
  const [{ network, from }] = useSeedQuery();
  return (
    <Page title="Follow the money" lead={lead}>
      <nav aria-label="Follow the money" className="mb-4 flex gap-5 border-b border-line">
        {TRACE_VIEWS.map((one) => (
          <Link
            key={one.view}
            href={from === "" ? one.href : traceHref(one.view, network, from)}
            aria-current={one.view === view ? "page" : undefined}
            className={cn("relative flex h-9 items-center text-sm", one.view === view ? "font-medium text-ink after:absolute after:inset-x-0 after:bottom-[-1px] after:h-0.5 after:bg-brass" : "text-ink-soft hover:text-ink")}
          >
            {one.label}
          </Link>
        ))}
      </nav>
      {children}
    </Page>
  );
}

interface SeededProps {
  readonly children: (network: NetworkName, seeds: Seeds) => ReactNode;
}

/** What starts from seeds: asks for them, reads the addresses of wallets, and says when not all of them could be taken. */
export function Seeded({ children }: SeededProps) {
  const [{ network, from }] = useSeedQuery();
  const seeds = useSeeds(network, from);
  return (
    <div className="flex flex-col gap-6">
      <SeedForm />
      {from === "" && <EmptyState icon={<Waypoints aria-hidden />} title="Nothing to follow yet">Name an output, an address or a wallet above; or choose “Trace” on a wallet, an address, an output of a transaction or a node of a graph.</EmptyState>}
      {seeds.isError && <ErrorState error={seeds.error} what="The addresses of the wallet could not be read" onRetry={() => void seeds.refetch()} />}
      {from !== "" && seeds.isPending && <Skeleton className="h-64" />}
      {seeds.data?.cut === true && <Notice look="gap" title={`Only ${plural(seeds.data.refs.length, "address", "addresses")} of this wallet are followed.`}>It has more than one trace takes. Totals are of these alone.</Notice>}
      {seeds.data !== undefined && children(network, seeds.data)}
    </div>
  );
}
