import type { ScriptType } from "@/lib/core/bitcoin/script-type";
import type { NetworkName } from "@/lib/core/network";
import type { ClaimedHolder } from "@/lib/core/change/guards";
import type { ChangeAdvice } from "@/lib/features/change/change.ports";
import type { SubjectClaims } from "@/lib/features/claims/claims-read.ports";
import type { PayoutOfTx, PoolOfBlock } from "@/lib/features/mining/mining.ports";

/** How many inputs and outputs of a transaction, or transactions of a block, are read at once. */
export const ENDS_SHOWN = 1_000;

export type TransactionStatus = "confirmed" | "no-block-known" | "reorganised-out";

/** A transaction as stored. Hashes as people write them, sats, Unix seconds; null where no source says. */
export interface StoredTransaction {
  readonly id: bigint;
  readonly txid: string;
  readonly height: number | null;
  readonly blockHash: string | null;
  readonly position: number | null;
  readonly time: bigint | null;
  readonly status: TransactionStatus;
  readonly fee: bigint | null;
  readonly size: number | null;
  readonly weight: number | null;
  readonly version: bigint | null;
  readonly locktime: bigint | null;
  /** Null where no source states the sequence numbers. */
  readonly signalsRbf: boolean | null;
  readonly coinbase: boolean;
  readonly coinbaseScript: Uint8Array | null;
  readonly synthetic: boolean;
  readonly source: string;
  readonly inputCount: number;
  readonly outputCount: number;
  readonly coinjoin: { readonly kind: string; readonly confidence: number } | null;
  readonly flags: readonly string[];
}

interface StoredEnd {
  readonly n: number;
  /** Null for OP_RETURN, and for inputs whose previous output is not known. */
  readonly script: { readonly scriptHash: Uint8Array; readonly address: string | null; readonly type: ScriptType; readonly walletId: bigint | null } | null;
}

export interface StoredInput extends StoredEnd {
  readonly prevTxid: string;
  readonly prevN: number;
  /** The previous transaction is in the store. */
  readonly prevKnown: boolean;
  readonly value: bigint | null;
}

export interface StoredOutput extends StoredEnd {
  readonly value: bigint;
  readonly spentBy: string | null;
  /** The whole script of an OP_RETURN, hex. */
  readonly data: string | null;
}

export interface StoredBlock {
  readonly id: bigint;
  readonly height: number | null;
  readonly heightSource: string | null;
  readonly hash: string;
  readonly prevHash: string | null;
  readonly time: bigint;
  /** As the block states; null where no source does. */
  readonly transactions: number | null;
  readonly complete: boolean;
  readonly main: boolean;
  readonly synthetic: boolean;
}

export interface BlockTransaction {
  readonly txid: string;
  readonly position: number | null;
  readonly outputs: number;
  readonly value: bigint;
}

export interface TransactionStore {
  transaction(generation: number, network: NetworkName, txid: string): Promise<StoredTransaction | null>;
  inputs(generation: number, txId: bigint, limit: number): Promise<readonly StoredInput[]>;
  outputs(generation: number, txId: bigint, limit: number): Promise<readonly StoredOutput[]>;
  networksOfTransaction(txid: string): Promise<readonly NetworkName[]>;
  /** The block of this height on the best chain; failing that, one that is not. */
  blockAt(network: NetworkName, height: number): Promise<StoredBlock | null>;
  block(network: NetworkName, hash: string): Promise<StoredBlock | null>;
  /** In the order of the block. */
  blockTransactions(blockId: bigint, limit: number): Promise<readonly BlockTransaction[]>;
  networksWithHeight(height: number): Promise<readonly NetworkName[]>;
}

interface EndView {
  readonly n: number;
  readonly ref: string | null;
  readonly address: string | null;
  readonly type: ScriptType | null;
  readonly claims: SubjectClaims;
}

export interface InputView extends EndView, Pick<StoredInput, "prevTxid" | "prevN" | "prevKnown" | "value"> {}
export interface OutputView extends EndView, Pick<StoredOutput, "value" | "spentBy" | "data"> {}

/** Which output is probably change. `conflict`: custodial services that claims name on the two sides of it. */
export interface ChangeShown extends ChangeAdvice {
  readonly conflict: readonly [ClaimedHolder, ClaimedHolder] | null;
}

export interface TransactionView {
  readonly network: NetworkName;
  readonly txid: string;
  /** Null: the store has never seen it. */
  readonly found: (Omit<StoredTransaction, "coinbaseScript"> & { readonly coinbaseText: string | null; readonly payout: PayoutOfTx | null; readonly inputs: readonly InputView[]; readonly outputs: readonly OutputView[]; readonly change: ChangeShown | null }) | null;
}

export interface BlockView {
  readonly network: NetworkName;
  readonly height: number | null;
  readonly hash: string | null;
  readonly found: (StoredBlock & { readonly pool: PoolOfBlock | null; readonly shown: readonly BlockTransaction[]; readonly truncated: boolean }) | null;
}
