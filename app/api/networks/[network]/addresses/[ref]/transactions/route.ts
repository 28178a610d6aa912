import { HistoryPage } from "@/lib/features/wallets/wallets.contract";
import { toHistoryItemDto } from "@/lib/features/wallets/wallets.dto";
import { PageQuery, SubjectParams } from "@/lib/features/wire/wire.contract";
import { route } from "@/lib/platform/http/route";
import { services } from "@/lib/platform/services";

export const GET = route({ action: "ledger.read", params: SubjectParams, query: PageQuery, reply: HistoryPage }, async ({ params, query }) => {
  const { items, nextCursor } = await services().wallets.addressHistory(params.network, params.ref, query);
  return { items: items.map(toHistoryItemDto), nextCursor };
});
