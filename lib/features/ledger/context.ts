import type { Hasher } from "@/lib/core/bitcoin/columns";
import { hashToText } from "@/lib/core/hex";
import type { Network } from "@/lib/core/network";
import type { BatchColumns } from "@/lib/features/ledger/batch";
import type { FlaggedSubject } from "@/lib/features/ledger/ledger.ports";
import type { LedgerMemory } from "@/lib/features/ledger/memory";
import type { Sql } from "@/lib/features/ledger/sql";

/** What the steps of one batch's transaction share. */
export interface WriteContext {
  readonly sql: Sql;
  readonly network: Network;
  readonly hasher: Hasher;
  readonly memory: LedgerMemory;
  readonly batch: BatchColumns;
  /** The ids to give out next. */
  readonly next: { tx: number; address: number; block: number };
  /** What the filters do not know is certainly not in the store. */
  filtersComplete: boolean;
  readonly flags: FlagList;
  /** Something of the ledger was changed, so its version rises. */
  changed: boolean;
}

export interface Flag {
  readonly subject: Uint8Array;
  readonly isBlock: boolean;
  readonly reason: string;
}

/** Odd data met in a batch, each once. */
export class FlagList {
  readonly #flags = new Map<string, Flag>();

  tx(txid: Uint8Array, reason: string): void {
    this.#add({ subject: txid.slice(), isBlock: false, reason });
  }

  block(hash: Uint8Array, reason: string): void {
    this.#add({ subject: hash.slice(), isBlock: true, reason });
  }

  all(): readonly Flag[] {
    return [...this.#flags.values()];
  }

  #add(flag: Flag): void {
    this.#flags.set(`${hashToText(flag.subject)} ${flag.reason}`, flag);
  }
}

export function toFlagged({ subject, isBlock, reason }: Flag): FlaggedSubject {
  const text = hashToText(subject);
  return { txid: isBlock ? null : text, block: isBlock ? text : null, reason };
}
