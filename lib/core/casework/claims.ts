/**
 * The words of attribution. A claim says who is said to control or be involved in a subject, by whom and on what source.
 * Categories follow the INTERPOL and GraphSense taxonomies, with Assay's own where those have none (mapped on export).
 */
export const CATEGORIES = [
  "state-actor", "hash-rental", "cloud-mining", "mining-pool", "pool-payout",
  "exchange", "wallet-service", "mixer", "coinjoin", "bridge", "gambling", "marketplace", "nft-marketplace", "payment-processor", "defi", "miner",
  "hack", "theft", "ransomware", "scam", "sanction", "terrorism", "illicit-marketplace", "donation", "organisation", "individual", "other",
] as const;
export type Category = (typeof CATEGORIES)[number];

/** Whose hand the subject is in. A service's own wallet and its customer's are never one entity; a pool payout has two ends. */
export const ROLES = ["service-own", "deposit-address", "customer", "pool-paying", "pool-member"] as const;
export type Role = (typeof ROLES)[number];

/** A hypothesis has no source yet: it never counts in detection, screening or exports. */
export const CLAIM_STATUSES = ["hypothesis", "proposed", "accepted", "rejected", "retracted"] as const;
export type ClaimStatus = (typeof CLAIM_STATUSES)[number];

export const SUBJECT_KINDS = ["address", "wallet", "transaction"] as const;
export type SubjectKind = (typeof SUBJECT_KINDS)[number];

/** What a version of a claim did. `shared`: from a case to everybody; `retired`: it vanished from its label pack. */
export const CLAIM_CHANGES = ["created", "changed", "shared", "accepted", "rejected", "retracted", "retired"] as const;
export type ClaimChange = (typeof CLAIM_CHANGES)[number];

export const CLAIM_SCOPES = ["case", "shared"] as const;
export type ClaimScope = (typeof CLAIM_SCOPES)[number];

/** Confidence ids of the TagPack schema (GraphSense). */
export const METHODS = [
  "override", "ownership", "ledger_immanent", "manual_transaction", "service_api", "forensic_investigation", "authority_data", "trusted_provider",
  "service_data", "forensic", "untrusted_transaction", "web_crawl", "heuristic", "unknown",
] as const;
export type Method = (typeof METHODS)[number];
export const RELIABILITIES = ["A", "B", "C", "D", "E", "F"] as const;
export type Reliability = (typeof RELIABILITIES)[number];
export const LIKELIHOODS = ["almost-no-chance", "very-unlikely", "unlikely", "roughly-even", "likely", "very-likely", "almost-certain"] as const;
export type Likelihood = (typeof LIKELIHOODS)[number];
export const TLPS = ["red", "amber+strict", "amber", "green", "clear"] as const;
export type Tlp = (typeof TLPS)[number];

/** The four tags that have a key of their own, 1 to 4. Those with roles ask for one. */
export interface QuickTag {
  readonly key: "1" | "2" | "3" | "4";
  readonly label: string;
  readonly entityId: string | null;
  readonly category: Category;
  readonly roles: readonly Role[];
}
const SERVICE_ROLES: readonly Role[] = ["service-own", "deposit-address", "customer"];
export const QUICK_TAGS: readonly QuickTag[] = [
  { key: "1", label: "APT43", entityId: "apt43", category: "state-actor", roles: [] },
  { key: "2", label: "NiceHash", entityId: "nicehash", category: "hash-rental", roles: SERVICE_ROLES },
  { key: "3", label: "Hashing24", entityId: "hashing24", category: "cloud-mining", roles: SERVICE_ROLES },
  { key: "4", label: "Pool payout", entityId: null, category: "pool-payout", roles: ["pool-paying", "pool-member"] },
];

/** A claim without a source is a hypothesis; one with a source is a proposal until a second person accepts it. */
export const statusOfNewClaim = (sourceName: string | null): ClaimStatus => (sourceName === null ? "hypothesis" : "proposed");
