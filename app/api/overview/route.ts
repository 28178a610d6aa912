import { OverviewDto } from "@/lib/features/overview/overview.contract";
import { toOverviewDto } from "@/lib/features/overview/overview.dto";
import { route } from "@/lib/platform/http/route";
import { services } from "@/lib/platform/services";

export const GET = route({ action: "ledger.read", reply: OverviewDto }, async () => toOverviewDto(await services().overview.overview()));
