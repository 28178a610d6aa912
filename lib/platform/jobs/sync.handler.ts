import { z } from "zod";
import { SourceParams } from "@/lib/features/sources/sources.contract";
import type { SyncRun } from "@/lib/features/sync/sync.ports";
import { ScriptRefDto, TxidDto } from "@/lib/features/wire/wire.contract";
import { toSyncDocument } from "@/lib/platform/imports/sync-document";
import type { JobContext, JobHandler } from "@/lib/platform/jobs/worker";
import type { Job } from "@/lib/features/jobs/jobs.ports";
import { log } from "@/lib/platform/log";
import type { Services } from "@/lib/platform/services";

const CoreParams = z.object({ source: SourceParams.shape.name, from: z.int().min(0).nullable(), to: z.int().min(0).nullable() });
const EsploraParams = z.object({ source: SourceParams.shape.name, addresses: z.array(ScriptRefDto), txids: z.array(TxidDto) });

/** Fetches blocks from a named node and then brings the analysis up to date. Killed or cancelled, it goes on from what is stored. */
export const makeSyncCoreHandler =
  (services: Services): JobHandler =>
  async (job, context) => {
    const { source, from, to } = CoreParams.parse(job.params);
    const order = { source: { kind: "named", name: source }, from, to, how: "raw", followMs: null } as const;
    return finished(services, context, await services.sync.core(await services.accounts.localOwner(), order, runOf(job, context)));
  };

/** Fetches histories and transactions from a named Esplora server. Killed or cancelled, it goes on where the last chunk ended. */
export const makeSyncEsploraHandler =
  (services: Services): JobHandler =>
  async (job, context) => {
    const { source, addresses, txids } = EsploraParams.parse(job.params);
    const order = { source: { kind: "named", name: source }, addresses, txids } as const;
    return finished(services, context, await services.sync.esplora(await services.accounts.localOwner(), order, runOf(job, context)));
  };

/** The right to use the source was asked for when the job was queued; the worker acts as the owner of the machine. */
const runOf = (job: Job, { signal, progress, checkpoint }: JobContext): SyncRun => ({
  actorId: job.accountId,
  signal,
  onProgress: progress,
  onTrouble: (message) => {
    log.warn({ job: job.id }, message);
  },
  job: { id: job.id, worker: job.leasedBy ?? "", checkpoint: job.checkpoint, save: checkpoint },
});

async function finished({ analysis }: Services, { signal, progress }: JobContext, result: Parameters<typeof toSyncDocument>[0]) {
  await analysis.analyse({ signal, progress });
  return toSyncDocument(result);
}
