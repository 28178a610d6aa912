import type { Category, Role } from "@/lib/core/casework/claims";

/**
 * What a category looks like on every screen: one colour and one shape each (DESIGN.md "Look"). Categories that have no
 * sign of their own share the neutral one; no family says "clean".
 */
export const FAMILIES = ["actor", "hash-rental", "cloud-mining", "mining-pool", "payout-paying", "payout-member", "exchange", "mixer", "incident", "sanctioned", "other", "unknown"] as const;
export type Family = (typeof FAMILIES)[number];

const FAMILY_OF: Record<Category, Family> = {
  "state-actor": "actor",
  "hash-rental": "hash-rental",
  "cloud-mining": "cloud-mining",
  "mining-pool": "mining-pool",
  "pool-payout": "payout-member",
  exchange: "exchange",
  "wallet-service": "exchange",
  "payment-processor": "exchange",
  mixer: "mixer",
  coinjoin: "mixer",
  hack: "incident",
  theft: "incident",
  ransomware: "incident",
  scam: "incident",
  terrorism: "incident",
  "illicit-marketplace": "incident",
  sanction: "sanctioned",
  bridge: "other",
  gambling: "other",
  marketplace: "other",
  "nft-marketplace": "other",
  defi: "other",
  miner: "other",
  donation: "other",
  organisation: "other",
  individual: "other",
  other: "other",
};

/** A pool payout has two ends that are drawn apart: the pool's own paying wallet and a member's receiving one. */
export function familyOf(category: Category, role: Role | null): Family {
  return category === "pool-payout" && role === "pool-paying" ? "payout-paying" : FAMILY_OF[category];
}

export const FAMILY_NAMES: Record<Family, string> = {
  actor: "State actor",
  "hash-rental": "Hash rental",
  "cloud-mining": "Cloud mining",
  "mining-pool": "Mining pool",
  "payout-paying": "Pool payout, paying",
  "payout-member": "Pool payout, member",
  exchange: "Exchange or custodian",
  mixer: "Mixer or CoinJoin",
  incident: "Incident",
  sanctioned: "Sanctioned",
  other: "Other category",
  unknown: "No claim",
};

export const CATEGORY_NAMES: Record<Category, string> = {
  "state-actor": "State actor",
  "hash-rental": "Hash rental",
  "cloud-mining": "Cloud mining",
  "mining-pool": "Mining pool",
  "pool-payout": "Pool payout",
  exchange: "Exchange",
  "wallet-service": "Wallet service",
  mixer: "Mixer",
  coinjoin: "CoinJoin",
  bridge: "Bridge",
  gambling: "Gambling",
  marketplace: "Marketplace",
  "nft-marketplace": "NFT marketplace",
  "payment-processor": "Payment processor",
  defi: "DeFi",
  miner: "Miner",
  hack: "Hack",
  theft: "Theft",
  ransomware: "Ransomware",
  scam: "Scam",
  sanction: "Sanction",
  terrorism: "Terrorism",
  "illicit-marketplace": "Illicit marketplace",
  donation: "Donation",
  organisation: "Organisation",
  individual: "Individual",
  other: "Other",
};

export const ROLE_NAMES: Record<Role, string> = {
  "service-own": "the service's own wallet",
  "deposit-address": "a deposit address of a customer",
  customer: "a customer's wallet",
  "pool-paying": "the pool's paying wallet",
  "pool-member": "a member's receiving wallet",
};
