import Link from "next/link";
import type { ReactNode } from "react";
import { Amount, Unknown, count } from "@/components/ui/amount";
import { Badge, Synthetic } from "@/components/ui/badge";
import type { Stat } from "@/components/ui/stats";
import { Time } from "@/components/ui/time";
import type { TransactionDto } from "@/lib/features/transactions/transactions.contract";

const STATUS = { confirmed: "in a block", "no-block-known": "no block known", "reorganised-out": "reorganised out" } as const;

/** What was judged about the transaction, each as one badge. */
export function Verdicts({ tx }: { readonly tx: TransactionDto }) {
  return (
    <>
      {tx.synthetic && <Synthetic />}
      {tx.status !== null && tx.status !== "confirmed" && <Badge look="gap">{STATUS[tx.status]}</Badge>}
      {tx.coinbase === true && <Badge look="strong">coinbase</Badge>}
      {tx.coinjoin !== null && <Badge look="strong">CoinJoin: {tx.coinjoin.kind}, {tx.coinjoin.confidence} %</Badge>}
      {tx.payout !== null && <Badge look="strong">pool payout: {tx.payout.pool}, {tx.payout.grade}</Badge>}
      {tx.flags.map((flag) => <Badge key={flag} look="danger">{flag}</Badge>)}
    </>
  );
}

export function factsOf(tx: TransactionDto): readonly Stat[] {
  return [
    { label: "Time, UTC", value: <Time iso={tx.time} unknown="no block known" /> },
    { label: "Block", value: <BlockLink tx={tx} />, ...(tx.position !== null && { note: `position ${count(tx.position)}` }) },
    { label: "Fee", value: tx.coinbase === true ? <span className="text-ink-faint">none: a coinbase</span> : <Fee tx={tx} />, ...noteOf(feeRate(tx)) },
    { label: "Size", value: tx.size === null ? <Unknown /> : `${count(tx.size)} bytes`, ...(tx.weight !== null && { note: `${count(tx.weight)} weight units` }) },
    { label: "Version", value: tx.version ?? <Unknown />, ...(tx.locktime !== null && { note: `locktime ${count(tx.locktime)}` }) },
    { label: "Replaceable", value: tx.signalsRbf === null ? <Unknown /> : tx.signalsRbf ? "signals RBF" : "no signal" },
    { label: "Imported from", value: tx.source ?? <Unknown /> },
  ];
}

const noteOf = (note: ReactNode) => (note === null ? {} : { note });

function Fee({ tx }: { readonly tx: TransactionDto }) {
  return tx.fee === null ? <Unknown>not known: an input is missing</Unknown> : <Amount sats={tx.fee} network={tx.network} />;
}

/** Satoshis for each virtual byte, to a tenth. */
function feeRate({ fee, weight }: TransactionDto): string | null {
  if (fee === null || weight === null || weight === 0) return null;
  const tenths = (BigInt(fee) * 40n) / BigInt(weight);
  return `${tenths / 10n}.${tenths % 10n} sat/vB`;
}

function BlockLink({ tx }: { readonly tx: TransactionDto }) {
  if (tx.height === null) return <Unknown>none known</Unknown>;
  return (
    <Link href={`/blocks/${tx.network}/${tx.height}`} prefetch={false} className="link">
      {count(tx.height)}
    </Link>
  );
}
