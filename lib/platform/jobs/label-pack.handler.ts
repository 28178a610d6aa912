import { PackImportBody } from "@/lib/features/claims/packs.contract";
import type { JobHandler } from "@/lib/platform/jobs/worker";
import { openPack } from "@/lib/platform/packs/open-pack";
import type { Services } from "@/lib/platform/services";

/** Told in the job's result; the count is always whole. */
const MOST_TOLD = 1_000;

/**
 * Reads a staged label pack, or says what reading it would do. All or nothing: a job that is killed or cancelled has written nothing.
 * The right to import was asked for when the job was queued; the claims are those of whoever queued it.
 */
export const makeLabelPackHandler =
  (services: Services): JobHandler =>
  async (job, { signal, progress }) => {
    const { upload, dryRun, ...order } = PackImportBody.parse(job.params);
    await services.analysis.analyse({ signal, progress }); // conflicts within wallets need wallets
    const pack = await openPack({ ...order, path: services.staging.pathOf(upload.id), name: upload.name });
    const started = performance.now();
    const onProgress = (done: number): void => {
      signal.throwIfAborted();
      progress({ phase: dryRun ? "checking" : "importing", done, total: null, unit: "claims", from: 0, seconds: (performance.now() - started) / 1000, counts: {} });
    };
    const owner = await services.accounts.localOwner();
    const result = await services.claimImports.run({ ...owner, accountId: job.accountId }, { pack, status: "proposed", dryRun, tell: true, onProgress });
    if (!dryRun && result.claims > 0) await services.analysis.analyse({ signal, progress }); // facts of mining rest on claims
    const { effects = [], ...counts } = result;
    return {
      ...counts,
      newEntities: result.newEntities.slice(0, MOST_TOLD),
      rejected: result.rejected.slice(0, MOST_TOLD).map((row) => ({ file: upload.name, ...row })),
      effects: effects.map((effect) => ({ ...effect, subject: { ...effect.subject }, against: [...effect.against] })),
    };
  };
