import { AccessBody, PersonDto, PersonParams } from "@/lib/features/accounts/accounts.contract";
import { toPersonDto } from "@/lib/features/accounts/accounts.dto";
import { route } from "@/lib/platform/http/route";
import { services } from "@/lib/platform/services";

export const POST = route({ action: "people.manage", params: PersonParams, body: AccessBody, reply: PersonDto }, async ({ principal, params, body }) => toPersonDto(await services().people.setDisabled(principal, params.accountId, body.disabled)));
