"use client";

import { useId, useState } from "react";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { Input } from "@/components/ui/input";
import { Notice } from "@/components/ui/notice";
import { EmptyState, ErrorState, Skeleton } from "@/components/ui/states";
import { MakeLink } from "@/components/wallet-links/make-link";
import { PeopleLinks } from "@/components/wallet-links/people-links";
import { WhyAnswer } from "@/components/why/why-answer";
import { ApiError } from "@/lib/client/api-error";
import type { NetworkName } from "@/lib/core/network";
import { useWalletAddresses } from "@/lib/features/wallets/wallets.queries";
import { useWhy } from "@/lib/features/why/why.queries";

interface Pair {
  readonly from: string;
  readonly to: string;
}

interface Props {
  readonly network: NetworkName;
  readonly pair: Pair;
  readonly onChange: (pair: Pair) => void;
  /** Null while it is not known. */
  readonly addressCount: number | null;
  /** Beside the canvas there is no room for both fields in one row. */
  readonly narrow?: boolean;
}

/** Why two addresses are one wallet: which two, and the chain between them. */
export function WhyPanel({ network, pair, onChange, addressCount, narrow = false }: Props) {
  return (
    <div className="min-h-0 flex-1 overflow-y-auto" tabIndex={0} role="region" aria-label="Why these addresses are one wallet">
      <PairForm key={`${pair.from} ${pair.to}`} network={network} pair={pair} onChange={onChange} narrow={narrow} />
      {pair.to === "" ? <NothingChosen addressCount={addressCount} /> : <Answer network={network} pair={pair} narrow={narrow} />}
      <PeopleLinks network={network} walletRef={pair.from} className={cn("pb-4", narrow ? "px-4" : "px-6")} />
    </div>
  );
}

function PairForm({ network, pair, onChange, narrow = false }: Omit<Props, "addressCount">) {
  const [from, setFrom] = useState(pair.from);
  const [to, setTo] = useState(pair.to);
  const list = useId();
  const members = useWalletAddresses(network, pair.from);
  const options = members.data?.pages.flatMap((page) => page.items) ?? [];
  const field = { list, spellCheck: false, autoComplete: "off", className: "font-mono text-xs" } as const;
  return (
    <form
      className={cn("grid items-end gap-x-3 gap-y-2 border-b border-line", narrow ? "px-4 py-3" : "grid-cols-[minmax(0,28rem)_minmax(0,28rem)_auto] px-6 py-3")}
      onSubmit={(event) => {
        event.preventDefault();
        onChange({ from: from.trim() === "" ? pair.from : from.trim(), to: to.trim() });
      }}
    >
      <label className="flex flex-col gap-1 text-xs font-medium text-ink-soft">
        One address
        <Input {...field} value={from} onChange={(event) => { setFrom(event.target.value); }} />
      </label>
      <label className="flex flex-col gap-1 text-xs font-medium text-ink-soft">
        Another address
        <Input {...field} value={to} placeholder="pick or type one" onChange={(event) => { setTo(event.target.value); }} />
      </label>
      <Button type="submit" className="justify-self-start" disabled={to.trim() === "" || (from.trim() === pair.from && to.trim() === pair.to)}>Show the links</Button>
      <datalist id={list}>{options.map(({ ref }) => <option key={ref} value={ref} />)}</datalist>
    </form>
  );
}

function NothingChosen({ addressCount }: { readonly addressCount: number | null }) {
  if (addressCount === 1) return <EmptyState title="This wallet has one address">Nothing had to be linked. Type an address of another wallet to see what keeps the two apart.</EmptyState>;
  return <EmptyState title="Which two addresses?">Pick another address of this wallet, or type any: each link between the two is shown with the transaction it rests on.</EmptyState>;
}

function Answer({ network, pair, narrow }: { readonly network: NetworkName; readonly pair: Pair; readonly narrow: boolean }) {
  const why = useWhy({ network, ...pair });
  const inset = narrow ? "px-4" : "px-6";
  if (why.error instanceof ApiError && why.error.code === "invalid_input") return <div className={cn("py-4", inset)}><Notice look="danger" title={why.error.message} /></div>;
  if (why.isError) return <ErrorState error={why.error} what="The links could not be read" onRetry={() => void why.refetch()} />;
  if (why.data === undefined) return <div className={cn("flex flex-col gap-3 py-4", inset)}><Skeleton className="h-3 w-64" /><Skeleton className="h-3 w-80" /><Skeleton className="h-3 w-64" /></div>;
  return (
    <>
      <WhyAnswer why={why.data} whole={!narrow} className={cn("py-4", inset)} />
      {why.data.known && pair.from !== pair.to && <ByHand network={network} pair={pair} oneWallet={why.data.sameWallet} className={cn("pb-4", inset)} />}
    </>
  );
}

/** Somebody may know better than the chain shows. */
function ByHand({ network, pair, oneWallet, className }: { readonly network: NetworkName; readonly pair: Pair; readonly oneWallet: boolean; readonly className?: string }) {
  const subjects = { network, one: pair.from, other: pair.to };
  return (
    <div className={cn("flex flex-wrap gap-2", className)}>
      {!oneWallet && <MakeLink subjects={{ kind: "merge", ...subjects }} label="Merge by hand" title="Say that the two are of one holder" />}
      <MakeLink subjects={{ kind: "split", ...subjects }} label="Split by hand" title="Say that the two are not of one holder" />
    </div>
  );
}
