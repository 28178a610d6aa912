import { TakeBackBody, WalletLinkIdDto, WalletLinkParams } from "@/lib/features/wallet-links/wallet-links.contract";
import { route } from "@/lib/platform/http/route";
import { services } from "@/lib/platform/services";

export const POST = route({ action: "wallet-link.take-back", params: WalletLinkParams, body: TakeBackBody, reply: WalletLinkIdDto }, async ({ principal, params, body }) => {
  await services().walletLinks.takeBack(principal, params.linkId, body);
  return { id: params.linkId };
});
