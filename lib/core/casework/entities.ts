import type { Category } from "@/lib/core/casework/claims";

/**
 * Who or what a claim names. An actor or service holds coins; a pool pays them out; a theft or campaign is what happened to
 * somebody, so an address in it is never its victim's own.
 */
export const ENTITY_KINDS = ["actor", "service", "pool", "campaign", "theft"] as const;
export type EntityKind = (typeof ENTITY_KINDS)[number];

export const FACT_KINDS = ["alias", "external-id", "marker", "sanction", "outpoint"] as const;
export type FactKind = (typeof FACT_KINDS)[number];

/** One thing that a source states of an entity. */
export interface EntityFact {
  readonly kind: FactKind;
  /** Of an external id: whose (`misp-galaxy:threat-actor`, `mitre-attack`); of a sanction: which authority; of an outpoint: which network. Else empty. */
  readonly scheme: string;
  /** The alias, the id, the text in coinbases, what was sanctioned, or TXID:N. */
  readonly value: string;
  /** ISO date: of a sanction, the day it was made. */
  readonly statedOn: string | null;
  readonly source: { readonly name: string; readonly url: string | null };
}

export interface Entity {
  /** Slug. */
  readonly id: string;
  readonly name: string;
  readonly kind: EntityKind;
  readonly category: Category;
  readonly description: string | null;
  /** Of a theft or campaign: whose coins, as an entity's id where there is one, or in words. */
  readonly victimId: string | null;
  readonly victim: string | null;
  /** Of a theft or campaign: YYYY, YYYY-MM or YYYY-MM-DD, no more exact than its source. */
  readonly occurredOn: string | null;
  readonly facts: readonly EntityFact[];
}

/**
 * Names are compared by letters and digits alone: lists write “F2Pool”, “f2pool” and “F2 Pool” for one pool.
 * Empty for a name without any.
 */
export const nameKey = (name: string): string => name.normalize("NFKC").toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");

/** The id of an entity that an import meets for the first time. @returns null for a name without letters and digits */
export function slugOf(name: string): string | null {
  const slug = name.normalize("NFKC").toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-+|-+$/g, "").slice(0, 80);
  return slug === "" ? null : slug;
}

const KIND_OF: Partial<Record<Category, EntityKind>> = {
  "mining-pool": "pool", "pool-payout": "pool", miner: "pool",
  "state-actor": "actor", terrorism: "actor", sanction: "actor", individual: "actor", organisation: "actor", ransomware: "campaign", scam: "campaign", hack: "theft", theft: "theft",
};

/** What kind an entity is that is known by the category of a claim only. */
export const entityKindOf = (category: Category): EntityKind => KIND_OF[category] ?? "service";

/** Claims of these say that something was taken, not who holds the address. */
export const isTheft = (category: Category): boolean => category === "hack" || category === "theft";
