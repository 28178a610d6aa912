/** Bounds of screening, recorded with each result by `version`; raise it with any change. */
export const SCREENING = {
  version: "2026-11-24",
  /** Transactions between an address and who is claimed to hold money. */
  hops: 4,
  /** A dirty share below this is listed and asks for no review. */
  review: 0.001,
  /** An unclaimed wallet of as many addresses is probably a service's: it is not passed. */
  hub: 400,
  /** Of each address the largest receipts, and the largest payments, are followed. */
  movements: 50,
  /** The history of an address with more transactions is not followed. */
  history: 10_000,
  /** Transactions read at most, for all addresses together. */
  transactions: 300_000,
} as const;
