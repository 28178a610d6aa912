import { randomUUID } from "node:crypto";
import type { ChangeService } from "@/lib/features/change/change.service";
import { makeClaimsReader } from "@/lib/features/claims/claims-read.repository";
import { makeEdgeStore } from "@/lib/features/flows/edges.repository";
import type { TransactionService } from "@/lib/features/transactions/transactions.service";
import { makeLinkChecks } from "@/lib/features/wallet-links/link-checks.service";
import { makeLinkGuards } from "@/lib/features/wallet-links/link-guards.service";
import { makeWalletLayerService } from "@/lib/features/wallet-links/wallet-layers.service";
import { makeInWalletLinkTransaction, makeWalletLinkReader } from "@/lib/features/wallet-links/wallet-links.repository";
import { makeWalletLinkService } from "@/lib/features/wallet-links/wallet-links.service";
import { makeSubjectService } from "@/lib/features/wallets/subjects.service";
import { makeWalletStore } from "@/lib/features/wallets/wallets.repository";
import { nodeHasher } from "@/lib/platform/chain/hasher";
import type { Pool } from "@/lib/platform/db/pool";

/** The links of people above the computed wallets. */
export function makeWalletLinkServices(pool: Pool, { change, transactions }: { readonly change: ChangeService; readonly transactions: TransactionService }) {
  const wallets = makeWalletStore(pool);
  const reader = makeWalletLinkReader(pool);
  const subjects = makeSubjectService({ store: wallets, hasher: nodeHasher });
  const guards = makeLinkGuards({ reader, wallets, edges: makeEdgeStore(pool), change, claims: makeClaimsReader(pool) });
  return {
    walletLinks: makeWalletLinkService({ inTransaction: makeInWalletLinkTransaction(pool), look: makeLinkChecks({ reader, guards, subjects, transactions }), newId: randomUUID }),
    walletLayers: makeWalletLayerService({ reader, subjects, wallets }),
  };
}
