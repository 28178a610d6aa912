import { FindingDetailDto, FindingParams } from "@/lib/features/detection/detection.contract";
import { toDetailDto } from "@/lib/features/detection/detection.dto";
import { route } from "@/lib/platform/http/route";
import { services } from "@/lib/platform/services";

export const GET = route({ action: "finding.read", params: FindingParams, reply: FindingDetailDto }, async ({ principal, params }) => {
  const { findings } = services();
  const stored = await findings.get(principal, params.findingId);
  return toDetailDto(stored, await findings.asOf(), await findings.claimsOf(principal, stored));
});
