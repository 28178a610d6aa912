import { CATEGORIES, CLAIM_STATUSES, ROLES } from "@/lib/core/casework/claims";
import { networkByName, type NetworkName } from "@/lib/core/network";
import { oneOf, oneOfOrNull } from "@/lib/core/one-of";
import type { WalletClaim } from "@/lib/core/tracing/custody";
import { list } from "@/lib/features/ledger/sql";
import type { Reads } from "@/lib/features/tracing/reads";

interface ClaimRow {
  id: string;
  wallet_id: bigint;
  entity: string | null;
  label: string;
  category: string;
  role: string | null;
  status: string;
}

/** Proposed and accepted claims, by the wallets their addresses lie in; claims are few beside addresses. Best reviewed first, then the oldest. */
export async function claimsOf(reads: Reads, generation: number, network: NetworkName): Promise<readonly WalletClaim[]> {
  const { rows } = await reads.query<ClaimRow>(
    `SELECT c.id, s.wallet_id, e.name AS entity, c.label, c.category, c.role, c.status
     FROM claim c LEFT JOIN entity e ON e.id = c.entity_id
     JOIN address a ON a.script_hash = c.subject_key AND a.network = c.network
     JOIN address_summary s ON s.generation = $1 AND s.address_id = a.id
     WHERE c.current AND c.status IN ('accepted', 'proposed') AND c.subject_kind IN ('address', 'wallet') AND c.network = $2
     ORDER BY c.status, c.at, c.id`,
    [generation, networkByName(network).id],
  );
  return rows.map((row) => ({
    claimId: row.id,
    walletId: Number(row.wallet_id),
    entity: row.entity,
    label: row.label,
    category: oneOf(CATEGORIES, row.category),
    role: oneOfOrNull(ROLES, row.role),
    status: oneOf(CLAIM_STATUSES, row.status),
  }));
}

/** @see TraceReader.addressesOf */
export async function addressesOf(reads: Reads, generation: number, { walletIds, most }: { readonly walletIds: readonly number[]; readonly most: number }): Promise<ReadonlyMap<number, number> | null> {
  if (walletIds.length === 0) return new Map();
  const { rows } = await reads.query<{ address_id: bigint; wallet_id: bigint }>("SELECT address_id, wallet_id FROM address_summary WHERE generation = $1 AND wallet_id = ANY($2::int8[]) LIMIT $3", [generation, list(walletIds), most + 1]);
  return rows.length > most ? null : new Map(rows.map(({ address_id, wallet_id }) => [Number(address_id), Number(wallet_id)]));
}
