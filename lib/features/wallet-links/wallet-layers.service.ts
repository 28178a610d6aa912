import { JOINING_KINDS, joinedWith, type WalletLinkKind } from "@/lib/core/casework/wallet-links";
import { scriptRef } from "@/lib/core/graph/node-key";
import type { NetworkName } from "@/lib/core/network";
import type { Principal } from "@/lib/core/policy/policy";
import { demand, viewerOf } from "@/lib/features/wallet-links/link-rights.service";
import type { JoinedWallets, WalletLayers, WalletLinkReader, WalletLinkView } from "@/lib/features/wallet-links/wallet-links.ports";
import type { SubjectService } from "@/lib/features/wallets/subjects.service";
import type { WalletStore } from "@/lib/features/wallets/wallets.ports";

interface Deps {
  readonly reader: WalletLinkReader;
  readonly subjects: SubjectService;
  readonly wallets: WalletStore;
}

export type WalletLayerService = ReturnType<typeof makeWalletLayerService>;

/** What lies above a computed wallet: the links of people, and what they join. */
export function makeWalletLayerService({ reader, subjects, wallets }: Deps) {
  const walletsOf = async (generation: number, places: readonly string[]): Promise<JoinedWallets | null> => {
    const ids = places.flatMap((place) => (place.startsWith("wallet:") ? [BigInt(place.slice("wallet:".length))] : []));
    if (places.length < 2) return null;
    const found = [...(await wallets.wallets(generation, ids)).values()].map(({ ref, addressCount }) => ({ ref, addressCount }));
    // A script that no analysis has seen counts as one address.
    const unseen = places.filter((place) => place.startsWith("script:")).map((ref) => ({ ref, addressCount: 1 }));
    const joined = [...found, ...unseen].sort((a, b) => a.addressCount === b.addressCount ? (a.ref < b.ref ? -1 : 1) : b.addressCount - a.addressCount);
    return { wallets: joined, addressCount: joined.reduce((sum, { addressCount }) => sum + addressCount, 0) };
  };

  return {
    /** The links that keep outputs of a transaction. */
    ofTransaction: async (principal: Principal, network: NetworkName, txid: string): Promise<readonly WalletLinkView[]> => {
      demand(principal, "wallet-link.read");
      const { generation } = await subjects.reading();
      return (await reader.standing(generation, network, viewerOf(principal))).filter(({ output }) => output?.txid === txid);
    },

    /** @throws AppError invalid_input when the reference is no address of the network. */
    ofWallet: async (principal: Principal, network: NetworkName, ref: string): Promise<WalletLayers> => {
      demand(principal, "wallet-link.read");
      const script = subjects.named(network, ref);
      const { generation } = await subjects.reading();
      const [[subject], links] = await Promise.all([subjects.find(generation, [script]), reader.standing(generation, network, viewerOf(principal))]);
      const id = subject?.walletId ?? null;
      const wallet = id === null ? undefined : (await wallets.wallets(generation, [id])).get(id);
      const start = id === null ? scriptRef(null, script.scriptHash) : `wallet:${id}`;
      const joinedBy = (kinds: readonly WalletLinkKind[]) => joinedWith(start, links, kinds);
      const all = joinedBy(JOINING_KINDS);
      const touching = links.filter(({ one, other }) => all.places.includes(one) || all.places.includes(other));
      const [change, joined] = await Promise.all([walletsOf(generation, joinedBy(["change"]).places), walletsOf(generation, all.places)]);
      return {
        base: wallet === undefined ? null : { id: wallet.id, ref: wallet.ref, addressCount: wallet.addressCount },
        change,
        manual: touching.length === 0 ? null : { joined, links: touching.map((link) => ({ ...link, refused: all.refused.has(link.id) })) },
      };
    },
  };
}
