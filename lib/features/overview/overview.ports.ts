import type { NetworkName } from "@/lib/core/network";
import type { CoveredRange } from "@/lib/features/ledger/ledger.ports";

export interface NetworkSummary {
  readonly network: NetworkName;
  /** Those that count: in a block of the best chain, or in no block that is known. */
  readonly transactions: number;
  /** Complete blocks of the best chain. */
  readonly blocks: number;
  readonly addresses: number;
  readonly synthetic: boolean;
  /** Unix seconds of the blocks. */
  readonly firstTime: bigint | null;
  readonly lastTime: bigint | null;
}

export interface AnalysisSummary {
  readonly generation: number;
  readonly upToDate: boolean;
  readonly wallets: number;
  readonly multiAddressWallets: number;
  readonly coinjoins: number;
  readonly flows: number;
  readonly at: Date;
}

export interface Overview {
  readonly networks: readonly NetworkSummary[];
  readonly ranges: readonly CoveredRange[];
  readonly analysis: AnalysisSummary | null;
  readonly start: { readonly network: NetworkName; readonly ref: string } | null;
}

export type BlockSums = Omit<NetworkSummary, "addresses" | "synthetic">;

export interface OverviewStore {
  ledger(): Promise<{ readonly version: bigint; readonly lastAddress: bigint }>;
  analysis(): Promise<AnalysisSummary | null>;
  blockSums(): Promise<readonly BlockSums[]>;
  /** By network, of the addresses with ids above `after` up to `upTo`. */
  addresses(after: bigint, upTo: bigint): Promise<ReadonlyMap<NetworkName, number>>;
  /** Networks with generated data. */
  syntheticNetworks(): Promise<ReadonlySet<NetworkName>>;
  /** A claimed wallet of generated data, actors and thefts first. */
  syntheticStart(): Promise<Overview["start"]>;
}
