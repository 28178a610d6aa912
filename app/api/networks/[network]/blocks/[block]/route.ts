import { BlockDto, BlockParams } from "@/lib/features/transactions/transactions.contract";
import { toBlockDto } from "@/lib/features/transactions/transactions.dto";
import { route } from "@/lib/platform/http/route";
import { services } from "@/lib/platform/services";

export const GET = route({ action: "ledger.read", params: BlockParams, reply: BlockDto }, async ({ params }) => toBlockDto(await services().transactions.block(params.network, params.block)));
