"use client";

import { ArrowRight, CircleDashed } from "lucide-react";
import { ShowOnGraph } from "@/components/cases/show-on-graph";
import { Loading } from "@/components/shell/loading";
import { Page } from "@/components/shell/page";
import { CHANGE_ANCHOR, ChangeSection } from "@/components/transactions/change-section";
import { CoinbaseRow, InputRow, OutputRow, Side } from "@/components/transactions/ends";
import { Verdicts, factsOf } from "@/components/transactions/transaction-facts";
import { Amount, Unknown, plural } from "@/components/ui/amount";
import { Identifier } from "@/components/ui/identifier";
import { Notice } from "@/components/ui/notice";
import { ErrorState } from "@/components/ui/states";
import { Stats } from "@/components/ui/stats";
import { NeverSeen } from "@/components/wallets/never-seen";
import { formatNodeKey } from "@/lib/core/graph/node-key";
import { networkByName, type NetworkName } from "@/lib/core/network";
import type { TransactionDto } from "@/lib/features/transactions/transactions.contract";
import { useTransaction } from "@/lib/features/transactions/transactions.queries";

export function TransactionView({ network, txid }: { readonly network: NetworkName; readonly txid: string }) {
  const query = useTransaction(network, txid);
  if (query.isError) return <main id="main"><ErrorState error={query.error} what="The transaction could not be read" onRetry={() => void query.refetch()} /></main>;
  if (query.data === undefined) return <Loading />;
  const tx = query.data;
  return (
    <Page
      fill
      kind={<><span>Transaction</span><span aria-hidden>·</span><span>{network}</span></>}
      title={<Identifier value={tx.txid} what="transaction" whole className="text-lg font-medium" />}
      badges={<Verdicts tx={tx} />}
      actions={tx.known && <ShowOnGraph nodeKeys={graphKeys(tx)} />}
    >
      {tx.known ? <Known tx={tx} /> : <NeverSeen what="transaction" />}
    </Page>
  );
}

function Known({ tx }: { readonly tx: TransactionDto }) {
  const { unit } = networkByName(tx.network);
  const missing = tx.inputs.filter((input) => !input.prevKnown).length;
  const received = sum(tx.outputs.map((output) => output.value));
  return (
    <>
      <Stats items={factsOf(tx)} />
      <div className="min-h-0 flex-1 overflow-y-auto px-6 pt-3 pb-8" tabIndex={-1}>
        {missing > 0 && (
          <Notice look="gap" icon={<CircleDashed aria-hidden />} title={`${plural(missing, "input")} spend${missing === 1 ? "s" : ""} an output that is not in the store.`} className="mb-3">
            Who paid there and how much is not known until the parent is imported; then it resolves itself.
          </Notice>
        )}
        {tx.payout !== null && <Notice title={`Looks like a payout of ${tx.payout.pool} (${tx.payout.grade}).`} className="mb-3">{tx.payout.reasons.join(" · ")}</Notice>}
        <div className="grid grid-cols-[minmax(0,1fr)_1.5rem_minmax(0,1fr)] gap-x-4">
          <Side title={`Inputs (${tx.truncated?.inputs ?? tx.inputs.length})`} unit={unit} total={inputTotal(tx, received)} cut={<Cut shown={tx.inputs.length} all={tx.truncated?.inputs} what="input" />}>
            {tx.coinbase === true ? <CoinbaseRow text={tx.coinbaseText} value={received.toString()} /> : tx.inputs.map((input, index) => <InputRow key={`${input.prevTxid}:${input.prevN}`} input={input} network={tx.network} index={index} />)}
          </Side>
          <ArrowRight className="mt-2 size-4 justify-self-center text-ink-faint" aria-hidden />
          <Side title={`Outputs (${tx.truncated?.outputs ?? tx.outputs.length})`} unit={unit} total={tx.truncated === null ? <Amount sats={received.toString()} /> : <Unknown>not all are shown</Unknown>} cut={<Cut shown={tx.outputs.length} all={tx.truncated?.outputs} what="output" />}>
            {tx.outputs.map((output) => <OutputRow key={output.n} output={output} txid={tx.txid} network={tx.network} change={output.n === tx.change?.n ? `#${CHANGE_ANCHOR}` : null} />)}
          </Side>
        </div>
        <ChangeSection tx={tx} />
      </div>
    </>
  );
}

/** A total with a gap in it is not a total. */
function inputTotal(tx: TransactionDto, received: bigint) {
  if (tx.coinbase === true) return <Amount sats={received.toString()} />;
  if (tx.truncated !== null && tx.truncated.inputs > tx.inputs.length) return <Unknown>not all are shown</Unknown>;
  const values = tx.inputs.flatMap((input) => input.value ?? []);
  return values.length < tx.inputs.length ? <Unknown>not known: an input is missing</Unknown> : <Amount sats={sum(values).toString()} />;
}

function Cut({ shown, all, what }: { readonly shown: number; readonly all: number | undefined; readonly what: string }) {
  return all === undefined || all <= shown ? null : <p className="py-2 text-sm text-ink-soft">The first {shown} are shown; {plural(all - shown, `more ${what}`)}.</p>;
}

const sum = (values: readonly string[]): bigint => values.reduce((total, value) => total + BigInt(value), 0n);

const MOST_OUTPUTS = 20;

/** Who paid and who was paid, the largest outputs first. A guarded transaction has one sending wallet; a CoinJoin is a node of its own. */
function graphKeys(tx: TransactionDto): readonly string[] {
  const { network } = tx;
  const wallet = (ref: string) => formatNodeKey({ kind: "wallet", network, ref });
  const outputs = [...tx.outputs].sort((a, b) => (BigInt(a.value) < BigInt(b.value) ? 1 : -1)).flatMap((output) => (output.ref === null ? [] : [wallet(output.ref)]));
  const [payer] = tx.inputs.flatMap((input) => (input.ref === null ? [] : [wallet(input.ref)]));
  const first = tx.coinbase === true ? formatNodeKey({ kind: "newly-mined", network }) : tx.coinjoin !== null ? formatNodeKey({ kind: "coinjoin", network, txid: tx.txid }) : payer;
  return [...new Set([...(first === undefined ? [] : [first]), ...outputs.slice(0, MOST_OUTPUTS)])];
}
