import type { Category } from "@/lib/core/casework/claims";
import type { NetworkName } from "@/lib/core/network";
import type { Sats } from "@/lib/core/money";
import type { ExposureDirection } from "@/lib/core/screening/exposure";
import type { DirectHit, FindingHit, IndirectHit, Judged } from "@/lib/core/screening/verdict";

/** A claim that counts: proposed or accepted. */
export interface ScreenedClaim extends Omit<DirectHit, "inherited"> {
  readonly network: NetworkName;
  /** Script hash as hex. */
  readonly key: string;
  /** Row ids, null where the store has not seen the script. */
  readonly script: number | null;
  readonly wallet: number | null;
}

/** What went through an address in one transaction. */
export interface Movement {
  readonly script: number;
  readonly txId: number;
  readonly value: Sats;
}

/** An input or output as the store has it; 0 where there is none, null where the value is not known. */
export interface EndRow {
  readonly txId: number;
  readonly value: Sats | null;
  readonly script: number;
  readonly wallet: number;
  /** Addresses in that wallet. */
  readonly walletSize: number;
  readonly next: number;
}

/** What ends a way at a whole transaction. */
export type StopRow =
  | { readonly txId: number; readonly kind: "coinbase" }
  | { readonly txId: number; readonly kind: "coinjoin" }
  | { readonly txId: number; readonly kind: "payout"; readonly pool: string };

export interface ScreeningStore {
  /** Best reviewed first, then the oldest. */
  claims(generation: number, networks: readonly NetworkName[]): Promise<readonly ScreenedClaim[]>;
  /** Of each script the largest receipts, or payments, at most so many. */
  movements(generation: number, direction: ExposureDirection, request: { readonly scripts: readonly number[]; readonly most: number }): Promise<readonly Movement[]>;
  /** Inputs (from) or outputs (to) in the order of their transactions and numbers. */
  ends(generation: number, direction: ExposureDirection, txIds: readonly number[]): Promise<readonly EndRow[]>;
  stops(generation: number, txIds: readonly number[]): Promise<readonly StopRow[]>;
}

/** Findings that name an address as paid, by place in what was asked. */
export interface FindingNames {
  naming(addresses: readonly { readonly network: NetworkName; readonly address: string }[]): Promise<ReadonlyMap<number, readonly FindingHit[]>>;
}

export interface ScreenResult extends Judged {
  /** As it was given. */
  readonly address: string;
  readonly network: NetworkName;
  readonly known: boolean;
  readonly direct: readonly DirectHit[];
  /** Direct claims beyond those that are listed. */
  readonly moreDirect: number;
  readonly indirect: readonly IndirectHit[];
  /** Shares of what came and went whose other end is not told within the bounds; null where nothing moved, or a service's were not followed. */
  readonly open: { readonly from: number | null; readonly to: number | null };
  readonly findings: readonly FindingHit[];
  /** Its history in the store is whole; null where the store has not seen it. */
  readonly complete: boolean | null;
}

export interface RejectedAddress {
  readonly position: string;
  readonly reason: string;
}

export interface Screening {
  readonly results: readonly ScreenResult[];
  readonly rejected: readonly RejectedAddress[];
  /** All ways were followed as far as the hops allow: the bound on transactions was not met. */
  readonly bounded: boolean;
}

export interface Holder {
  readonly category: Category;
  readonly entity: string | null;
}

