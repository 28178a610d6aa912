import { AppError } from "@/lib/core/errors";
import { can, type Principal } from "@/lib/core/policy/policy";
import { syncCore, type CoreOrder, type CoreSyncResult } from "@/lib/features/sync/core-sync.service";
import { syncEsplora, type EsploraOrder, type EsploraSyncResult } from "@/lib/features/sync/esplora-sync.service";
import type { SourceRef, SyncDeps, SyncRun } from "@/lib/features/sync/sync.ports";

export type SyncService = ReturnType<typeof makeSyncService>;

/** Fetching from sources on the network into the ledger. A URL by hand is for the owner at the command line only. */
export function makeSyncService(deps: SyncDeps) {
  return {
    core: (principal: Principal, order: CoreOrder, run: SyncRun): Promise<CoreSyncResult> => {
      demand(principal, order.source);
      return syncCore(deps, order, run);
    },
    esplora: (principal: Principal, order: EsploraOrder, run: SyncRun): Promise<EsploraSyncResult> => {
      demand(principal, order.source);
      return syncEsplora(deps, order, run);
    },
  };
}

function demand(principal: Principal, source: SourceRef): void {
  const may = can(principal, "source.use") && (source.kind === "named" || principal.kind === "local-owner");
  if (!may) throw new AppError("forbidden", "Your role does not allow this.");
}
