import { WalletLayersDto } from "@/lib/features/wallet-links/wallet-links.contract";
import { toWalletLayersDto } from "@/lib/features/wallet-links/wallet-links.dto";
import { SubjectParams } from "@/lib/features/wire/wire.contract";
import { route } from "@/lib/platform/http/route";
import { services } from "@/lib/platform/services";

export const GET = route({ action: "wallet-link.read", params: SubjectParams, reply: WalletLayersDto }, async ({ principal, params: { network, ref } }) =>
  toWalletLayersDto(await services().walletLayers.ofWallet(principal, network, ref)),
);
