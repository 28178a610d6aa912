import type { CannotLink } from "@/lib/core/change/guards";
import type { ChangeView } from "@/lib/core/change/view";
import type { ChangeOpinion, NotAsked } from "@/lib/core/change/vote";

export interface ChangeStore {
  /**
   * What the heuristics see of these transactions and their neighbours, or why they are not to be asked. Transactions that the
   * store does not have are left out. A fixed number of statements, however many transactions.
   */
  views(generation: number, txIds: readonly bigint[]): Promise<ReadonlyMap<bigint, ChangeView | NotAsked>>;
  /** Addresses of each wallet of the base layer. */
  walletSizes(generation: number, wallets: readonly number[]): Promise<ReadonlyMap<number, number>>;
}

/** What a link between sender and suggested output would do to wallets, were somebody to make it. */
export interface GrowthWarning {
  readonly kind: "growth";
  readonly senderAddresses: number;
  readonly outputAddresses: number;
}

/** The wallets that a suggestion would join, if somebody made a link of it. */
export interface ChangeLink {
  readonly senders: readonly number[];
  readonly to: number;
}

export interface ChangeAdvice {
  readonly opinion: ChangeOpinion;
  /** Null without a suggestion, and where sender and output are one wallet already or have none. */
  readonly link: ChangeLink | null;
  /** Wallets that the vote keeps apart. */
  readonly cannotLink: readonly CannotLink[];
  readonly warnings: readonly GrowthWarning[];
}
