"use client";

import { MakeLink } from "@/components/wallet-links/make-link";
import { OneLink } from "@/components/wallet-links/people-links";
import type { TransactionDto } from "@/lib/features/transactions/transactions.contract";
import { useLinksOfTransaction } from "@/lib/features/wallet-links/wallet-links.queries";

/** The links that keep the suggested output, and a way to make one where it would join two wallets. */
export function KeptChange({ tx, joins }: { readonly tx: TransactionDto; readonly joins: boolean }) {
  const links = useLinksOfTransaction(tx.network, tx.txid);
  const kept = links.data?.links ?? [];
  const { change } = tx;
  if (kept.length > 0) return <ul aria-label="Kept as a link" className="flex flex-col gap-2 pb-3">{kept.map((link) => <li key={link.id}><OneLink link={link} /></li>)}</ul>;
  if (change === null || !joins || links.data === undefined) return null;
  return (
    <div className="pb-3">
      <MakeLink subjects={{ kind: "change", network: tx.network, txid: tx.txid, n: change.n }} label="Keep as a link" title={`Keep output ${change.n} as the sender's change`} />
    </div>
  );
}
