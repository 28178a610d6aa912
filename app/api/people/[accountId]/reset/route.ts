import { IssuedLinkDto, PersonParams } from "@/lib/features/accounts/accounts.contract";
import { toIssuedLinkDto } from "@/lib/features/accounts/accounts.dto";
import { route } from "@/lib/platform/http/route";
import { services } from "@/lib/platform/services";

export const POST = route({ action: "people.manage", params: PersonParams, reply: IssuedLinkDto, status: 201 }, async ({ principal, params }) => toIssuedLinkDto(await services().people.reset(principal, { id: params.accountId })));
