import type { Category, Role } from "@/lib/core/casework/claims";
import type { EntityKind } from "@/lib/core/casework/entities";

/**
 * What two claims can disagree on. `entities`: who controls an address, or a wallet. `theft`: an address of a service against a theft
 * from it. `roles`, `categories`: accepted claims that say different things of one address.
 */
export const CONFLICT_KINDS = ["entities", "theft", "roles", "categories"] as const;
export type ConflictKind = (typeof CONFLICT_KINDS)[number];

/** What counts in a conflict: a hypothesis has no source, and what was rejected or retracted does not stand. */
export const CONTENDING_STATUSES = ["proposed", "accepted"] as const;

/** With these roles the entity holds the coins itself. A customer's own wallet is not the service's, and a member's not the pool's. */
export const CONTROLLING_ROLES = ["service-own", "pool-paying"] as const satisfies readonly Role[];

/** With these a service or pool keeps the coins; a deposit address is kept by the service and used by its customer, which is no conflict. */
export const KEEPING_ROLES = ["service-own", "pool-paying", "deposit-address"] as const satisfies readonly Role[];

/** Entities that somebody is, and not things that happened. */
export const SOMEBODY = ["actor", "service", "pool"] as const satisfies readonly EntityKind[];
export const KEEPERS = ["service", "pool"] as const satisfies readonly EntityKind[];
export const THEFT_CATEGORIES = ["hack", "theft"] as const satisfies readonly Category[];

/** Categories that say what somebody is, in groups that agree with each other. Others (sanction, donation, …) go with any of them. */
export const SORTS: Readonly<Record<string, readonly Category[]>> = {
  actor: ["state-actor", "terrorism"],
  rental: ["hash-rental", "cloud-mining"],
  mining: ["mining-pool", "pool-payout", "miner"],
  custodian: ["exchange", "wallet-service", "payment-processor"],
  mixing: ["mixer", "coinjoin"],
  bridge: ["bridge", "defi"],
  gambling: ["gambling"],
  market: ["marketplace", "nft-marketplace", "illicit-marketplace"],
};
