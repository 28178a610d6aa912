import { PathBody, PathDto } from "@/lib/features/tracing/tracing.contract";
import { toPathDto } from "@/lib/features/tracing/tracing.dto";
import { route } from "@/lib/platform/http/route";
import { services } from "@/lib/platform/services";

/** A question, not a change. */
export const POST = route({ action: "trace.read", body: PathBody, reply: PathDto }, async ({ body: { minValue, fromTime, toTime, ...body }, request }) =>
  toPathDto(await services().tracing.path({ ...body, minValue: BigInt(minValue), fromTime: secondsOf(fromTime), toTime: secondsOf(toTime) }, request.signal)),
);

const secondsOf = (time: string | null): number | null => (time === null ? null : Math.floor(Date.parse(time) / 1000));
