import { toCaseDto } from "@/lib/features/cases/cases.dto";
import { CaseList, CreatedCaseDto, NewCaseBody } from "@/lib/features/graphs/graphs.contract";
import { route } from "@/lib/platform/http/route";
import { services } from "@/lib/platform/services";

export const GET = route({ action: "case.read", reply: CaseList }, async ({ principal }) => ({ cases: (await services().cases.list(principal)).map(toCaseDto) }));

export const POST = route({ action: "case.create", body: NewCaseBody, reply: CreatedCaseDto, status: 201 }, ({ principal, body }) => services().cases.create(principal, body));
