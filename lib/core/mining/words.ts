/** How a block's pool is told: by a claimed address its coinbase pays, by a marker in its script, or by both. */
export const POOL_METHODS = ["address", "tag", "both"] as const;
export type PoolMethod = (typeof POOL_METHODS)[number];

/** How sure a payout is. What would be less is none: size and shape alone are never called a payout. */
export const PAYOUT_GRADES = ["high", "medium"] as const;
export type PayoutGrade = (typeof PAYOUT_GRADES)[number];

/** What speaks for a payout, and the last against. */
export const PAYOUT_REASONS = ["lineage", "lineage-unknown", "coinbase", "recurrence", "size", "batch", "chain", "window", "alone"] as const;
