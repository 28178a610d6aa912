import { CheckWalletLinkBody, LinkCheckDto } from "@/lib/features/wallet-links/wallet-links.contract";
import { toLinkCheckDto } from "@/lib/features/wallet-links/wallet-links.dto";
import { route } from "@/lib/platform/http/route";
import { services } from "@/lib/platform/services";

/** A POST, since it takes what a link is made of; it changes nothing. */
export const POST = route({ action: "wallet-link.read", body: CheckWalletLinkBody, reply: LinkCheckDto }, async ({ principal, body }) => toLinkCheckDto(await services().walletLinks.check(principal, body)));
