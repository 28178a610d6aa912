import type { Category, SubjectKind } from "@/lib/core/casework/claims";
import type { NamedScript } from "@/lib/core/bitcoin/script-ref";
import type { NetworkName } from "@/lib/core/network";

export type SearchHit =
  | { readonly kind: "address"; readonly network: NetworkName; readonly ref: string; readonly known: boolean; readonly txCount: number | null }
  | { readonly kind: "transaction"; readonly network: NetworkName; readonly txid: string; readonly known: boolean }
  | { readonly kind: "block"; readonly network: NetworkName; readonly height: number | null; readonly hash: string; readonly known: boolean }
  | ({ readonly kind: "claim" } & ClaimHit)
  | { readonly kind: "entity"; readonly id: string; readonly name: string; readonly category: Category };

export interface ClaimHit {
  readonly network: NetworkName;
  readonly ref: string;
  readonly label: string;
  readonly category: Category;
  readonly subjectKind: SubjectKind;
}

export interface SearchResult {
  readonly hits: readonly SearchHit[];
  /** What is wrong with a text that looks like an address and is none. */
  readonly hint: string | null;
  /** There are more claims or entities than are shown. */
  readonly truncated: boolean;
}

/** Entities by name or alias, those that begin with the text first. */
export interface EntitySearch {
  searchEntities(text: string, limit: number): Promise<readonly { readonly id: string; readonly name: string; readonly category: Category }[]>;
}

export interface FoundBlock {
  readonly network: NetworkName;
  readonly height: number | null;
  readonly hash: string;
}

export interface SearchStore {
  /** Null where the store has never seen the script; `txCount` is null where the analysis has not. */
  seen(generation: number, named: readonly NamedScript[]): Promise<readonly ({ readonly txCount: number | null } | null)[]>;
  transactionsByTxid(hash: Uint8Array): Promise<readonly NetworkName[]>;
  blocksByHash(hash: Uint8Array): Promise<readonly FoundBlock[]>;
  /** Blocks of the best chains at this height. */
  blocksAt(height: number): Promise<readonly FoundBlock[]>;
  /** Claims that stand and whose label or entity contains the text, whatever its case; exact and leading matches first. */
  claims(text: string, limit: number): Promise<readonly ClaimHit[]>;
  /** Networks of which the store holds anything. */
  networks(): Promise<readonly NetworkName[]>;
}
