import { joinedWith, splitBetween } from "@/lib/core/casework/wallet-links";
import { growsTooFast, isCollapsed, tagConflict } from "@/lib/core/change/guards";
import type { ChangeService } from "@/lib/features/change/change.service";
import type { ClaimsReader } from "@/lib/features/claims/claims-read.ports";
import type { EdgeStore } from "@/lib/features/flows/flows.ports";
import { holdersOf } from "@/lib/features/transactions/transactions.service";
import type { LinkCheck, LinkWarning, WalletLinkReader, WalletLinkView } from "@/lib/features/wallet-links/wallet-links.ports";
import type { StoredWallet, WalletStore } from "@/lib/features/wallets/wallets.ports";

interface Deps {
  readonly reader: WalletLinkReader;
  readonly wallets: WalletStore;
  readonly edges: EdgeStore;
  readonly change: ChangeService;
  readonly claims: ClaimsReader;
}

/** Two computed wallets that a link would join, and the links that stand. */
export interface Pair {
  readonly generation: number;
  readonly ids: readonly [bigint, bigint];
  readonly links: readonly WalletLinkView[];
}

export type LinkGuards = ReturnType<typeof makeLinkGuards>;

/** Transactions between the two wallets that are asked for cannot-link pairs, the newest, in either direction. */
const TRANSACTIONS_ASKED = 100;
/** Rows of history of both wallets together, up to which the collapse share is worked out. */
const COLLAPSE_ROWS = 5_000;

/** What speaks against a link between two wallets (METHODS 1.9). */
export function makeLinkGuards({ reader, wallets, edges, change, claims }: Deps) {
  /** Where either wallet paid the other and the vote says that this was a payment. */
  const cannotLink = async (generation: number, one: StoredWallet, other: StoredWallet): Promise<readonly LinkWarning[]> => {
    const paid = (payer: StoredWallet, payee: StoredWallet) =>
      edges.paid({ payer: payer.id, payee: payee.id, drive: payer.txCount < payee.txCount ? "payer" : "payee" }, { generation, after: null, limit: TRANSACTIONS_ASKED });
    const rows = (await Promise.all([paid(one, other), paid(other, one)])).flat();
    const advice = await change.of(generation, rows.map(({ txId }) => txId));
    const pair = [Number(one.id), Number(other.id)];
    for (const { txId, txid } of rows) {
      const found = advice.get(txId)?.cannotLink.find(({ from, to }) => pair.includes(from) && pair.includes(to));
      if (found !== undefined) return [{ kind: "cannot-link", txid, margin: found.margin }];
    }
    return [];
  };

  const conflict = async (generation: number, pair: readonly [StoredWallet, StoredWallet]): Promise<readonly LinkWarning[]> => {
    const found = await claims.forScripts(generation, pair.map(({ network, scriptHash, id }) => ({ network, scriptHashes: [scriptHash], walletId: id, as: "wallet" })));
    const [one = [], other = []] = found.map((shown) => holdersOf({ claims: shown }));
    const holders = tagConflict(one, other);
    return holders === null ? [] : [{ kind: "tag-conflict", holders }];
  };

  return {
    check: async ({ generation, ids, links }: Pair): Promise<Pick<LinkCheck, "warnings" | "notAsked">> => {
      const stored = await wallets.wallets(generation, ids);
      const [one, other] = ids.map((id) => stored.get(id));
      if (one === undefined || other === undefined) return { warnings: [], notAsked: ["cannot-link", "collapse"] };
      const [forbidden, tags, share] = await Promise.all([cannotLink(generation, one, other), conflict(generation, [one, other]), reader.bothInside(generation, ids, COLLAPSE_ROWS)]);
      const collapse: readonly LinkWarning[] = share !== null && isCollapsed(share.bothInside, share.transactions) ? [{ kind: "collapse", ...share }] : [];
      const growth: readonly LinkWarning[] = growsTooFast(one.addressCount, other.addressCount) ? [{ kind: "growth", one: one.addressCount, other: other.addressCount }] : [];
      return { warnings: [...splitOf(ids, links), ...forbidden, ...tags, ...collapse, ...growth], notAsked: share === null ? ["collapse"] : [] };
    },
  };
}

/** Somebody said that the two, or what they are joined with, are not of one holder. */
function splitOf(ids: readonly [bigint, bigint], links: readonly WalletLinkView[]): readonly LinkWarning[] {
  const [one = new Set<string>(), other = new Set<string>()] = ids.map((id) => new Set(joinedWith(`wallet:${id}`, links).places));
  const split = splitBetween(links, one, other);
  return split === null ? [] : [{ kind: "split", reason: split.reason, author: split.author.name }];
}
