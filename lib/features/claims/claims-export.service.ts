import { AppError } from "@/lib/core/errors";
import { toHex } from "@/lib/core/hex";
import type { JsonObject } from "@/lib/core/jobs/job";
import { writeBip329 } from "@/lib/core/packs/bip329-write";
import { writeClaimsCsv } from "@/lib/core/packs/csv-write";
import type { ExportClaim, ExportFormat, ExportHeader, Sha1 } from "@/lib/core/packs/export-claim";
import { writeMispEvent } from "@/lib/core/packs/misp-write";
import { writeStixBundle } from "@/lib/core/packs/stix-write";
import { writeTagPack } from "@/lib/core/packs/tagpack-write";
import { can, type Principal } from "@/lib/core/policy/policy";
import type { ExportReader, ExportScope, InExportTransaction } from "@/lib/features/claims/claims-export.ports";

interface Deps {
  readonly inTransaction: InExportTransaction;
  readonly sha1: Sha1;
  readonly sha256: (bytes: Uint8Array) => Uint8Array;
}

export type ClaimExportService = ReturnType<typeof makeClaimExportService>;

/** Claims for others: proposed and accepted ones, never hypotheses, and nothing of a case unless that case is asked for. */
export function makeClaimExportService({ inTransaction, sha1, sha256 }: Deps) {
  return {
    /** The document itself. The same claims give the same bytes. @throws AppError not_found (no such case or pack), forbidden */
    run: (principal: Principal, { format, scope }: { readonly format: ExportFormat; readonly scope: ExportScope }): Promise<string> =>
      inTransaction(async (reader) => {
        const header = await headerOf(reader, principal, scope);
        const claims = await reader.claims(scope);
        const text = write(format, claims, header, sha1);
        const ref = toHex(sha256(new TextEncoder().encode(text)));
        await reader.recordUse(claims.map(({ id }) => id), { ref, title: `${format} export “${header.title}”` });
        await reader.audit({ actorId: principal.accountId, target: `export:${ref}`, caseId: scope.kind === "case" ? scope.caseId : null, payload: { format, scope, claims: claims.length, sha256: ref } });
        return text;
      }),
  };
}

function write(format: ExportFormat, claims: readonly ExportClaim[], header: ExportHeader, sha1: Sha1): string {
  switch (format) {
    case "tagpack":
      return writeTagPack(claims, header);
    case "csv":
      return writeClaimsCsv(claims);
    case "misp":
      return writeMispEvent(claims, header, sha1);
    case "stix":
      return writeStixBundle(claims, header, sha1);
    case "bip329":
      return writeBip329(claims);
  }
}

async function headerOf(reader: ExportReader, principal: Principal, scope: ExportScope): Promise<ExportHeader> {
  if (scope.kind === "case") return { title: `Assay: ${await caseName(reader, principal, scope.caseId)}`, fields: null };
  if (!can(principal, "claim.export")) throw new AppError("forbidden", "Your role may not export claims.");
  if (scope.kind === "shared") return { title: "Assay: shared claims", fields: null };
  const fields = await reader.packHeader(scope.name);
  if (fields === null) throw new AppError("not_found", `No label pack is called “${scope.name}”.`);
  return { title: scope.name, fields: isTagPackHeader(fields) ? fields : null };
}

const isTagPackHeader = (fields: JsonObject): boolean => "title" in fields && "creator" in fields;

/** Somebody else's case looks like no case at all. */
async function caseName(reader: ExportReader, principal: Principal, caseId: string): Promise<string> {
  const found = await reader.caseOf(caseId);
  if (found === null || !can(principal, "claim.export", { caseOwnerId: found.ownerId })) throw new AppError("not_found", "There is no such case.");
  return found.name;
}
