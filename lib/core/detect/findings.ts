import type { Paid, Purchase } from "@/lib/core/detect/accounts";
import type { Commingling } from "@/lib/core/detect/commingling";
import type { ScriptClaim } from "@/lib/core/detect/detect-input";
import type { PaidOut } from "@/lib/core/detect/receivers";

export const FINDING_KINDS = ["mining-round-trip", "actor-mining", "commingling", "shared-deposit", "dirty-to-pool", "victim-collection", "peel-chain"] as const;
export type FindingKind = (typeof FINDING_KINDS)[number];

/** Rising. */
export const FINDING_GRADES = ["lead", "supported", "corroborated"] as const;
export type FindingGrade = (typeof FINDING_GRADES)[number];

/** A reason, for or against: a code to count by and a sentence to read. */
export interface Reason {
  readonly code: string;
  readonly text: string;
}

/** A test that could not be made, and the data it lacks. */
export interface NotTestable {
  readonly code: string;
  readonly needs: string;
}

/** How many of those that were looked at match as well. */
export interface Chance {
  readonly matching: number;
  readonly tried: number;
}

/** What detection found, by positions in the ledger. Amounts in sats, ratio in parts per million, lag in seconds. */
export interface Finding {
  readonly kind: FindingKind;
  readonly grade: FindingGrade;
  /** The claim that names the actor; null where nobody is named. */
  readonly actor: ScriptClaim | null;
  readonly service: ScriptClaim | null;
  readonly payments: readonly (Purchase | Paid)[];
  readonly payouts: readonly PaidOut[];
  readonly commingling: readonly Commingling[];
  readonly ratio: number | null;
  readonly lag: number | null;
  readonly chance: Chance | null;
  readonly restsOn: readonly ScriptClaim[];
  readonly supports: readonly Reason[];
  readonly contradicts: readonly Reason[];
  readonly notTestable: readonly NotTestable[];
  readonly rivals: readonly string[];
}

/** What else could have left the same traces (DOMAIN 2.4): printed with every finding of the kind. */
export const RIVALS = {
  renter: "An honest customer rented hash power with coins of their own: payments and payouts look the same.",
  miner: "A miner who sells hash power, too, is paid by both.",
  victim: "A customer of a fraudulent cloud miner pays and is paid without knowing of any theft.",
  custodian: "The address is kept by a service for many customers, and the two sides are two of them.",
  label: "A claim that this rests on is wrong or out of date.",
  sale: "The coins were sold in between: payer and receiver are two people.",
} as const;

export const distinctClaims = (claims: readonly (ScriptClaim | null | undefined)[]): readonly ScriptClaim[] => [...new Set(claims.filter((claim) => claim !== null && claim !== undefined))];
