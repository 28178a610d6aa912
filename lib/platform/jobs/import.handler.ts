import { link, mkdir, rm } from "node:fs/promises";
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
    for (const [i, { id, name }] of files.entries()) await linkUnder(folder, { i, name, staged: staging.pathOf(id) });
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

/** Two files of one name get folders of their own. A link that is there already comes from an earlier attempt. */
async function linkUnder(folder: string, { i, name, staged }: { readonly i: number; readonly name: string; readonly staged: string }): Promise<void> {
  try {
    await link(staged, path.join(folder, name));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    const own = path.join(folder, i.toString());
    await mkdir(own, { recursive: true });
    await link(staged, path.join(own, name)).catch((again: unknown) => {
      if ((again as NodeJS.ErrnoException).code !== "EEXIST") throw again;
    });
  }
}
