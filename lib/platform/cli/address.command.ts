import { toAddressDto } from "@/lib/features/wallets/wallets.dto";
import type { Command } from "@/lib/platform/cli/command";
import { analysed, claimDocuments, firstKnown, NETWORK_OPTION, networksOfAddress } from "@/lib/platform/cli/subject";

export const address: Command = {
  name: "address",
  summary: "What an address received, spent and holds, the wallet it belongs to, and the claims on it.",
  positionals: [{ name: "ADDRESS" }],
  options: NETWORK_OPTION,
  run: async (context, args) => {
    const [ref = ""] = args.positionals;
    const networks = networksOfAddress(args, ref, "ADDRESS");
    const { wallets } = await analysed(context);
    const view = await firstKnown(networks, (network) => wallets.address(network, ref), ({ known }) => known);
    const { known, network, address: text, type, wallet, claims: _claims, moreClaims: _more, ref: named, ...totals } = toAddressDto(view);
    const claims = claimDocuments(view.claims);
    return known ? { known, address: text ?? named, type, network, ...totals, wallet, ...claims } : { ...NEVER_SEEN, complete: totals.complete, ...claims };
  },
};

const NEVER_SEEN = {
  known: false, address: null, type: null, network: null, txCount: null, received: null, sent: null, balance: null, firstSeen: null, lastSeen: null, complete: null, synthetic: null, wallet: null,
};
