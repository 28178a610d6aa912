import { SourceList } from "@/lib/features/sources/sources.contract";
import { toSourceListDto } from "@/lib/features/sources/sources.dto";
import { route } from "@/lib/platform/http/route";
import { services } from "@/lib/platform/services";

export const GET = route({ action: "source.read", reply: SourceList }, async ({ principal }) => toSourceListDto(await services().sources.list(principal)));
