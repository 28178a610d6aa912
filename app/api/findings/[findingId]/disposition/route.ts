import { DispositionBody, FindingParams, StoredFindingDto } from "@/lib/features/detection/detection.contract";
import { toStoredDto } from "@/lib/features/detection/detection.dto";
import { route } from "@/lib/platform/http/route";
import { services } from "@/lib/platform/services";

export const POST = route({ action: "finding.dispose", params: FindingParams, body: DispositionBody, reply: StoredFindingDto }, async ({ principal, params, body }) =>
  toStoredDto(await services().findings.dispose(principal, params.findingId, body)));
