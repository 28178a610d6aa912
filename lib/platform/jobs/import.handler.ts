import { link, mkdir, rm, stat } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { FileName, UploadDto } from "@/lib/features/uploads/uploads.contract";
import { NetworkDto } from "@/lib/features/wire/wire.contract";
import { toImportDocument } from "@/lib/platform/imports/document";
import { importPaths } from "@/lib/platform/imports/import-paths";
import type { JobHandler } from "@/lib/platform/jobs/worker";
import type { Services } from "@/lib/platform/services";

const Params = z.object({ files: z.array(z.object({ id: UploadDto.shape.id, name: FileName })), network: NetworkDto.nullable() });

/** Imports uploaded files and then brings the analysis up to date. Killed or cancelled, it goes on from its last batch. */
export const makeImportHandler =
  ({ importer, analysis, staging }: Services): JobHandler =>
  async (job, { signal, progress }) => {
    const { files, network } = Params.parse(job.params);
    // Under their own names in one folder: a file's name may state its height, and an xor.dat belongs to the files beside it.
    const folder = path.join(staging.folder, "jobs", job.id);
    await mkdir(folder, { recursive: true });
    const taken = new Set<string>();
    for (const [i, { id, name }] of files.entries()) await linkInto(folder, taken, { i, name, staged: staging.pathOf(id) });
    const result = await importPaths(importer, {
      paths: [folder],
      how: { format: "auto", network, root: folder, signal },
      job: { id: job.id, worker: job.leasedBy ?? "", checkpoint: job.checkpoint },
      onProgress: progress,
    });
    await analysis.analyse({ signal, progress });
    await rm(folder, { recursive: true, force: true });
    return toImportDocument(result);
  };

interface Link {
  readonly i: number;
  readonly name: string;
  readonly staged: string;
}

/**
 * Links a staged file under its own name; where another file has that name, in a folder of its own. The same places are found by every
 * attempt of the job: a checkpoint counts by them.
 */
async function linkInto(folder: string, taken: Set<string>, { i, name, staged }: Link): Promise<void> {
  for (let tries = 0; ; tries += 1) {
    const place = path.join(folder, ...(tries === 0 ? [] : [`${i}${"_".repeat(tries - 1)}`]), name);
    if (taken.has(place)) continue;
    await mkdir(path.dirname(place), { recursive: true }).catch(occupied);
    await link(staged, place).catch(occupied);
    if (!(await isSameFile(staged, place))) continue;
    taken.add(place);
    return;
  }
}

/** What stands there is looked at next. */
function occupied(error: unknown): void {
  const { code } = error as NodeJS.ErrnoException;
  if (code !== "EEXIST" && code !== "ENOTDIR") throw error;
}

async function isSameFile(a: string, b: string): Promise<boolean> {
  const [one, other] = await Promise.all([stat(a), stat(b).catch(() => null)]);
  return other !== null && one.ino === other.ino && one.dev === other.dev;
}
