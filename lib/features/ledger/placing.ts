import { TX_COINBASE } from "@/lib/core/bitcoin/columns";
import { chainOrder, unplacedOrder } from "@/lib/core/graph/order";
import type { WriteContext } from "@/lib/features/ledger/context";
import { list, nullableList } from "@/lib/features/ledger/sql";

/** Where a block's height is known and the transaction's position in it is not, it is counted among the last. */
const LAST_POSITION = 2 ** 20 - 1;

/** @param position -1 when nobody states it */
export function orderOfTx(height: number | null, position: number, id: number): bigint {
  if (height === null) return unplacedOrder(BigInt(id));
  return chainOrder(height, position < 0 ? LAST_POSITION : position);
}

/**
 * Puts stored transactions where they belong: of all blocks a transaction stands in, the one on the best chain counts (of two, as
 * of a coinbase that came twice, the lower; ties: the smaller hash). Transactions only in other blocks are reorganised out.
 */
export async function placeTxs(ctx: WriteContext, blockIds: readonly number[], txIds: readonly bigint[]): Promise<void> {
  if (blockIds.length + txIds.length === 0) return;
  const { rowCount } = await ctx.sql.query(
    `WITH touched AS (
       SELECT id AS tx_id FROM tx WHERE block_id = ANY($1) UNION SELECT tx_id FROM tx_place WHERE block_id = ANY($1) UNION SELECT unnest($2::int8[])
     ), places AS (
       SELECT p.tx_id, p.block_id, p.position FROM touched JOIN tx_place p USING (tx_id)
       UNION SELECT t.id, t.block_id, t.position FROM touched JOIN tx t ON t.id = tx_id WHERE t.block_id IS NOT NULL
     ), best AS (
       SELECT DISTINCT ON (p.tx_id) p.tx_id, b.id AS block_id, p.position, b.time, CASE WHEN b.main THEN 0 ELSE 2 END AS status,
         CASE WHEN b.height IS NULL THEN ${2n ** 61n} + p.tx_id ELSE b.height::int8 * ${2 ** 20} + coalesce(p.position, ${LAST_POSITION}) END AS ord
       FROM places p JOIN block b ON b.id = p.block_id ORDER BY p.tx_id, b.main DESC, b.height NULLS LAST, b.hash, p.position NULLS LAST
     )
     UPDATE tx SET block_id = b.block_id, position = b.position, time = b.time, status = b.status, ord = b.ord FROM best b
     WHERE tx.id = b.tx_id AND (tx.block_id, tx.status, tx.ord, tx.time) IS DISTINCT FROM (b.block_id, b.status::int2, b.ord, b.time)`,
    [list(blockIds), list(txIds)],
  );
  if ((rowCount ?? 0) > 0) ctx.changed = true;
}

/** A block that a record puts a stored transaction in. */
export interface Place {
  readonly txid: Uint8Array;
  readonly row: { readonly id: bigint; readonly block_id: bigint | null; readonly position: number | null; readonly flags: number };
  readonly blockId: number;
  readonly position: number | null;
}

/** Keeps every block that a transaction stands in. @returns ids of the transactions that are to be placed anew */
export async function storePlaces(ctx: WriteContext, places: readonly Place[]): Promise<readonly bigint[]> {
  const own: Place[] = [];
  const others: Place[] = [];
  for (const group of byTx(places).values()) {
    const [first] = group;
    if (first === undefined) continue;
    const current = first.row.block_id === null ? first.blockId : Number(first.row.block_id);
    for (const place of group) {
      if (place.blockId !== current) others.push(place);
      else if (place.row.block_id === null || (place.row.position === null && place.position !== null)) own.push(place);
      else if (place.position !== null && place.position !== place.row.position) ctx.flags.tx(place.txid, `two positions in its block are told of this transaction: ${place.row.position ?? "?"} and ${place.position}`);
    }
  }
  await setOwnPlaces(ctx, own);
  await noteOtherPlaces(ctx, others);
  return [...new Set([...own, ...others].map(({ row }) => row.id))];
}

/** Each transaction's places, one a block. */
function byTx(places: readonly Place[]): ReadonlyMap<bigint, readonly Place[]> {
  const groups = new Map<bigint, Place[]>();
  for (const place of places) {
    const group = groups.get(place.row.id) ?? [];
    const same = group.findIndex(({ blockId }) => blockId === place.blockId);
    if (same < 0) group.push(place);
    else if (group[same]?.position === null) group[same] = place;
    groups.set(place.row.id, group);
  }
  return groups;
}

async function setOwnPlaces(ctx: WriteContext, places: readonly Place[]): Promise<void> {
  if (places.length === 0) return;
  ctx.changed = true;
  const params = [list(places.map(({ row }) => row.id)), list(places.map(({ blockId }) => blockId)), nullableList(places.map(({ position }) => position))];
  const values = "unnest($1::int8[], $2::int8[], $3::int4[]) AS u(id, block_id, position)";
  await ctx.sql.query(`UPDATE tx SET block_id = u.block_id, position = u.position FROM ${values} WHERE tx.id = u.id`, params);
  await ctx.sql.query(`UPDATE tx_place p SET position = u.position FROM ${values} WHERE p.tx_id = u.id AND p.block_id = u.block_id AND p.position IS NULL`, params);
}

async function noteOtherPlaces(ctx: WriteContext, places: readonly Place[]): Promise<void> {
  if (places.length === 0) return;
  for (const { txid, row } of places) if ((row.flags & TX_COINBASE) !== 0) ctx.flags.tx(txid, "the same coinbase transaction stands in more than one block");
  const { rowCount } = await ctx.sql.query(
    `INSERT INTO tx_place (tx_id, block_id, position)
     SELECT id, block_id, position FROM tx WHERE id = ANY($1) AND block_id IS NOT NULL UNION SELECT * FROM unnest($1::int8[], $2::int8[], $3::int4[])
     ON CONFLICT (tx_id, block_id) DO UPDATE SET position = excluded.position WHERE tx_place.position IS NULL AND excluded.position IS NOT NULL`,
    [list(places.map(({ row }) => row.id)), list(places.map(({ blockId }) => blockId)), nullableList(places.map(({ position }) => position))],
  );
  if ((rowCount ?? 0) > 0) ctx.changed = true;
}
