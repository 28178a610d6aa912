import { CounterpartyPage, CounterpartyQuery } from "@/lib/features/flows/flows.contract";
import { toCounterpartyDto } from "@/lib/features/flows/flows.dto";
import { SubjectParams } from "@/lib/features/wire/wire.contract";
import { route } from "@/lib/platform/http/route";
import { services } from "@/lib/platform/services";

export const GET = route({ action: "ledger.read", params: SubjectParams, query: CounterpartyQuery, reply: CounterpartyPage }, async ({ params, query }) => {
  const { items, nextCursor } = await services().flows.counterparties(params.network, params.ref, query);
  return { items: items.map(toCounterpartyDto), nextCursor };
});
