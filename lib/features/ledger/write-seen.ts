import { byte, float, int, uint } from "@/lib/core/ledger/at";
import { inputCount, txidBytes } from "@/lib/features/ledger/batch";
import type { WriteContext } from "@/lib/features/ledger/context";
import type { ResolvedKeys } from "@/lib/features/ledger/resolve-keys";
import { type Place, storePlaces } from "@/lib/features/ledger/placing";
import { compareInputs, compareOutputs } from "@/lib/features/ledger/seen-details";
import { list, nullableList } from "@/lib/features/ledger/sql";

interface StoredTx {
  readonly id: bigint;
  readonly block_id: bigint | null;
  readonly position: number | null;
  readonly fee: bigint | null;
  readonly version: bigint | null;
  readonly locktime: bigint | null;
  readonly size: number | null;
  readonly weight: number | null;
  readonly input_count: number;
  readonly output_count: number;
  readonly flags: number;
}

/** What a second record adds to a stored transaction; null leaves the column as it is. */
interface Gains {
  readonly id: bigint;
  readonly fee: bigint | null;
  readonly version: number | null;
  readonly locktime: number | null;
  readonly size: number | null;
  readonly weight: number | null;
  readonly flags: number;
}

export interface SeenAgain {
  /** Transactions with a block they were not known to stand in, or a position in it. */
  readonly placed: readonly bigint[];
  /** Transactions whose inputs have become known better. */
  readonly refilled: readonly bigint[];
}

/** A transaction that the store has and a record tells of again: gaps are filled, contradictions flagged, what is stored stays. */
export async function mergeSeen(ctx: WriteContext, keys: ResolvedKeys, blockIdOf: (tx: number) => number): Promise<SeenAgain> {
  const { seenTxs, txIds } = keys;
  if (seenTxs.length === 0) return { placed: [], refilled: [] };
  const stored = await readStored(ctx, seenTxs.map((t) => float(txIds, t)));
  const gains: Gains[] = [];
  const places: Place[] = [];
  for (const t of seenTxs) {
    const row = stored.get(float(txIds, t));
    if (row === undefined) throw new Error("A transaction that was found is not there.");
    compareFacts(ctx, t, row);
    const gained = gainsOf(ctx, t, row);
    if (gained !== null) gains.push(gained);
    const blockId = blockIdOf(t);
    const position = int(ctx.batch.position, t);
    if (blockId > 0) places.push({ txid: txidBytes(ctx.batch, t), row, blockId, position: position < 0 ? null : position });
  }
  await storeGains(ctx, gains);
  const placed = await storePlaces(ctx, places);
  await compareOutputs(ctx, keys);
  return { placed, refilled: await compareInputs(ctx, keys) };
}

async function readStored({ sql }: WriteContext, ids: readonly number[]): Promise<ReadonlyMap<number, StoredTx>> {
  const { rows } = await sql.query<StoredTx>(
    "SELECT id, block_id, position, fee, version, locktime, size, weight, input_count, output_count, flags FROM tx WHERE id = ANY($1)",
    [list(ids)],
  );
  return new Map(rows.map((row) => [Number(row.id), row]));
}

function compareFacts({ batch, flags }: WriteContext, t: number, row: StoredTx): void {
  const counts = [row.input_count, row.output_count];
  const said = [inputCount(batch, t), uint(batch.outputStart, t + 1) - uint(batch.outputStart, t)];
  const differ = (stored: bigint | number | null, value: number): boolean => stored !== null && value !== -1 && Number(stored) !== value;
  const contradicted =
    differ(row.version, float(batch.version, t)) || differ(row.locktime, float(batch.locktime, t)) || differ(row.size, int(batch.size, t)) || differ(row.weight, int(batch.weight, t));
  if (contradicted || counts.join() !== said.join()) flags.tx(txidBytes(batch, t), "two sources say different things of this transaction");
  const fee = batch.fee[t] ?? -1n;
  if (fee >= 0n && row.fee !== null && row.fee !== fee) flags.tx(txidBytes(batch, t), `two fees are told of this transaction: ${row.fee} and ${fee} sats`);
}

function gainsOf({ batch }: WriteContext, t: number, row: StoredTx): Gains | null {
  const gain = (stored: unknown, value: number): number | null => (stored === null && value !== -1 ? value : null);
  const fee = batch.fee[t] ?? -1n;
  const isCoinbase = (row.flags & 1) !== 0;
  const gains: Gains = {
    id: row.id,
    fee: row.fee === null && fee >= 0n && !isCoinbase ? fee : null,
    version: gain(row.version, float(batch.version, t)),
    locktime: gain(row.locktime, float(batch.locktime, t)),
    size: gain(row.size, int(batch.size, t)),
    weight: gain(row.weight, int(batch.weight, t)),
    flags: row.flags | byte(batch.flags, t),
  };
  const { id: _, flags, ...rest } = gains;
  return flags === row.flags && Object.values(rest).every((value) => value === null) ? null : gains;
}

async function storeGains(ctx: WriteContext, gains: readonly Gains[]): Promise<void> {
  if (gains.length === 0) return;
  ctx.changed = true;
  const column = (of: (gain: Gains) => number | bigint | null): string => nullableList(gains.map(of));
  // Of a transaction that comes twice in a batch, one row of u is taken; the facts of both are the same or have been flagged.
  await ctx.sql.query(
    `UPDATE tx SET fee = coalesce(tx.fee, u.fee), version = coalesce(tx.version, u.version), locktime = coalesce(tx.locktime, u.locktime),
       size = coalesce(tx.size, u.size), weight = coalesce(tx.weight, u.weight), flags = tx.flags | u.flags
     FROM (SELECT id, max(fee) AS fee, max(version) AS version, max(locktime) AS locktime, max(size) AS size, max(weight) AS weight, bit_or(flags) AS flags
       FROM unnest($1::int8[], $2::int8[], $3::int8[], $4::int8[], $5::int4[], $6::int4[], $7::int2[]) AS g(id, fee, version, locktime, size, weight, flags) GROUP BY id) u
     WHERE tx.id = u.id`,
    [
      column(({ id }) => id),
      column(({ fee }) => fee),
      column(({ version }) => version),
      column(({ locktime }) => locktime),
      column(({ size }) => size),
      column(({ weight }) => weight),
      column(({ flags }) => flags),
    ],
  );
}
