import { NewWalletLinkBody, WalletLinkIdDto } from "@/lib/features/wallet-links/wallet-links.contract";
import { route } from "@/lib/platform/http/route";
import { services } from "@/lib/platform/services";

export const POST = route({ action: "wallet-link.create", body: NewWalletLinkBody, reply: WalletLinkIdDto, status: 201 }, async ({ principal, body }) => ({
  id: await services().walletLinks.add(principal, body),
}));
