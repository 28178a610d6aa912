import { makePackStore } from "@/lib/features/claims/claims-import.repository";
import { makeClaimImportService } from "@/lib/features/claims/claims-import.service";
import { makeClaimLists } from "@/lib/features/claims/claims-list.repository";
import { makeClaimListService } from "@/lib/features/claims/claims-list.service";
import { nodeHasher } from "@/lib/platform/chain/hasher";
import type { Pool } from "@/lib/platform/db/pool";

/** Attribution: label packs in and out, review, conflicts. */
export const makeAttributionServices = (pool: Pool) => ({
  claimImports: makeClaimImportService({ store: makePackStore(pool), hasher: nodeHasher }),
  claimLists: makeClaimListService({ lists: makeClaimLists(pool) }),
});
