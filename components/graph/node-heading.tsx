import { CircleDashed, ExternalLink, Pickaxe, Wallet } from "lucide-react";
import Link from "next/link";
import type { DrawnNode } from "@/components/graph/drawn";
import { CategoryGlyph } from "@/components/ui/category-glyph";
import { Synthetic } from "@/components/ui/badge";
import { Identifier } from "@/components/ui/identifier";
import { headline, nameOf } from "@/lib/core/graph/labels-claims";
import { CATEGORY_NAMES } from "@/lib/core/graph/labels-family";
import { parseNodeKey } from "@/lib/core/graph/node-key";

/** Which node this is: what it is claimed to be, and the identifier that names it. */
export function NodeHeading({ node, small = false }: { readonly node: DrawnNode; readonly small?: boolean }) {
  const name = nameOfNode(node);
  return (
    <div className="flex items-start gap-2.5">
      <span className="mt-0.5"><Sign node={node} /></span>
      <div className="min-w-0 flex-1">
        <div className="flex items-center gap-2 text-sm">
          {small ? <span className="truncate font-medium">{titleOf(node)}</span> : <h2 className="truncate text-sm font-medium">{titleOf(node)}</h2>}
          {node.data?.synthetic === true && <Synthetic />}
        </div>
        {name !== null && <p className="text-sm"><Identifier value={name.value} what={name.what} href={name.href} /></p>}
        <p className="text-xs text-ink-faint">{subtitleOf(node, parseNodeKey(node.key)?.network ?? "")}</p>
      </div>
      {!small && name !== null && (
        <Link href={name.href} className="flex items-center gap-1 text-xs link">
          Open <ExternalLink className="size-3" aria-hidden />
        </Link>
      )}
    </div>
  );
}

/** The identifier behind a node and its page; null for the two that have none. */
function nameOfNode(node: DrawnNode): { readonly value: string; readonly what: string; readonly href: string } | null {
  const ref = parseNodeKey(node.key);
  if (ref?.kind === "coinjoin") return { value: ref.txid, what: "transaction", href: `/transactions/${ref.network}/${ref.txid}` };
  if (ref?.kind !== "wallet") return null;
  const value = node.data?.ref ?? ref.ref;
  return { value, what: "address", href: `/wallets/${ref.network}/${encodeURIComponent(value)}` };
}

function Sign({ node }: { readonly node: DrawnNode }) {
  if (node.look === "glyph") return <CategoryGlyph family={node.family} className="size-5" {...(node.standing !== null && { standing: node.standing })} />;
  const Icon = node.look === "mined" ? Pickaxe : node.look === "unknown-origin" ? CircleDashed : Wallet;
  return <Icon className="size-5 stroke-[1.5] text-ink-faint" aria-hidden />;
}

export function titleOf(node: DrawnNode): string {
  if (node.look === "mined") return "Newly mined coins";
  if (node.look === "unknown-origin") return "Outputs that are not in the store";
  const top = headline(node.data?.claims ?? []);
  if (top !== null) return `claimed ${nameOf(top.claim)}`;
  return node.look === "glyph" ? "CoinJoin" : "Wallet";
}

function subtitleOf(node: DrawnNode, network: string): string {
  if (node.look === "mined") return `Coinbases of ${network}: no ancestor on the ledger`;
  if (node.look === "unknown-origin") return `${network}: spent here, created in transactions nobody imported`;
  const top = headline(node.data?.claims ?? []);
  if (top === null) return node.look === "glyph" ? `${network}: inputs and outputs cannot be paired` : network;
  return `${CATEGORY_NAMES[top.claim.category]} · ${top.standing.status}${top.standing.inherited ? ", inherited" : ""}${node.conflict ? " · claims disagree" : ""}`;
}
