import type { MiningFacts, MiningSources } from "@/lib/core/mining/mining-facts";
import type { PayoutGrade, PoolMethod } from "@/lib/core/mining/words";
import type { NetworkName } from "@/lib/core/network";

/** What the stored facts were computed from, and how many there are. */
export interface MiningState {
  /** Of the analysis; 0 before the first. */
  readonly generation: number;
  /** How many versions of claims there were: claims are only ever added. */
  readonly claims: bigint;
  readonly method: string;
  readonly poolBlocks: number;
  readonly payouts: number;
}

/** The analysis that readers see, and the claims of now. */
export type MiningBasis = Pick<MiningState, "generation" | "claims"> & { readonly ledgerVersion: bigint };

export interface MiningStore {
  state(): Promise<MiningState>;
  basis(): Promise<MiningBasis>;
  /** All that the facts are computed from but the ledger. @throws AppError cancelled when the signal fired */
  sources(generation: number, signal: AbortSignal): Promise<Omit<MiningSources, "ledger">>;
  /** Replaces all facts at once; nothing when others have stored newer ones meanwhile. */
  write(facts: MiningFacts, state: MiningState, signal: AbortSignal): Promise<void>;
}

export interface PoolOfBlock {
  readonly name: string;
  readonly entityId: string | null;
  readonly method: PoolMethod;
  readonly disagreement: readonly { readonly name: string; readonly by: "address" | "tag" }[];
}

export interface PayoutOfTx {
  readonly pool: string;
  readonly entityId: string | null;
  readonly grade: PayoutGrade;
  readonly reasons: readonly { readonly code: string; readonly text: string }[];
  /** Numbers of the outputs that pay members; the others stay with the pool. */
  readonly members: readonly number[];
}

/** The facts for those who show them or build on them. */
export interface MiningReader {
  /** Null: nobody that claims or markers know. */
  poolOfBlock(blockId: bigint): Promise<PoolOfBlock | null>;
  payoutOf(txId: bigint): Promise<PayoutOfTx | null>;
  /** Every payout of a network by row id. */
  payouts(network: NetworkName): Promise<ReadonlyMap<number, PayoutOfTx>>;
}
