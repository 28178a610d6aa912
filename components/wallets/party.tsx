import { CircleDashed, Pickaxe } from "lucide-react";
import { ClaimSummary } from "@/components/claims/claim-words";
import { CategoryGlyph } from "@/components/ui/category-glyph";
import { Identifier } from "@/components/ui/identifier";
import type { GraphNodeDto } from "@/lib/features/flows/flows.contract";

/** Who money came from or went to: a wallet by an address of it, a CoinJoin by its txid, or one of the two that have no name. */
export function Party({ node }: { readonly node: GraphNodeDto }) {
  switch (node.kind) {
    case "newly-mined":
      return <span className="inline-flex items-center gap-1.5"><Pickaxe className="size-4 text-ink-soft" aria-hidden /> newly mined</span>;
    case "unknown":
      return <span className="inline-flex items-center gap-1.5 text-ink-soft italic"><CircleDashed className="size-4" aria-hidden /> unknown: spends outputs that are not in the store</span>;
    case "coinjoin":
      return (
        <span className="inline-flex items-center gap-1.5">
          <CategoryGlyph family="mixer" /> CoinJoin {node.txid !== null && <Identifier value={node.txid} what="transaction" href={`/transactions/${node.network}/${node.txid}`} />}
        </span>
      );
    case "wallet":
      return <WalletParty node={node} />;
  }
}

function WalletParty({ node }: { readonly node: GraphNodeDto }) {
  return (
    <span className="inline-flex min-w-0 items-center gap-2">
      {node.ref !== null && <Identifier value={node.ref} what="address" href={`/wallets/${node.network}/${encodeURIComponent(node.ref)}`} />}
      <ClaimSummary claims={node.claims} />
    </span>
  );
}
