import type { Category } from "@/lib/core/casework/claims";

const HOUR = 3_600;
const DAY = 86_400;

/** Bounds of a service's return leg. Seconds, and ratios of payouts to purchases in parts per million. */
export interface ServiceBounds {
  /** From the payment to the first payout that it may explain. */
  readonly lagMin: number;
  /** From the payment to the last one. */
  readonly lagMax: number;
  readonly ratioMin: number;
  readonly ratioMax: number;
  /** What work usually comes to. */
  readonly ratioUsual: number;
  /** From the payments to the payouts, by the mean of each, when work is done at once. */
  readonly lagUsual: number;
  /** From the first payment to the first payout, when work begins at once. */
  readonly startUsual: number;
}

/**
 * Every threshold of detection in one table (DOMAIN 2.4 where METHODS 4.2 differs; state of 2026-11). Recorded with each
 * result by `version`; raise it with any change.
 */
export const PARAMETERS = {
  version: "2026-11-23",
  /** F3 and F4 by kind of service. */
  services: {
    "hash-rental": { lagMin: 4 * HOUR, lagMax: 21 * DAY, ratioMin: 800_000, ratioMax: 1_100_000, ratioUsual: 940_000, lagUsual: 4 * DAY, startUsual: 2 * DAY },
    "cloud-mining": { lagMin: DAY, lagMax: 400 * DAY, ratioMin: 300_000, ratioMax: 1_300_000, ratioUsual: 800_000, lagUsual: 120 * DAY, startUsual: 7 * DAY },
  } satisfies Record<string, ServiceBounds>,
  /** F5: a wallet that pools paid within this time before the first payment was mining already. */
  onset: 30 * DAY,
  /** F8: first seen at most this long before its first payout. */
  fresh: 7 * DAY,
  /** F1: wallets between the claimed one and the service. */
  hops: 2,
  /** F10: share of a payment that was dirty by haircut, in parts per million; by first in, first out, anything counts. */
  tainted: 250_000,
  /** A match is off by less than this (lib/core/detect/matching.ts), or it is none. */
  offMost: 1_200_000,
  /** Others that are off by no more than this beyond the best match it as well. */
  offSlack: 250_000,
  /** So much off may be a match of several purchases, or of one, that tells. */
  offTelling: { several: 450_000, one: 200_000 },
  /** Matches of single purchases that tell together. */
  singles: 3,
  /** "1 of N": with more recipients that match as well, amount and time say nothing about any one of them. */
  rank: 3,
  /** What matches must explain of an account's purchases, in parts per million of the value. */
  covered: 500_000,
  /** With fewer recipients of payouts in the window, chance cannot be told. */
  tried: 5,
  /** Dates tried beside the true one, this far apart. */
  shifts: 12,
  shiftBy: 3 * DAY,
  /** A wallet like a service's: as many addresses, or as many payers and payees, all of them others. */
  serviceAddresses: 400,
  serviceParties: 60,
  /** An address that more payments than this come to is somebody's shop, not a meeting place. */
  meetings: 20,
  /** A deposit address of one customer has no more receipts than this. */
  deposits: 200,
  /** Payments gathered in one wallet before they move on together. */
  victims: 5,
  gathered: 14 * DAY,
  /** Hops of a peel chain, and what the smaller output may be of the larger, in parts per million. */
  peels: 3,
  peelMax: 500_000,
} as const;

/** Claims that make coins dirty. */
export const DIRTY: readonly Category[] = ["state-actor", "hack", "theft", "ransomware", "sanction", "terrorism", "illicit-marketplace"];
/** Services that rent out hashing power or sell cloud mining. */
export const HASH_SERVICES: readonly Category[] = ["hash-rental", "cloud-mining"];
/** Hands in which everybody's coins mix: no money is followed through them. */
export const CUSTODIANS: readonly Category[] = [
  "hash-rental", "cloud-mining", "mining-pool", "exchange", "wallet-service", "mixer", "coinjoin", "bridge", "gambling", "marketplace", "nft-marketplace",
  "payment-processor", "defi",
];
