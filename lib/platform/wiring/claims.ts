import { createHash } from "node:crypto";
import { makeInExportTransaction } from "@/lib/features/claims/claims-export.repository";
import { makeClaimExportService } from "@/lib/features/claims/claims-export.service";
import { makePackStore } from "@/lib/features/claims/claims-import.repository";
import { makeClaimImportService } from "@/lib/features/claims/claims-import.service";
import { makeClaimLists } from "@/lib/features/claims/claims-list.repository";
import { makeClaimListService } from "@/lib/features/claims/claims-list.service";
import { nodeHasher } from "@/lib/platform/chain/hasher";
import type { Pool } from "@/lib/platform/db/pool";

/** Attribution: label packs in and out, review, conflicts. */
export const makeAttributionServices = (pool: Pool) => ({
  claimImports: makeClaimImportService({ store: makePackStore(pool), hasher: nodeHasher }),
  claimExports: makeClaimExportService({ inTransaction: makeInExportTransaction(pool), sha1: (bytes) => createHash("sha1").update(bytes).digest(), sha256: nodeHasher.sha256 }),
  claimLists: makeClaimListService({ lists: makeClaimLists(pool) }),
});
