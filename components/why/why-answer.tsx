import { CircleDashed, Link2Off } from "lucide-react";
import { plural } from "@/components/ui/amount";
import { cn } from "@/components/ui/cn";
import { Identifier } from "@/components/ui/identifier";
import { Notice } from "@/components/ui/notice";
import { Chain, TransactionLine } from "@/components/why/chain";
import type { WhyDto } from "@/lib/features/why/why.contract";

interface Shown {
  readonly why: WhyDto;
  /** Addresses and txids are written out, where there is room for them. */
  readonly whole: boolean;
}

/** The answer in words, and what it rests on. */
export function WhyAnswer({ why, whole, className }: Shown & { readonly className?: string }) {
  return <div className={cn("flex flex-col gap-4", className)}>{why.sameWallet ? <OneWallet why={why} whole={whole} /> : <NotOne why={why} whole={whole} />}</div>;
}

function OneWallet({ why, whole }: Shown) {
  if (why.tooLong) {
    return (
      <Notice look="gap" icon={<CircleDashed aria-hidden />} title="One wallet, but the chain is too long to show here.">
        More than 1,000 links lie between the two. The command line lists them: <code className="font-mono text-xs break-all">assay why {why.from} {why.to}</code>
      </Notice>
    );
  }
  if (why.steps.length === 0) return <p className="text-sm text-ink-soft">That is one and the same address.</p>;
  const weak = why.steps.filter((step) => step.payjoinCompatible).length;
  return (
    <>
      <p className="text-sm text-ink-soft">
        One wallet, by {plural(why.steps.length, "link")}. Where several transactions link its addresses, the oldest are taken.
      </p>
      {weak > 0 && (
        <Notice title={`${plural(weak, "link")} may rest on a PayJoin.`}>
          Such a transaction can be made by the payer and the payee together. Most that look like it are not, so the link stands; do not let it carry a conclusion alone.
        </Notice>
      )}
      <Chain network={why.network} steps={why.steps} whole={whole} />
    </>
  );
}

function NotOne({ why, whole }: Shown) {
  if (!why.known) return <Unseen why={why} />;
  if (!why.analysed) {
    return <Notice look="gap" icon={<CircleDashed aria-hidden />} title="Not analysed yet.">The store has transactions of these addresses that no analysis has seen. Run one from Jobs, or with `assay analyze`.</Notice>;
  }
  return (
    <>
      <Notice icon={<Link2Off aria-hidden />} title="Not one wallet, as far as the store knows.">
        No chain of transactions signed together joins the two. That does not show that two people own them.
      </Notice>
      {why.notMerged.length > 0 && (
        <section aria-label="What was not taken as a link" className="flex flex-col gap-2">
          <h3 className="text-xs font-medium text-ink-faint">Not taken as a link</h3>
          <p className="text-sm text-ink-soft">Both wallets signed inputs of {why.notMerged.length === 1 ? "this CoinJoin" : "these CoinJoins"}. Inputs of a CoinJoin belong to several people, so it joins nothing.</p>
          <ul className="flex flex-col gap-1">
            {why.notMerged.map((one) => (
              <li key={one.txid}><TransactionLine network={why.network} transaction={one} note={`${one.kind}, confidence ${one.confidence}`} whole={whole} /></li>
            ))}
          </ul>
          {why.moreNotMerged && <p className="text-sm text-ink-soft">There are more; the oldest are listed.</p>}
        </section>
      )}
    </>
  );
}

function Unseen({ why }: { readonly why: WhyDto }) {
  return (
    <Notice look="gap" icon={<CircleDashed aria-hidden />} title={why.unknown.length === 1 ? "The store has never seen one of the two:" : "The store has never seen either:"}>
      {why.unknown.map((ref) => <Identifier key={ref} value={ref} what="address" className="mr-2" />)}
    </Notice>
  );
}
