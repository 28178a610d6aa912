import { int } from "@/lib/core/ledger/at";
import { RangeSet } from "@/lib/core/ledger/id-sets";
import { sameBytes } from "@/lib/core/bitcoin/bytes";
import { hashToText } from "@/lib/core/hex";
import { toFlagged, type WriteContext } from "@/lib/features/ledger/context";
import type { BatchOutcome } from "@/lib/features/ledger/ledger.ports";
import { placeTxs } from "@/lib/features/ledger/placing";
import { type ResolvedInputs, resolveInputs } from "@/lib/features/ledger/resolve-inputs";
import { filtersHaveBatch, refreshFilters, resolveKeys, type ResolvedKeys } from "@/lib/features/ledger/resolve-keys";
import { writeBlocks } from "@/lib/features/ledger/write-blocks";
import { writeFlags } from "@/lib/features/ledger/write-flags";
import { checkCoinbases, freshFees, resolveWaiting, settleFees } from "@/lib/features/ledger/write-late";
import { writeFreshRows } from "@/lib/features/ledger/write-rows";
import { mergeSeen } from "@/lib/features/ledger/write-seen";

export interface WrittenBatch extends Omit<BatchOutcome, "newlySeenAddresses"> {
  readonly keys: ResolvedKeys;
  readonly inputs: ResolvedInputs;
  /** The batch added transactions, and changed none that was stored. */
  readonly grewOnly: boolean;
}

/** All statements of a batch but the lock before and the commit after. @param version of the ledger before the batch */
export async function writeBatch(ctx: WriteContext, version: bigint): Promise<WrittenBatch> {
  noteDecoders(ctx);
  await refreshFilters(ctx);
  const blocks = await writeBlocks(ctx, version);
  const keys = await resolveKeys(ctx);
  const inputs = await resolveInputs(ctx, keys);
  const fees = freshFees(ctx, keys, inputs.values);
  const resolved = await resolveWaiting(ctx, keys);
  await writeFreshRows(ctx, { keys, inputs, vertexOf: blocks.vertexOf, fees });
  filtersHaveBatch(ctx);
  const blockIdOf = (t: number): number => {
    const vertex = blocks.vertexOf[int(ctx.batch.recordOf, t)] ?? -1;
    return vertex < 0 ? 0 : ctx.memory.tree.id(vertex);
  };
  const seen = await mergeSeen(ctx, keys, blockIdOf);
  await placeTxs(ctx, blocks.moved, seen.placed);
  const paid = await settleFees(ctx, [...new Set([...resolved, ...seen.refilled])]);
  await checkCoinbases(ctx, [...new Set([...blocks.toCheck, ...paid.map(Number)])]);
  const flags = ctx.flags.all();
  await writeFlags(ctx, flags);
  return {
    keys,
    inputs,
    grewOnly: keys.freshTxs.length === keys.txIds.length && resolved.length + blocks.moved.length + blocks.reorganised.length === 0,
    newTransactions: keys.freshTxs.length,
    flagged: flags.map(toFlagged),
    reorganised: blocks.reorganised.map(({ height, from, to }) => ({ height, from: hashToText(from), to: hashToText(to) })),
    read: readIds(keys),
  };
}

function noteDecoders({ batch, flags }: WriteContext): void {
  for (const { record } of batch.records) {
    for (const { subject, reason } of record.notes) {
      if (record.block !== null && sameBytes(subject, record.block.hash)) flags.block(subject, reason);
      else flags.tx(subject, reason);
    }
  }
}

function readIds({ txIds }: ResolvedKeys): BatchOutcome["read"] {
  const ids = new RangeSet(MOST_RANGES);
  for (const id of Float64Array.from(txIds).sort()) ids.add(id);
  return ids.ranges();
}

const MOST_RANGES = 10_000;
