import type { Commingling } from "@/lib/core/detect/commingling";
import type { ScriptClaim } from "@/lib/core/detect/detect-input";
import type { Chance, Finding, FindingGrade, FindingKind, NotTestable, Reason } from "@/lib/core/detect/findings";
import type { NetworkName } from "@/lib/core/network";

/** What all that detection reads must agree on; a new analysis or claim makes findings stale. */
export interface DetectionBasis {
  readonly generation: number;
  readonly ledgerVersion: bigint;
  /** How many versions of claims there are: claims are only ever added. */
  readonly claims: bigint;
}

export interface PayoutRow {
  /** Row id of the transaction. */
  readonly txId: number;
  readonly pool: string;
  readonly members: readonly number[];
}

/** All that detection looks at but the ledger, as of one moment. */
export interface DetectionSources {
  readonly basis: DetectionBasis;
  /** The payouts are those of this analysis and these claims. */
  readonly current: boolean;
  /** The wallet of every script id. */
  readonly walletOf: Int32Array;
  /** Row ids of CoinJoins. */
  readonly mixing: ReadonlySet<number>;
  readonly payouts: readonly PayoutRow[];
  /** Proposed and accepted ones on scripts of the ledger, the oldest first. */
  readonly claims: readonly ScriptClaim[];
}

/** How rows are written for people. */
export interface RowNames {
  readonly txids: ReadonlyMap<number, string>;
  /** By id of the script; those without an address are missing. */
  readonly addresses: ReadonlyMap<number, string>;
}

export interface DetectionStore {
  basis(): Promise<DetectionBasis>;
  /** @throws AppError cancelled when the signal fired */
  sources(signal: AbortSignal): Promise<DetectionSources>;
  names(txIds: readonly number[], scripts: readonly number[]): Promise<RowNames>;
  /** Height of the best chain's last block; null where no height is known. */
  dataHeight(network: NetworkName): Promise<number | null>;
}

/** An output as people name it. */
export interface NamedOutput {
  readonly txid: string;
  readonly n: number;
  readonly address: string | null;
  readonly value: bigint;
  /** Unix seconds. */
  readonly time: number | null;
}

export interface NamedPayment extends NamedOutput {
  /** Of dirty coins; null where that was not asked. */
  readonly tainted: boolean | null;
  /** Share of dirty coins by haircut, in parts per million. */
  readonly dirt: number | null;
}

export interface NamedPayout extends NamedOutput {
  /** Null when a service paid from its own wallet. */
  readonly pool: string | null;
}

export interface NamedCommingling {
  readonly kind: Commingling["kind"];
  readonly txid: string;
  readonly address: string | null;
  readonly time: number | null;
}

/** A claim that a finding rests on, as it was when the finding was made. */
export type NamedClaim = Omit<ScriptClaim, "script">;

/** A finding as it is told: by txids and addresses. Ratio in parts per million, lag in seconds. */
export interface NamedFinding {
  /** The same in every run that finds it: from network, kind and first evidence. */
  readonly id: string;
  readonly network: NetworkName;
  readonly kind: FindingKind;
  readonly grade: FindingGrade;
  readonly actor: string | null;
  readonly service: string | null;
  readonly payments: readonly NamedPayment[];
  readonly payouts: readonly NamedPayout[];
  readonly commingling: readonly NamedCommingling[];
  readonly ratio: Finding["ratio"];
  readonly lag: Finding["lag"];
  readonly chance: Chance | null;
  readonly restsOn: readonly NamedClaim[];
  /** Every claim that it rests on was accepted by a second person. */
  readonly reviewed: boolean;
  readonly supports: readonly Reason[];
  readonly contradicts: readonly Reason[];
  readonly notTestable: readonly NotTestable[];
  readonly rivals: readonly string[];
}

export interface DetectRequest {
  /** Only findings of this actor, by name. */
  readonly actor: string | null;
  /** Unix seconds: some of the evidence lies between them. */
  readonly fromTime: number | null;
  readonly toTime: number | null;
  /** Only what rests on accepted claims. */
  readonly acceptedOnly: boolean;
}

/** The whole store without a named actor. */
export const HUNT: DetectRequest = { actor: null, fromTime: null, toTime: null, acceptedOnly: false };

export interface Detection {
  readonly request: DetectRequest;
  readonly method: string;
  readonly basis: DetectionBasis;
  /** By network that was looked at. */
  readonly dataHeights: Readonly<Partial<Record<NetworkName, number | null>>>;
  readonly claims: { readonly used: number; readonly accepted: number };
  /** Strongest first. */
  readonly findings: readonly NamedFinding[];
}
