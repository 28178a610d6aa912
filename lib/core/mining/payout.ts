import type { PAYOUT_REASONS, PayoutGrade } from "@/lib/core/mining/words";

export interface PayoutReason {
  readonly code: (typeof PAYOUT_REASONS)[number];
  readonly text: string;
}

/** A transaction in which a pool pays its members. */
export interface Payout {
  /** Position in the ledger. */
  readonly t: number;
  readonly pool: number;
  readonly grade: PayoutGrade;
  readonly reasons: readonly PayoutReason[];
  /** Numbers of the outputs that pay members; the others stay with the pool. */
  readonly members: readonly number[];
}

/** A transaction in which a pool's coins leave its hands. */
export interface PoolSpend {
  readonly t: number;
  readonly pool: number;
  /** Positions of the outputs that leave. */
  readonly outputs: readonly number[];
  /** How many of them recur. */
  readonly recurrent: number;
  readonly lineage: boolean;
  /** Too much of what is spent comes from outside the store to tell. */
  readonly untold: boolean;
}
