import type { NetworkName } from "@/lib/core/network";
import { toWalletLayersDto } from "@/lib/features/wallet-links/wallet-links.dto";
import { toWalletDto } from "@/lib/features/wallets/wallets.dto";
import { isSet, type Command } from "@/lib/platform/cli/command";
import { analysed, claimDocuments, firstKnown, NETWORK_OPTION, networksOfAddress } from "@/lib/platform/cli/subject";
import type { Services } from "@/lib/platform/services";

export const wallet: Command = {
  name: "wallet",
  summary: "The wallet an address belongs to: how many addresses, what came and went, and the claims on it.",
  positionals: [{ name: "ADDRESS" }],
  options: { ...NETWORK_OPTION, members: { type: "boolean", help: "list every address of the wallet, oldest first" } },
  run: async (context, args) => {
    const [ref = ""] = args.positionals;
    const networks = networksOfAddress(args, ref, "ADDRESS");
    const services = await analysed(context);
    const view = await firstKnown(networks, (network) => services.wallets.wallet(network, ref), ({ known }) => known);
    const { known, network, id, addressCount, address: _text, ref: _ref, claims: _claims, moreClaims: _more, ...totals } = toWalletDto(view);
    const members = isSet(args, "members") ? { addresses: known ? await addressesOf(services, network, ref) : [] } : {};
    const claims = claimDocuments(view.claims);
    if (!known) return { ...NEVER_SEEN, complete: totals.complete, ...members, ...claims };
    // The base layer is what the chain shows; above it lie only the links that people keep.
    const layers = toWalletLayersDto(await services.walletLayers.ofWallet(await context.owner(), network, ref));
    return { known, id, addressCount, network, ...totals, ...members, ...claims, layers: { ...layers, base: { id, addressCount } } };
  },
};

const NEVER_SEEN = {
  known: false, id: null, addressCount: null, network: null, txCount: null, received: null, sent: null, balance: null, firstSeen: null, lastSeen: null, complete: null, synthetic: null, contested: null,
  layers: { base: null, change: null, manual: null },
};

const PAGE = 1_000;

/** Every address once, although one may stand for two scripts of its key; a script without an address by its reference. */
async function addressesOf({ wallets }: Services, network: NetworkName, ref: string): Promise<readonly string[]> {
  const found = new Set<string>();
  let cursor: string | null = null;
  do {
    const page = await wallets.walletAddresses(network, ref, { limit: PAGE, ...(cursor !== null && { cursor }) });
    for (const member of page.items) found.add(member.ref);
    cursor = page.nextCursor;
  } while (cursor !== null);
  return [...found];
}
