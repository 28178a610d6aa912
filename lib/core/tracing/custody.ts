import type { Category, ClaimStatus, Role } from "@/lib/core/casework/claims";

/** What a claim on an address says of the wallet it lies in, as far as tracing asks. */
export interface WalletClaim {
  readonly claimId: string;
  readonly walletId: number;
  readonly entity: string | null;
  readonly label: string;
  readonly category: Category;
  readonly role: Role | null;
  readonly status: ClaimStatus;
}

const CUSTODIAL: readonly Category[] = [
  "exchange", "wallet-service", "payment-processor", "gambling", "marketplace", "nft-marketplace", "illicit-marketplace", "mixer", "bridge", "defi", "hash-rental", "cloud-mining", "mining-pool", "pool-payout",
];
/** The other end of a service: what its customers and members keep themselves. */
const NOT_IN_CUSTODY: readonly (Role | null)[] = ["customer", "pool-member"];

/**
 * Whether money in such a wallet is mixed with that of others, so that following single coins past it says nothing of one customer
 * (METHODS 2.6). A pool payout is the pool's only where the claim says so; its other end is the member.
 */
export function isCustodial({ category, role }: Pick<WalletClaim, "category" | "role">): boolean {
  if (!CUSTODIAL.includes(category) || NOT_IN_CUSTODY.includes(role)) return false;
  return category !== "pool-payout" || role === "pool-paying";
}

/** Claims that name who a wallet belongs to: not those that name the service which merely serves it. */
export const namesOwner = (claim: Pick<WalletClaim, "category" | "role">): boolean => !NOT_IN_CUSTODY.includes(claim.role) && claim.category !== "pool-payout";

/** The first claim of each wallet; claims come best reviewed first. */
export function firstByWallet(claims: readonly WalletClaim[], admit: (claim: WalletClaim) => boolean): ReadonlyMap<number, WalletClaim> {
  const found = new Map<number, WalletClaim>();
  for (const claim of claims) if (admit(claim) && !found.has(claim.walletId)) found.set(claim.walletId, claim);
  return found;
}
