import type { ReactNode } from "react";
import { MEETING_WORDS } from "@/components/findings/finding-words";
import { Amount } from "@/components/ui/amount";
import { Badge } from "@/components/ui/badge";
import { Identifier } from "@/components/ui/identifier";
import { Section } from "@/components/ui/section";
import { Time } from "@/components/ui/time";
import { networkByName } from "@/lib/core/network";
import type { FindingDto } from "@/lib/features/detection/detection.contract";

const NO_ADDRESS = <span className="text-ink-faint">no address</span>;

/** Each payment, payout and meeting place, transaction by transaction: what the timeline draws. */
export function Movements({ finding }: { readonly finding: FindingDto }) {
  const { network, payments, payouts, commingling } = finding;
  const { unit } = networkByName(network);
  const tx = (txid: string): ReactNode => <Identifier value={txid} what="transaction" href={`/transactions/${network}/${txid}`} />;
  const address = (text: string | null): ReactNode => (text === null ? NO_ADDRESS : <Identifier value={text} what="address" href={`/addresses/${network}/${text}`} />);
  return (
    <>
      {payments.length > 0 && (
        <Table title="Payments" head={["Time, UTC", "Transaction", "To", "Dirty coins", unit]} rows={payments.map(({ txid, n, address: to, value, time, tainted, dirt }) => ({ key: `${txid}:${n}`, cells: [<Time key="t" iso={time} />, tx(txid), address(to), <Dirt key="d" tainted={tainted} dirt={dirt} />, <Amount key="a" sats={value} />] }))} />
      )}
      {payouts.length > 0 && (
        <Table title="Payouts" head={["Time, UTC", "Transaction", "To", "Paid by", unit]} rows={payouts.map(({ txid, n, address: to, value, time, pool }) => ({ key: `${txid}:${n}`, cells: [<Time key="t" iso={time} />, tx(txid), address(to), pool ?? "the service itself", <Amount key="a" sats={value} />] }))} />
      )}
      {commingling.length > 0 && (
        <Table title="Where they met" head={["Time, UTC", "Transaction", "Address", "How"]} rows={commingling.map(({ kind, txid, address: at, time }) => ({ key: `${txid} ${kind} ${at ?? ""}`, cells: [<Time key="t" iso={time} />, tx(txid), address(at), MEETING_WORDS[kind]] }))} />
      )}
    </>
  );
}

function Dirt({ tainted, dirt }: { readonly tainted: boolean | null; readonly dirt: number | null }) {
  if (tainted === null) return <span className="text-ink-faint">not asked</span>;
  if (!tainted) return <span className="text-ink-soft">none found</span>;
  return <Badge look="strong">{dirt === null ? "dirty" : `${(dirt * 100).toFixed(1)} % by haircut`}</Badge>;
}

interface TableProps {
  readonly title: string;
  readonly head: readonly string[];
  readonly rows: readonly { readonly key: string; readonly cells: readonly ReactNode[] }[];
}

function Table({ title, head, rows }: TableProps) {
  const right = (i: number): string => (i === 4 ? "text-right" : "text-left");
  return (
    <Section title={title} note={`${rows.length} in chain order`}>
      <div className="max-h-96 overflow-auto" tabIndex={0} role="region" aria-label={`${title}, transaction by transaction`}>
        <table className="w-full text-sm">
          <thead className="sticky top-0 bg-bench text-xs text-ink-faint"><tr className="h-8">{head.map((name, i) => <th key={name} scope="col" className={`pr-4 font-normal last:pr-0 ${right(i)}`}>{name}</th>)}</tr></thead>
          <tbody>{rows.map(({ key, cells }) => <tr key={key} className="h-8 border-t border-line/60">{cells.map((cell, i) => <td key={head[i]} className={`pr-4 last:pr-0 ${right(i)}`}>{cell}</td>)}</tr>)}</tbody>
        </table>
      </div>
    </Section>
  );
}
