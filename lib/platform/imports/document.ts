import type { Json } from "@/lib/core/jobs/job";
import type { PathsResult } from "@/lib/platform/imports/import-paths";

/** What `assay import` prints and an import job keeps: the result, with seconds to the millisecond. */
export const toImportDocument = (result: PathsResult): Json => JSON.parse(JSON.stringify({ ...result, seconds: Math.round(result.seconds * 1000) / 1000 })) as Json;
