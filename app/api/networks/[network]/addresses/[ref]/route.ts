import { AddressDto } from "@/lib/features/wallets/wallets.contract";
import { toAddressDto } from "@/lib/features/wallets/wallets.dto";
import { SubjectParams } from "@/lib/features/wire/wire.contract";
import { route } from "@/lib/platform/http/route";
import { services } from "@/lib/platform/services";

export const GET = route({ action: "ledger.read", params: SubjectParams, reply: AddressDto }, async ({ params }) => toAddressDto(await services().wallets.address(params.network, params.ref)));
