import { TransactionDto, TxParams } from "@/lib/features/transactions/transactions.contract";
import { toTransactionDto } from "@/lib/features/transactions/transactions.dto";
import { route } from "@/lib/platform/http/route";
import { services } from "@/lib/platform/services";

export const GET = route({ action: "ledger.read", params: TxParams, reply: TransactionDto }, async ({ params }) => toTransactionDto(await services().transactions.transaction(params.network, params.txid)));
