import { AppError } from "@/lib/core/errors";
import type { NetworkName } from "@/lib/core/network";
import type { Principal } from "@/lib/core/policy/policy";
import type { AuditLog } from "@/lib/features/audit/audit.ports";
import type { StagedFile, StagingArea } from "@/lib/features/uploads/uploads.ports";

interface Deps {
  readonly staging: StagingArea;
  readonly audit: AuditLog;
  readonly enqueueImport: (principal: Principal, params: ImportJobParams) => Promise<string>;
}

/** What the worker needs to import staged files: where they are and what they were called. */
export interface ImportJobParams {
  readonly files: readonly { readonly id: string; readonly name: string }[];
  readonly network: NetworkName | null;
}

export type UploadService = ReturnType<typeof makeUploadService>;

/** Bringing files in through the browser: stage first, import later in the worker. */
export function makeUploadService({ staging, audit, enqueueImport }: Deps) {
  /** @throws AppError not_found */
  const demandStaged = async ({ id, name }: ImportJobParams["files"][number]): Promise<void> => {
    if (!(await staging.has(id))) throw new AppError("not_found", `The file “${name}” is not here any more. Upload it again.`);
  };

  return {
    demandStaged,

    receive: async (principal: Principal, name: string, stream: AsyncIterable<Uint8Array>, announcedBytes: number | null): Promise<StagedFile> => {
      const file = await staging.keep(stream, announcedBytes);
      await audit.record({ actorId: principal.accountId, action: "file.received", target: `file:${file.id}`, payload: { name, bytes: file.bytes } });
      return file;
    },

    /** @returns the id of the job that imports them. */
    startImport: async (principal: Principal, params: ImportJobParams): Promise<string> => {
      for (const file of params.files) await demandStaged(file);
      return enqueueImport(principal, params);
    },
  };
}
