"use client";

import { useState } from "react";
import { Badge } from "@/components/ui/badge";
import { count } from "@/components/ui/amount";
import { Button } from "@/components/ui/button";
import { Identifier } from "@/components/ui/identifier";
import { Time } from "@/components/ui/time";
import type { NetworkName } from "@/lib/core/network";
import type { WhyStepDto } from "@/lib/features/why/why.contract";

const SHOWN = 100;

interface Shown {
  readonly network: NetworkName;
  readonly whole: boolean;
}

/** Address, transaction, address …: a rail from the one to the other. */
export function Chain({ network, steps, whole }: Shown & { readonly steps: readonly WhyStepDto[] }) {
  const [shown, setShown] = useState(SHOWN);
  const [first] = steps;
  if (first === undefined) return null;
  const left = steps.length - shown;
  return (
    <>
      <ol aria-label="Links from the one address to the other" className="text-sm">
        <li className="relative pb-1 pl-6"><Stop network={network} whole={whole} address={first.from} /></li>
        {steps.slice(0, shown).map((step) => (
          <li key={`${step.from} ${step.to} ${step.rule}`} className="relative pl-6">
            <span aria-hidden className="absolute top-[-0.65rem] bottom-[0.9rem] left-[0.34rem] w-px bg-line-strong" />
            <Reason network={network} whole={whole} step={step} />
            <div className="relative -ml-6 pb-1 pl-6"><Stop network={network} whole={whole} address={step.to} /></div>
          </li>
        ))}
      </ol>
      {left > 0 && <Button size="sm" className="self-start" onClick={() => { setShown(shown + SHOWN); }}>Show {count(Math.min(left, SHOWN))} more of {count(left)} links</Button>}
    </>
  );
}

function Stop({ network, whole, address }: Shown & { readonly address: string }) {
  return (
    <>
      <span aria-hidden className="absolute top-[0.3rem] left-0 size-[0.7rem] rounded-full border-2 border-ink-soft bg-surface" />
      <Identifier value={address} what="address" whole={whole} href={`/addresses/${network}/${encodeURIComponent(address)}`} />
    </>
  );
}

function Reason({ network, whole, step }: Shown & { readonly step: WhyStepDto }) {
  const { txid, height, time } = step;
  if (txid === null) return <p className="py-2 text-ink-soft">one key spends both: the one pays to the key itself, the other to its hash</p>;
  return (
    <div className="flex flex-col gap-0.5 py-2">
      <p className="flex flex-wrap items-center gap-x-2 text-ink-soft">
        both signed inputs of this transaction
        {step.payjoinCompatible && <Badge>may be a PayJoin</Badge>}
      </p>
      <TransactionLine network={network} whole={whole} transaction={{ txid, height, time }} />
    </div>
  );
}

interface LineProps extends Shown {
  readonly transaction: { readonly txid: string; readonly height: number | null; readonly time: string | null };
  readonly note?: string;
}

/** A transaction with when and where it was confirmed. */
export function TransactionLine({ network, whole, transaction: { txid, height, time }, note }: LineProps) {
  return (
    <p className="flex flex-wrap items-center gap-x-3 text-sm">
      <Identifier value={txid} what="transaction" whole={whole} href={`/transactions/${network}/${txid}`} />
      <Time iso={time} unknown="no time known" />
      <span className="text-ink-faint">{height === null ? "no block known" : `block ${count(height)}`}</span>
      {note !== undefined && <span className="text-ink-faint">{note}</span>}
    </p>
  );
}
