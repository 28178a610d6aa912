"use client";

import { Route } from "lucide-react";
import { useRouter } from "next/navigation";
import { TRACE_VIEWS, traceHref } from "@/components/trace/trace-paths";
import { Button } from "@/components/ui/button";
import { Menu, MenuItem } from "@/components/ui/menu";
import type { NetworkName } from "@/lib/core/network";

interface Props {
  readonly network: NetworkName;
  /** TXID:N, ADDRESS or wallet:ADDRESS. */
  readonly from: string;
  readonly small?: boolean;
}

/** From a wallet or an address to all that follows its money. */
export function TraceMenu({ network, from, small = false }: Props) {
  const router = useRouter();
  return (
    <Menu align="end" trigger={<Button size={small ? "sm" : "md"}><Route className={small ? "size-3.5" : "size-4"} aria-hidden /> Trace</Button>}>
      {TRACE_VIEWS.map(({ view, label }) => <MenuItem key={view} onSelect={() => { router.push(traceHref(view, network, from)); }}>{MENU_LABELS[view] ?? label}</MenuItem>)}
    </Menu>
  );
}

const MENU_LABELS: Partial<Record<(typeof TRACE_VIEWS)[number]["view"], string>> = { trace: "Trace its money", origins: "Assay: what it is made of", paths: "Paths from here" };
