import { AppError } from "@/lib/core/errors";
import type { JobProgress } from "@/lib/core/jobs/job";
import { groupBy } from "@/lib/core/group-by";
import type { ImportJob, ImportResult } from "@/lib/features/ledger/ledger.ports";
import type { ImportService } from "@/lib/features/ledger/import.service";
import { addImports, NOTHING_IMPORTED } from "@/lib/features/sync/import-sum.service";
import { expandPaths, type ExpandedPaths } from "@/lib/platform/chain/expand";
import { describeFile, type ReadHow, shownAs } from "@/lib/platform/imports/describe";

interface PathsOrder {
  readonly paths: readonly string[];
  readonly how: ReadHow;
  readonly job: ImportJob | null;
  readonly onProgress: (progress: JobProgress) => void;
}

export type PathsResult = ImportResult & { readonly skipped: ExpandedPaths["skipped"] };

/**
 * Imports files and folders, whatever formats and networks they are of: files of one network are imported together, in order.
 * @throws AppError invalid_input when there is nothing to read at these places
 */
export async function importPaths(importer: ImportService, { paths, how, job, onProgress }: PathsOrder): Promise<PathsResult> {
  const { files, skipped: unread } = await expandPaths(paths, how.signal);
  const skipped = unread.map((one) => ({ ...one, path: shownAs(one.path, how) }));
  if (files.length === 0) throw new AppError("invalid_input", nothingThere(paths, skipped, how));
  const described = [];
  for (const place of files) described.push(await describeFile(place, how));
  const results: ImportResult[] = [];
  for (const [network, group] of groupBy(described, (one) => one.network)) {
    results.push(await importer.run({ network, files: group.map(({ file }) => file), job, signal: how.signal, onProgress }));
  }
  // Networks share no address, so these counts do add up.
  const addresses = results.reduce((sum, result) => sum + result.addresses, 0);
  return { ...results.reduce(addImports, NOTHING_IMPORTED), addresses, skipped };
}

const MOST_TOLD = 5;

function nothingThere(paths: readonly string[], skipped: PathsResult["skipped"], how: ReadHow): string {
  const where = how.root === null ? `at ${paths.join(", ")}` : "among the files";
  const told = skipped.slice(0, MOST_TOLD).map(({ path: file, reason }) => `${file}: ${reason}`);
  const more = skipped.length > MOST_TOLD ? [`and ${skipped.length - MOST_TOLD} more files`] : [];
  return `There is no chain data ${where}${told.length > 0 ? ` (${[...told, ...more].join("; ")})` : ""}.`;
}
