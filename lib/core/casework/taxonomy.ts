import { CATEGORIES, type Category } from "@/lib/core/casework/claims";

/**
 * Concepts of the GraphSense taxonomy 0.1.0 (93 of them, derived from the INTERPOL Darknet and Cryptocurrencies Working Group's) and
 * what Assay calls them. The record itself keeps its own words, so an export gives them back.
 */
const CATEGORY_OF_CONCEPT: Readonly<Record<string, Category>> = {
  exchange: "exchange", atm: "exchange", defi_dex: "defi",
  wallet_service: "wallet-service", escrow_wallet: "wallet-service", ico_wallet: "wallet-service", defi_custody: "wallet-service",
  mixing_service: "mixer", mixing: "mixer", coinjoin: "coinjoin",
  miner: "miner", mining_service: "cloud-mining",
  payment_processor: "payment-processor", gambling: "gambling", market: "marketplace", shop: "marketplace", collectible: "nft-marketplace",
  defi: "defi", defi_token: "defi", defi_lending: "defi", defi_derivative: "defi", defi_derivatives: "defi", defi_dao: "defi", defi_staking: "defi", defi_bridge: "bridge",
  hacking: "hack", service_hack: "hack", account_hack: "hack", exploit: "hack", data_breach: "hack", malware: "hack", social_engineering: "hack",
  ransomware: "ransomware", extortion: "scam", sextortion: "scam", scam: "scam", phishing: "scam", investment_fraud: "scam", ponzi_scheme: "scam", pyramid_scheme: "scam",
  sanction: "sanction", black_list: "sanction", gov_black_list: "sanction",
  terrorism: "terrorism", terrorism_financing: "terrorism", extremism: "terrorism",
  dark_web: "illicit-marketplace", drugs: "illicit-marketplace", weapons: "illicit-marketplace", counterfeit: "illicit-marketplace", payment_card_fraud: "illicit-marketplace",
  donation: "donation", organization: "organisation", user: "individual", victim: "individual", perpetrator: "individual",
};

/** Concepts without a category of ours. */
const OTHER_CONCEPTS: ReadonlySet<string> = new Set([
  "concept", "unknown", "behaviour", "source", "mention", "website_mention", "forum_mention", "abuse", "gray_usage", "white_usage", "sexual_abuse", "child_sexual_abuse",
  "violence", "human_trafficking", "murder", "torture", "financial_crime", "money_laundering", "entity", "service", "cold_wallet", "hot_wallet", "warm_wallet",
  "deposit_wallet", "filesharing", "index", "messaging_service", "search_engine", "faucet", "hosting", "vpn", "nameservice", "item", "white_list", "gov_white_list", "deployer", "funder",
]);

/** The category that a word of a label pack stands for: one of Assay's own, or a concept. @returns null for a word that neither knows */
export function categoryOf(word: string): Category | null {
  const own = CATEGORIES.find((category) => category === word.toLowerCase().replaceAll("_", "-"));
  if (own !== undefined) return own;
  const concept = word.toLowerCase();
  if (Object.hasOwn(CATEGORY_OF_CONCEPT, concept)) return CATEGORY_OF_CONCEPT[concept] ?? null;
  return OTHER_CONCEPTS.has(concept) ? "other" : null;
}

/** The concept that comes nearest to a category, for exports: GraphSense has none for rental, pools or state actors. */
const CONCEPT_OF: Readonly<Record<Category, string>> = {
  "state-actor": "perpetrator", "hash-rental": "mining_service", "cloud-mining": "mining_service", "mining-pool": "mining_service", "pool-payout": "mining_service",
  exchange: "exchange", "wallet-service": "wallet_service", mixer: "mixing_service", coinjoin: "coinjoin", bridge: "defi_bridge", gambling: "gambling",
  marketplace: "market", "nft-marketplace": "collectible", "payment-processor": "payment_processor", defi: "defi", miner: "miner",
  hack: "service_hack", theft: "hacking", ransomware: "ransomware", scam: "scam", sanction: "sanction", terrorism: "terrorism_financing",
  "illicit-marketplace": "market", donation: "donation", organisation: "organization", individual: "user", other: "unknown",
};

export const conceptOf = (category: Category): string => CONCEPT_OF[category];

/** Those that say what was done, and count before those that say what somebody is. */
const WHAT_WAS_DONE: readonly Category[] = ["sanction", "hack", "theft", "ransomware", "scam", "terrorism", "illicit-marketplace"];

/** Of several words for one record, the one that says most: an abuse before a kind of service, anything before `other`. */
export function telling(categories: readonly Category[]): Category {
  return categories.find((category) => WHAT_WAS_DONE.includes(category)) ?? categories.find((category) => category !== "other") ?? "other";
}
