import { IssuedLinkDto, NewPersonBody, People } from "@/lib/features/accounts/accounts.contract";
import { toIssuedLinkDto, toPersonDto } from "@/lib/features/accounts/accounts.dto";
import { route } from "@/lib/platform/http/route";
import { services } from "@/lib/platform/services";

export const GET = route({ action: "people.manage", reply: People }, async ({ principal }) => ({ people: (await services().people.list(principal)).map(toPersonDto) }));

export const POST = route({ action: "people.manage", body: NewPersonBody, reply: IssuedLinkDto, status: 201 }, async ({ principal, body }) => toIssuedLinkDto(await services().people.create(principal, body)));
