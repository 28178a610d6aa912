import { AppError } from "@/lib/core/errors";
import { can, type Principal } from "@/lib/core/policy/policy";
import { syncCore, type CoreOrder, type CoreSyncResult } from "@/lib/features/sync/core-sync.service";
import { syncEsplora, type EsploraOrder, type EsploraSyncResult } from "@/lib/features/sync/esplora-sync.service";
import type { SourceRef, SyncDeps, SyncRun } from "@/lib/features/sync/sync.ports";

/** A job names its own actor: whoever queued it. */
type Run = Omit<SyncRun, "actorId"> & Partial<Pick<SyncRun, "actorId">>;

export type SyncService = ReturnType<typeof makeSyncService>;

/** Fetching from sources on the network into the ledger. A URL by hand is for the owner at the command line only. */
export function makeSyncService(deps: SyncDeps) {
  return {
    core: (principal: Principal, order: CoreOrder, run: Run): Promise<CoreSyncResult> => {
      demand(principal, order.source);
      return syncCore(deps, order, { actorId: principal.accountId, ...run });
    },
    esplora: (principal: Principal, order: EsploraOrder, run: Run): Promise<EsploraSyncResult> => {
      demand(principal, order.source);
      return syncEsplora(deps, order, { actorId: principal.accountId, ...run });
    },
  };
}

function demand(principal: Principal, source: SourceRef): void {
  const may = can(principal, "source.use") && (source.kind === "named" || principal.kind === "local-owner");
  if (!may) throw new AppError("forbidden", "Your role does not allow this.");
}
