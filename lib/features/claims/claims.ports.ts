import type { CLAIM_SCOPES, Category, ClaimChange, ClaimStatus, Method, Role, SubjectKind } from "@/lib/core/casework/claims";
import type { ClaimUse } from "@/lib/core/casework/correction";
import type { NetworkName } from "@/lib/core/network";
import type { AuditLog } from "@/lib/features/audit/audit.ports";

/** What a claim is about: a script (its SHA-256; an address, or the wallet it lies in) or a transaction (its txid). */
export interface Subject {
  readonly kind: SubjectKind;
  readonly network: NetworkName;
  readonly ref: string;
  readonly key: Uint8Array;
}

export interface ClaimSource {
  readonly name: string;
  readonly url: string | null;
  readonly quote: string | null;
  /** ISO date. */
  readonly date: string | null;
}

/** One version of a claim, as written. */
export interface ClaimVersion {
  readonly id: string;
  readonly version: number;
  readonly subject: Subject;
  readonly role: Role | null;
  readonly entityId: string | null;
  readonly label: string;
  readonly category: Category;
  readonly source: ClaimSource | null;
  readonly method: Method | null;
  readonly note: string | null;
  readonly status: ClaimStatus;
  readonly scope: (typeof CLAIM_SCOPES)[number];
  readonly caseId: string | null;
  readonly authorId: string;
  readonly reason: string | null;
}

/** What a review changes of a claim. */
export interface ClaimStep {
  readonly status: ClaimStatus;
  readonly change: ClaimChange;
  readonly reason: string;
  readonly reviewerId: string;
}

export interface ClaimStore {
  entityExists(id: string): Promise<boolean>;
  /** Null when there is no such case. */
  caseOwner(caseId: string): Promise<string | null>;
  current(id: string): Promise<ClaimVersion | null>;
  /** The current claims of one subject in one case, so that a double tag is refused. */
  sameSubject(subject: Subject, caseId: string): Promise<readonly ClaimVersion[]>;
  /** The first version of a claim. */
  create(version: ClaimVersion): Promise<void>;
  /** Makes a new version, which differs in these alone, and makes it the current one. @throws AppError conflict when `version` is not the current one any more. */
  advance(from: { readonly id: string; readonly version: number }, step: ClaimStep): Promise<void>;
  /** Makes the version that gives a hypothesis its source, and so a proposal of it. @throws AppError conflict as above */
  giveSource(from: { readonly id: string; readonly version: number }, source: ClaimSource): Promise<void>;
  /** Makes the version that everybody sees; it still tells its case. @throws AppError conflict as above */
  share(from: { readonly id: string; readonly version: number }): Promise<void>;
  /** What was made with the claim, oldest first. */
  uses(id: string): Promise<readonly ClaimUse[]>;
}

/** A claim and its audit event are written together or not at all. */
export type InClaimTransaction = <T>(work: (stores: { readonly claims: ClaimStore; readonly audit: AuditLog }) => Promise<T>) => Promise<T>;
