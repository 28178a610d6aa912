import type { LedgerColumns } from "@/lib/core/analysis/columns";
import type { Category, ClaimStatus, Role } from "@/lib/core/casework/claims";

/** A claim that counts: proposed or accepted, on a script of the ledger. */
export interface ScriptClaim {
  readonly id: string;
  /** Id of the script. */
  readonly script: number;
  readonly category: Category;
  readonly role: Role | null;
  /** The entity's name, or the label. */
  readonly name: string;
  readonly status: ClaimStatus;
}

/** A transaction in which a pool pays its members (lib/core/mining): those of high grade, since the others are mostly a pool's own sales. */
export interface PoolPayment {
  /** Position of the transaction. */
  readonly t: number;
  readonly pool: string;
  /** Numbers of the outputs that pay members. */
  readonly members: readonly number[];
}

/** What detection looks at: the ledger, its wallets, payouts, and what is claimed. Nothing else, so that it can be run again. */
export interface DetectInput {
  readonly ledger: LedgerColumns;
  /** The wallet of every script id. */
  readonly walletOf: Int32Array;
  /** By position: 1 where the inputs belong to several people. */
  readonly mixes: Uint8Array;
  readonly payouts: readonly PoolPayment[];
  readonly claims: readonly ScriptClaim[];
  /** Only findings of this actor; null hunts for all. */
  readonly actor: string | null;
  readonly fromTime: number | null;
  readonly toTime: number | null;
}
