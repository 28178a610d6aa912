import { ProvenanceBody, ProvenanceDto } from "@/lib/features/tracing/tracing.contract";
import { toProvenanceDto } from "@/lib/features/tracing/tracing.dto";
import { route } from "@/lib/platform/http/route";
import { services } from "@/lib/platform/services";

/** A question, not a change: POST, since outputs may be many. */
export const POST = route({ action: "trace.read", body: ProvenanceBody, reply: ProvenanceDto }, async ({ body, request }) => toProvenanceDto(await services().tracing.provenance(body, request.signal)));
