import { writeFileSync } from "node:fs";
import path from "node:path";
import type { Principal } from "@/lib/core/policy/policy";
import type { PackImportResult } from "@/lib/features/claims/claims-import.service";
import { openPack } from "@/lib/platform/packs/open-pack";
import type { Services } from "@/lib/platform/services";

export interface ImportOptions {
  readonly dryRun?: boolean;
  readonly status?: "proposed" | "accepted";
  readonly source?: string;
}

/** Imports label packs into the services of a test. */
export const packImporter = (services: Services, owner: Principal, folder: string) => {
  const importFile = async (file: string, { dryRun = false, status = "proposed", source }: ImportOptions = {}): Promise<PackImportResult> => {
    const pack = await openPack({ path: file, name: path.basename(file), format: "auto", source: source ?? null, network: null });
    return services.claimImports.run(owner, { pack, status, dryRun });
  };
  const importText = (name: string, text: string, options?: ImportOptions): Promise<PackImportResult> => {
    const file = path.join(folder, name);
    writeFileSync(file, text);
    return importFile(file, options);
  };
  return { importFile, importText };
};
