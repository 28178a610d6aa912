import { FindingPage, FindingQuery } from "@/lib/features/detection/detection.contract";
import { toFindingPage } from "@/lib/features/detection/detection.dto";
import { QueuedDto } from "@/lib/features/jobs/jobs.contract";
import { route } from "@/lib/platform/http/route";
import { services } from "@/lib/platform/services";

export const GET = route({ action: "finding.read", query: FindingQuery, reply: FindingPage }, async ({ principal, query: { cursor, limit, ...filter } }) =>
  toFindingPage(await services().findings.page(principal, filter, { cursor, limit })));

/** Hunts over the whole store, in the worker. */
export const POST = route({ action: "finding.detect", reply: QueuedDto, status: 202 }, async ({ principal }) => ({
  jobId: await services().jobs.enqueue(principal, { kind: "detect", title: "Hunt for laundering through mining", params: {} }),
}));
