import { shortRef } from "@/lib/core/graph/labels";
import { CATEGORY_NAMES } from "@/lib/core/graph/labels-family";
import { formatNodeKey } from "@/lib/core/graph/node-key";
import type { SearchHitDto } from "@/lib/features/search/search.contract";

/** Where a hit leads, and what it would be on a canvas (null: no node). */
export interface HitView {
  readonly id: string;
  readonly kind: "address" | "transaction" | "block" | "claim" | "entity";
  readonly title: string;
  readonly detail: string;
  readonly known: boolean;
  readonly href: string;
  readonly nodeKey: string | null;
}

export function viewOf(hit: SearchHitDto): HitView {
  switch (hit.kind) {
    case "address":
      return {
        id: `address:${hit.network}:${hit.ref}`, kind: "address", title: hit.ref, known: hit.known,
        detail: hit.known ? `${hit.network}${hit.txCount === null ? "" : ` · ${hit.txCount.toLocaleString("en-US")} transactions`}` : `${hit.network} · not in the store`,
        href: `/addresses/${hit.network}/${encodeURIComponent(hit.ref)}`,
        nodeKey: formatNodeKey({ kind: "wallet", network: hit.network, ref: hit.ref }),
      };
    case "transaction":
      return { id: `transaction:${hit.network}:${hit.txid}`, kind: "transaction", title: hit.txid, known: hit.known, detail: hit.known ? hit.network : `${hit.network} · not in the store`, href: `/transactions/${hit.network}/${hit.txid}`, nodeKey: null };
    case "block":
      return {
        id: `block:${hit.network}:${hit.hash}`, kind: "block", title: hit.height === null ? `Block ${shortRef(hit.hash)}` : `Block ${hit.height.toLocaleString("en-US")}`, known: hit.known,
        detail: `${hit.network} · ${shortRef(hit.hash)}`, href: `/blocks/${hit.network}/${hit.height?.toString() ?? hit.hash}`, nodeKey: null,
      };
    case "claim":
      return claimView(hit);
    case "entity":
      return { id: `entity:${hit.id}`, kind: "entity", title: hit.name, detail: `entity · ${CATEGORY_NAMES[hit.category]}`, known: true, href: `/entities/${encodeURIComponent(hit.id)}`, nodeKey: null };
  }
}

function claimView(hit: Extract<SearchHitDto, { kind: "claim" }>): HitView {
  const isTransaction = hit.subjectKind === "transaction";
  const folder = hit.subjectKind === "wallet" ? "wallets" : isTransaction ? "transactions" : "addresses";
  return {
    id: `claim:${hit.network}:${hit.ref}:${hit.label}`, kind: "claim", title: `claimed ${hit.label}`, known: true,
    detail: `${hit.subjectKind} ${shortRef(hit.ref)} · ${hit.network}`,
    href: `/${folder}/${hit.network}/${encodeURIComponent(hit.ref)}`,
    nodeKey: isTransaction ? null : formatNodeKey({ kind: "wallet", network: hit.network, ref: hit.ref }),
  };
}
