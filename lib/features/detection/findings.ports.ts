import type { Disposition } from "@/lib/core/casework/disposition";
import type { FindingGrade, FindingKind } from "@/lib/core/detect/findings";
import type { NetworkName } from "@/lib/core/network";
import type { AuditLog } from "@/lib/features/audit/audit.ports";
import type { Detection, DetectionBasis, DetectRequest, NamedFinding } from "@/lib/features/detection/detection.ports";

export interface RunCounts {
  readonly found: number;
  readonly added: number;
  /** Told differently before. */
  readonly changed: number;
  /** Found before, and no more. */
  readonly gone: number;
}

/** A stored run of detection. */
export interface DetectionRun {
  readonly id: string;
  readonly at: Date;
  readonly method: string;
  readonly request: DetectRequest;
  readonly basis: DetectionBasis;
  readonly dataHeights: Detection["dataHeights"];
  readonly counts: RunCounts;
}

export interface StoredFinding {
  readonly version: number;
  /** As it was told last. */
  readonly finding: NamedFinding;
  /** The last whole run did not find it. */
  readonly gone: boolean;
  readonly foundAt: Date;
  readonly changedAt: Date;
  readonly disposition: Disposition;
  readonly reason: string | null;
  /** Name of the account. */
  readonly disposedBy: string | null;
  readonly disposedAt: Date | null;
  /** It was told differently since the disposition. */
  readonly changedSince: boolean;
}

/** What is absent does not narrow. */
export interface FindingFilter {
  readonly kind?: FindingKind | undefined;
  readonly grade?: FindingGrade | undefined;
  readonly disposition?: Disposition | undefined;
}

/** Rank and id of the last finding of a page. */
export interface FindingCursor {
  readonly rank: number;
  readonly id: string;
}

export interface FindingCount {
  readonly kind: FindingKind;
  readonly grade: FindingGrade;
  readonly disposition: Disposition;
  readonly count: number;
}

export interface FindingName {
  readonly id: string;
  readonly kind: FindingKind;
  readonly grade: FindingGrade;
}

export interface FindingReader {
  /** Strongest first. */
  page(filter: FindingFilter, request: { readonly cursor: FindingCursor | null; readonly limit: number }): Promise<readonly (StoredFinding & { readonly rank: number })[]>;
  counts(): Promise<readonly FindingCount[]>;
  get(id: string): Promise<StoredFinding | null>;
  /** The newest run without a filter. */
  lastWhole(): Promise<DetectionRun | null>;
  /** Findings that name an address as paid, and are neither dismissed nor gone: by place in what was asked. */
  naming(addresses: readonly { readonly network: NetworkName; readonly address: string }[]): Promise<ReadonlyMap<number, readonly FindingName[]>>;
}

export interface NewRun {
  readonly id: string;
  readonly accountId: string;
  /** Without a filter. */
  readonly whole: boolean;
  readonly detection: Detection;
}

export interface FindingStore {
  /**
   * Keeps a run and what is new in it. A whole run also tells known findings anew and marks as gone what it did not find; one with a
   * filter sees only part of the evidence, so it changes no known finding.
   */
  save(run: NewRun): Promise<RunCounts>;
  /** Held until the transaction ends. */
  hold(id: string): Promise<Pick<StoredFinding, "version" | "disposition"> | null>;
  dispose(id: string, change: { readonly disposition: Disposition; readonly reason: string | null; readonly accountId: string; readonly version: number }): Promise<void>;
}

/** A change and its audit event happen together or not at all. */
export type InFindingTransaction = <T>(work: (stores: { readonly findings: FindingStore; readonly audit: AuditLog }) => Promise<T>) => Promise<T>;
