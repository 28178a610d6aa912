import type { WalletFacts } from "@/lib/core/casework/role-hint";

export interface WalletFactsReader {
  /** By wallet id. */
  of(generation: number, walletIds: readonly bigint[]): Promise<ReadonlyMap<bigint, WalletFacts>>;
}
