import { TraceBody, TraceDto } from "@/lib/features/tracing/tracing.contract";
import { toTraceDto } from "@/lib/features/tracing/tracing.dto";
import { route } from "@/lib/platform/http/route";
import { services } from "@/lib/platform/services";

/** A question, not a change: POST, since seeds may be many. A closed browser cancels it in the database. */
export const POST = route({ action: "trace.read", body: TraceBody, reply: TraceDto }, async ({ body: { taintFees, minValue, ...body }, request }) =>
  toTraceDto(await services().tracing.trace({ ...body, followFees: taintFees, minValue: BigInt(minValue) }, request.signal)),
);
