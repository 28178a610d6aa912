import type { ClaimStatus } from "@/lib/core/casework/claims";
import type { EntityFact } from "@/lib/core/casework/entities";
import type { NameMatches, NewEntity } from "@/lib/core/casework/resolve";
import type { NetworkName } from "@/lib/core/network";
import type { PackHeader, PackItem, PackRecord } from "@/lib/core/packs/record";

/** A label pack that was opened and is read as it is asked for. */
export interface OpenPack {
  readonly header: PackHeader;
  /** SHA-256 of the file. */
  readonly sha256: Uint8Array;
  /** In batches of some hundred or thousand, each read when asked for. */
  readonly items: AsyncIterable<readonly PackItem[]>;
}

/** A record with the entity it was found to mean, and what tells it from others and from its former self. */
export interface StagedRecord {
  readonly record: PackRecord;
  readonly entityId: string | null;
  /** Equal for one record in all versions of its pack. */
  readonly recordKey: Uint8Array;
  /** Equal as long as it says the same. */
  readonly contentHash: Uint8Array;
}

export interface AppliedPack {
  readonly new: number;
  /** The same record with other words: a new version of its claim, to be reviewed anew. */
  readonly changed: number;
  readonly unchanged: number;
  /** Claims whose record vanished from the pack. */
  readonly retired: number;
  /** Claims of the pack that stand in a conflict afterwards. */
  readonly conflicts: number;
}

/** What an import does to one claim, for people to look at before it is written. */
export interface PackEffect {
  readonly what: "new" | "changed" | "retired" | "conflict";
  /** Place in the pack, from 1. */
  readonly index: number | null;
  readonly subject: { readonly network: NetworkName; readonly ref: string };
  readonly label: string;
  readonly entity: string | null;
  /** Of a conflict: what others claim there, with their sources. */
  readonly against: readonly string[];
}

/** One import, inside one transaction. */
export interface PackWriter {
  /** What is known under each of these name keys (ids, names, aliases). */
  matches(keys: readonly string[]): Promise<ReadonlyMap<string, NameMatches>>;
  addEntities(entities: readonly NewEntity[]): Promise<void>;
  addFacts(facts: readonly { readonly entityId: string; readonly fact: EntityFact }[]): Promise<void>;
  stage(records: readonly StagedRecord[]): Promise<void>;
  /** Compares what was staged with the claims of the pack, and writes the difference. */
  apply(status: ClaimStatus): Promise<AppliedPack>;
  /** The first few of what `apply` did, of each kind. */
  effects(): Promise<readonly PackEffect[]>;
  audit(action: string, payload: unknown): Promise<void>;
}

export interface PackStore {
  /** All or nothing; one import of a pack at a time. With `keep` false everything is undone at the end, so that its counts tell what would happen. */
  inTransaction<Result>(order: { readonly pack: OpenPack; readonly accountId: string; readonly keep: (result: Result) => boolean }, work: (writer: PackWriter) => Promise<Result>): Promise<Result>;
}
