import { TxParams } from "@/lib/features/transactions/transactions.contract";
import { WalletLinkList } from "@/lib/features/wallet-links/wallet-links.contract";
import { toWalletLinkDto } from "@/lib/features/wallet-links/wallet-links.dto";
import { route } from "@/lib/platform/http/route";
import { services } from "@/lib/platform/services";

export const GET = route({ action: "wallet-link.read", params: TxParams, reply: WalletLinkList }, async ({ principal, params: { network, txid } }) => ({
  links: (await services().walletLayers.ofTransaction(principal, network, txid)).map(toWalletLinkDto),
}));
