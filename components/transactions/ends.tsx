import { CircleDashed, Pickaxe } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { ClaimSummary } from "@/components/claims/claim-words";
import { Amount } from "@/components/ui/amount";
import { traceHref } from "@/components/trace/trace-paths";
import { Identifier } from "@/components/ui/identifier";
import type { NetworkName } from "@/lib/core/network";
import type { TransactionDto } from "@/lib/features/transactions/transactions.contract";

type Input = TransactionDto["inputs"][number];
type Output = TransactionDto["outputs"][number];

interface SideProps {
  readonly title: string;
  readonly unit: string;
  readonly total: ReactNode;
  readonly cut: ReactNode;
  readonly children: ReactNode;
}

/** One side of a transaction: rows of equal height, amounts under each other. */
export function Side({ title, unit, total, cut, children }: SideProps) {
  return (
    <section aria-label={title} className="min-w-0">
      <header className="flex h-8 items-center border-b border-line-strong text-xs text-ink-faint">
        <h2 className="flex-1 text-sm font-medium text-ink">{title}</h2>
        <span>{unit}</span>
      </header>
      <ol>{children}</ol>
      {cut}
      <footer className="flex h-9 items-center border-t border-line-strong text-sm">
        <span className="flex-1 text-ink-faint">Total</span>
        <span className="font-medium">{total}</span>
      </footer>
    </section>
  );
}

interface RowProps {
  readonly n: number;
  readonly who: ReactNode;
  readonly detail: ReactNode;
  readonly amount: ReactNode;
}

function Row({ n, who, detail, amount }: RowProps) {
  return (
    <li className="grid grid-cols-[2.5rem_minmax(0,1fr)_auto] items-start gap-x-2 border-b border-line/60 py-1.5 last:border-b-0 hover:bg-hover">
      <span className="pt-px pr-1 text-right font-mono text-xs leading-5 text-ink-faint">{n}</span>
      <div className="min-w-0">
        <div className="flex min-w-0 items-center gap-2 text-sm">{who}</div>
        <div className="flex min-w-0 items-center gap-1 text-xs text-ink-faint">{detail}</div>
      </div>
      <span className="text-sm">{amount}</span>
    </li>
  );
}

function Who({ end, network }: { readonly end: Input | Output; readonly network: NetworkName }) {
  if (end.ref === null) return <span className="inline-flex items-center gap-1.5 text-ink-soft italic"><CircleDashed className="size-4" aria-hidden /> not known</span>;
  return (
    <>
      <Identifier value={end.ref} what="address" href={`/addresses/${network}/${encodeURIComponent(end.ref)}`} />
      <ClaimSummary claims={end.claims} />
    </>
  );
}

export function InputRow({ input, network, index }: { readonly input: Input; readonly network: NetworkName; readonly index: number }) {
  return (
    <Row
      n={index}
      who={<Who end={input} network={network} />}
      detail={
        <>
          <span>{input.prevKnown ? "spends" : "spends an output that is not in the store:"}</span>
          {input.prevKnown ? <Identifier value={input.prevTxid} what="transaction" href={`/transactions/${network}/${input.prevTxid}`} /> : <Identifier value={input.prevTxid} what="transaction" />}
          <span className="font-mono">:{input.prevN}</span>
        </>
      }
      amount={<Amount sats={input.value} />}
    />
  );
}

export function CoinbaseRow({ text, value }: { readonly text: string | null; readonly value: string }) {
  return (
    <Row
      n={0}
      who={<span className="inline-flex items-center gap-1.5"><Pickaxe className="size-4 text-ink-soft" aria-hidden /> newly mined, and the fees of the block</span>}
      detail={text === null || text === "" ? "the coinbase carries no text" : <span className="truncate" title={text}>coinbase text: <span className="font-mono">{text}</span></span>}
      amount={<Amount sats={value} />}
    />
  );
}

/** @param change where the page says why the output is probably change; null: it does not. */
export function OutputRow({ output, txid, network, change }: { readonly output: Output; readonly txid: string; readonly network: NetworkName; readonly change: string | null }) {
  return (
    <Row
      n={output.n}
      who={output.data === null ? <Who end={output} network={network} /> : <span className="inline-flex min-w-0 items-center gap-1.5 text-ink-soft"><span className="shrink-0">OP_RETURN</span> <span className="truncate font-mono text-xs" title={output.data}>{output.data}</span></span>}
      detail={
        <>
          {change !== null && <><a href={change} className="link">probably change</a><span aria-hidden>·</span></>}
          {output.type !== null && <span>{output.type} ·</span>}
          {output.data !== null ? <span>cannot be spent</span> : output.spentBy === null ? <span>no spend in the store</span> : <><span>spent in</span><Identifier value={output.spentBy} what="transaction" href={`/transactions/${network}/${output.spentBy}`} /></>}
          {output.data === null && <><span aria-hidden>·</span><Link href={traceHref("trace", network, `${txid}:${output.n}`)} prefetch={false} aria-label={`Trace output ${output.n}`} className="link">trace</Link></>}
        </>
      }
      amount={<Amount sats={output.value} />}
    />
  );
}
