"use client";

import { Users } from "lucide-react";
import Link from "next/link";
import { Badge } from "@/components/ui/badge";
import { cn } from "@/components/ui/cn";
import { plural } from "@/components/ui/amount";
import { Identifier } from "@/components/ui/identifier";
import { Notice } from "@/components/ui/notice";
import { messageOf } from "@/components/ui/states";
import { Time } from "@/components/ui/time";
import { SAYS } from "@/components/wallet-links/link-words";
import { TakeBack } from "@/components/wallet-links/take-back";
import { shortRef } from "@/lib/core/graph/labels";
import type { NetworkName } from "@/lib/core/network";
import type { WalletLinkDto } from "@/lib/features/wallet-links/wallet-links.contract";
import { useWalletLayers } from "@/lib/features/wallet-links/wallet-links.queries";

/** Wallets named at most. */
const SHOWN = 3;

interface Of {
  readonly network: NetworkName;
  readonly walletRef: string;
  readonly className?: string;
}

/** The links of people on a wallet and what it is joined with; nothing while there are none. */
export function PeopleLinks({ network, walletRef, className }: Of) {
  const layers = useWalletLayers(network, walletRef);
  if (layers.isError) return <div className={className}><Notice look="danger" title="The links of people could not be read.">{messageOf(layers.error)}</Notice></div>;
  const manual = layers.data?.manual ?? null;
  if (manual === null) return null;
  return (
    <section aria-label="Links of people" className={cn("flex flex-col gap-2", className)}>
      <h3 className="text-xs font-medium text-ink-faint">Links of people</h3>
      <p className="text-sm text-ink-soft">Made by hand, above the computed wallets: identity, flows and totals are without them.</p>
      <ul className="flex flex-col">{manual.links.map((link) => <li key={link.id} className="border-b border-line/60 py-2 last:border-b-0"><OneLink link={link} refused={link.refused} /></li>)}</ul>
    </section>
  );
}

/** What one link says, of whom, why, and by whom. */
export function OneLink({ link, refused = false }: { readonly link: WalletLinkDto; readonly refused?: boolean }) {
  const address = (ref: string) => <Identifier value={ref} what="address" href={`/addresses/${link.network}/${encodeURIComponent(ref)}`} />;
  return (
    <div className="flex items-start gap-3 text-sm">
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-center gap-x-2">
          {address(link.one)} <span className="text-ink-soft">{SAYS[link.kind]}</span> {address(link.other)}
          {link.output !== null && <span className="inline-flex items-center gap-1 text-ink-soft">in <Identifier value={link.output.txid} what="transaction" href={`/transactions/${link.network}/${link.output.txid}`} /></span>}
          {refused && <Badge>a split stands against it: joins nothing</Badge>}
        </p>
        <p className="text-ink-soft"><q>{link.reason}</q> · {link.author.name}, <Time iso={link.at} />{link.scope === "shared" ? " · shared" : " · in a case"}</p>
      </div>
      <TakeBack link={link} />
    </div>
  );
}

/** "Joined by hand with …", where a wallet is shown. */
export function JoinedByHand({ network, walletRef, className }: Of) {
  const layers = useWalletLayers(network, walletRef);
  const joined = layers.data?.manual?.joined ?? null;
  if (layers.data === undefined || joined === null) return null;
  const self = layers.data.base?.ref;
  const others = joined.wallets.filter(({ ref }) => ref !== self);
  return (
    <Notice icon={<Users aria-hidden />} className={className ?? ""} title={<>Joined by hand with {others.slice(0, SHOWN).map(({ ref }, i) => <span key={ref}>{i > 0 && ", "}<Link className="link" prefetch={false} href={`/wallets/${network}/${encodeURIComponent(ref)}?tab=why`}>{shortRef(ref)}</Link></span>)}{others.length > SHOWN && ` and ${others.length - SHOWN} more`}.</>}>
      {plural(joined.addressCount, "address", "addresses")} in all; figures here are of the computed wallet alone.
    </Notice>
  );
}
