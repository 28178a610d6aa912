import { OfferedFactorDto, OfferFactorBody } from "@/lib/features/accounts/accounts.contract";
import { openRoute } from "@/lib/platform/http/route";
import { services } from "@/lib/platform/services";

export const POST = openRoute({ body: OfferFactorBody, reply: OfferedFactorDto }, async ({ body, token, client }) => ({ reply: await services().secondFactor.offer(token ?? "", body.password, client) }));
