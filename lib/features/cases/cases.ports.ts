import type { GraphDocument } from "@/lib/core/graph/document";
import type { AuditLog } from "@/lib/features/audit/audit.ports";

export interface CaseFile {
  readonly id: string;
  readonly name: string;
  readonly synthetic: boolean;
  readonly createdBy: string;
  readonly createdAt: Date;
  readonly graphs: readonly { readonly id: string; readonly name: string; readonly updatedAt: Date; readonly nodes: number }[];
}

export interface StoredGraph {
  readonly id: string;
  readonly caseId: string;
  readonly caseName: string;
  readonly caseOwnerId: string;
  readonly synthetic: boolean;
  readonly name: string;
  readonly version: number;
  readonly document: GraphDocument;
  readonly updatedAt: Date;
}

export interface NewCase {
  readonly id: string;
  readonly name: string;
  readonly synthetic: boolean;
  readonly createdBy: string;
  readonly graph: { readonly id: string; readonly name: string; readonly document: GraphDocument };
}

export interface CaseStore {
  /** Newest first. */
  casesOf(accountId: string): Promise<readonly CaseFile[]>;
  addCase(newCase: NewCase): Promise<void>;
  graph(id: string): Promise<StoredGraph | null>;
  /** @returns null when the stored version is another one than `expected`: somebody else saved meanwhile. */
  saveGraph(id: string, change: { readonly expected: number; readonly document: GraphDocument; readonly by: string }): Promise<{ readonly version: number; readonly updatedAt: Date } | null>;
}

export type InCaseTransaction = <T>(work: (stores: { readonly cases: CaseStore; readonly audit: AuditLog }) => Promise<T>) => Promise<T>;
