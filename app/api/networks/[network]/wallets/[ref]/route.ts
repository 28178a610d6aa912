import { WalletDto } from "@/lib/features/wallets/wallets.contract";
import { toWalletDto } from "@/lib/features/wallets/wallets.dto";
import { SubjectParams } from "@/lib/features/wire/wire.contract";
import { route } from "@/lib/platform/http/route";
import { services } from "@/lib/platform/services";

export const GET = route({ action: "ledger.read", params: SubjectParams, reply: WalletDto }, async ({ params }) => toWalletDto(await services().wallets.wallet(params.network, params.ref)));
