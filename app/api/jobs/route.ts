import { JobPage, JobQuery } from "@/lib/features/jobs/jobs.contract";
import { toJobDto } from "@/lib/features/jobs/jobs.dto";
import { route } from "@/lib/platform/http/route";
import { services } from "@/lib/platform/services";

export const GET = route({ action: "job.read", query: JobQuery, reply: JobPage }, async ({ principal, query }) => {
  const { items, nextCursor } = await services().jobs.list(principal, query);
  return { items: items.map(toJobDto), nextCursor };
});
