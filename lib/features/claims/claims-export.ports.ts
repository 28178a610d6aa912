import type { JsonObject } from "@/lib/core/jobs/job";
import type { ExportClaim } from "@/lib/core/packs/export-claim";

/** The shared claims; or those of one case; or those of one label pack. */
export type ExportScope = { readonly kind: "shared" } | { readonly kind: "case"; readonly caseId: string } | { readonly kind: "pack"; readonly name: string };

export interface ExportReader {
  /** Null when there is no such case. */
  caseOf(caseId: string): Promise<{ readonly name: string; readonly ownerId: string } | null>;
  /** The header of a label pack, as it was imported; null when there is none of the name. */
  packHeader(name: string): Promise<JsonObject | null>;
  /** Current claims that may leave the house, always in the same order. */
  claims(scope: ExportScope): Promise<readonly ExportClaim[]>;
  /** Notes that these claims are in an export, so that retracting one can name it. */
  recordUse(claimIds: readonly string[], use: { readonly ref: string; readonly title: string }): Promise<void>;
  audit(entry: { readonly actorId: string; readonly target: string; readonly caseId: string | null; readonly payload: unknown }): Promise<void>;
}

export type InExportTransaction = <Result>(work: (reader: ExportReader) => Promise<Result>) => Promise<Result>;
