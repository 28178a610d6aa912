import { TX_COINBASE } from "@/lib/core/bitcoin/columns";
import { networkById, subsidyAt } from "@/lib/core/network";
import type { BlockFees } from "@/lib/core/tracing/trace-tx";
import { idArray, type Reads } from "@/lib/features/tracing/reads";

interface FeeRow {
  coinbase: bigint;
  network: number;
  height: number;
  id: bigint;
  ord: bigint;
  fee: bigint | null;
}

/** By coinbase: the subsidy and every fee of its block in order. Blocks that are not whole, or where a fee is not known, are missing. */
export async function readBlockFees(reads: Reads, coinbaseIds: readonly number[]): Promise<ReadonlyMap<number, BlockFees>> {
  if (coinbaseIds.length === 0) return new Map();
  const { rows } = await reads.query<FeeRow>(
    `SELECT c.id AS coinbase, b.network, b.height, t.id, t.ord, t.fee
     FROM tx c JOIN block b ON b.id = c.block_id JOIN tx t ON t.block_id = b.id
     WHERE c.id = ANY(${idArray(coinbaseIds)}) AND c.position = 0 AND b.complete AND b.height IS NOT NULL AND (t.id = c.id OR t.flags & ${TX_COINBASE} = 0) ORDER BY c.id, t.position, t.id`,
  );
  const blocks = new Map<number, { subsidy: bigint; fees: { txId: number; ord: number; fee: bigint }[] }>();
  const unknown = new Set<number>();
  for (const row of rows) {
    const coinbase = Number(row.coinbase);
    const block = blocks.get(coinbase) ?? { subsidy: subsidyAt(networkById(row.network), row.height), fees: [] };
    blocks.set(coinbase, block);
    if (row.id === row.coinbase) continue;
    if (row.fee === null) unknown.add(coinbase);
    else block.fees.push({ txId: Number(row.id), ord: Number(row.ord), fee: row.fee });
  }
  for (const coinbase of unknown) blocks.delete(coinbase);
  return blocks;
}
