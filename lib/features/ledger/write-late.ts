import { byte, float, uint } from "@/lib/core/ledger/at";
import { formatBtc } from "@/lib/core/money";
import { subsidyAt } from "@/lib/core/network";
import type { WriteContext } from "@/lib/features/ledger/context";
import { mismatch, noOutput } from "@/lib/features/ledger/resolve-inputs";
import { outputAddress, type ResolvedKeys } from "@/lib/features/ledger/resolve-keys";
import { KEYS, keyParams, list, nullableList } from "@/lib/features/ledger/sql";

interface Waiting {
  readonly i: number;
  readonly tx_id: bigint;
  readonly n: number;
  readonly prev_n: number;
  readonly value: bigint | null;
  readonly address_id: bigint | null;
}

interface LateInput {
  readonly waiting: Waiting;
  readonly parent: number;
  readonly address: number;
  readonly value: bigint;
}

/** Resolves stored inputs that waited for the batch's fresh transactions, before those are stored. @returns ids of the transactions whose inputs changed */
export async function resolveWaiting(ctx: WriteContext, keys: ResolvedKeys): Promise<readonly bigint[]> {
  const { sql, batch, memory, network } = ctx;
  const awaited = keys.freshTxs.filter((t) => !ctx.filtersComplete || memory.pendingFilter.has(batch.txids, 8 * t));
  if (awaited.length === 0) return [];
  const { rows } = await sql.query<Waiting>(
    `SELECT k.i, p.tx_id, p.n, p.prev_n, i.value, i.address_id FROM ${KEYS}
     JOIN pending_input p ON p.prev_txid = k.key AND p.network = $3 JOIN input i ON i.tx_id = p.tx_id AND i.n = p.n`,
    [...keyParams(batch.txids, awaited), network.id],
  );
  const late: LateInput[] = [];
  const odd: Waiting[] = [];
  for (const waiting of rows) {
    const t = awaited[waiting.i] ?? 0;
    const o = uint(batch.outputStart, t) + waiting.prev_n;
    if (waiting.prev_n < 0 || o >= uint(batch.outputStart, t + 1)) odd.push(waiting);
    else late.push({ waiting, parent: float(keys.txIds, t), address: outputAddress(batch, o, keys.scriptIds), value: batch.value[o] ?? 0n });
  }
  await flagInputs(ctx, odd.map(({ tx_id: id, n }) => ({ id, reason: noOutput(n) })));
  await flagInputs(ctx, late.flatMap(contradiction));
  await storeLate(ctx, late);
  return [...new Set(late.map(({ waiting }) => waiting.tx_id))];
}

function contradiction({ waiting, value, address }: LateInput): { id: bigint; reason: string }[] {
  const { tx_id: id, n, value: stated, address_id: statedAddress } = waiting;
  if (stated !== null && stated !== value) return [{ id, reason: mismatch(n, `${stated} sats`, `${value}`) }];
  return statedAddress !== null && Number(statedAddress) !== address ? [{ id, reason: mismatch(n, "another script", "its own") }] : [];
}

async function flagInputs({ sql, flags }: WriteContext, found: readonly { readonly id: bigint; readonly reason: string }[]): Promise<void> {
  if (found.length === 0) return;
  const { rows } = await sql.query<{ id: bigint; txid: Buffer }>("SELECT id, txid FROM tx WHERE id = ANY($1)", [list(found.map(({ id }) => id))]);
  const txids = new Map(rows.map(({ id, txid }) => [id, txid]));
  for (const { id, reason } of found) flags.tx(txids.get(id) ?? new Uint8Array(32), reason);
}

async function storeLate({ sql }: WriteContext, late: readonly LateInput[]): Promise<void> {
  if (late.length === 0) return;
  const ids = list(late.map(({ waiting }) => waiting.tx_id));
  const ns = list(late.map(({ waiting }) => waiting.n));
  await sql.query(
    `UPDATE input SET prev_tx_id = u.parent, address_id = u.address, value = u.value
     FROM unnest($1::int8[], $2::int4[], $3::int8[], $4::int8[], $5::int8[]) AS u(tx_id, n, parent, address, value) WHERE input.tx_id = u.tx_id AND input.n = u.n`,
    [ids, ns, list(late.map(({ parent }) => parent)), nullableList(late.map(({ address }) => (address === 0 ? null : address))), list(late.map(({ value }) => value))],
  );
  await sql.query("DELETE FROM pending_input p USING unnest($1::int8[], $2::int4[]) AS u(tx_id, n) WHERE p.tx_id = u.tx_id AND p.n = u.n", [ids, ns]);
}

/** Fees of stored transactions whose inputs have become known, or known otherwise. @returns the blocks they are in */
export async function settleFees({ sql, flags }: WriteContext, txIds: readonly bigint[]): Promise<readonly bigint[]> {
  if (txIds.length === 0) return [];
  const { rows } = await sql.query<{ id: bigint; txid: Buffer; fee: bigint | null; real: bigint }>(
    `SELECT t.id, t.txid, t.fee, x.spent - (SELECT coalesce(sum(o.value), 0)::int8 FROM output o WHERE o.tx_id = t.id) AS real
     FROM (SELECT i.tx_id, sum(i.value)::int8 AS spent FROM input i WHERE i.tx_id = ANY($1) GROUP BY i.tx_id HAVING bool_and(i.value IS NOT NULL)) x JOIN tx t ON t.id = x.tx_id`,
    [list(txIds)],
  );
  const wrong = rows.filter(({ fee, real }) => fee !== (real < 0n ? null : real));
  for (const { txid, fee, real } of rows) {
    if (real < 0n) flags.tx(txid, overspends(real));
    else if (fee !== null && fee !== real) flags.tx(txid, feeMismatch(fee, real));
  }
  if (wrong.length > 0) {
    await sql.query("UPDATE tx SET fee = u.fee FROM unnest($1::int8[], $2::int8[]) AS u(id, fee) WHERE tx.id = u.id", [
      list(wrong.map(({ id }) => id)),
      nullableList(wrong.map(({ real }) => (real < 0n ? null : real))),
    ]);
  }
  const settled = list(rows.map(({ id }) => id));
  const blocks = await sql.query<{ block_id: bigint }>(
    "SELECT DISTINCT block_id FROM tx WHERE id = ANY($1) AND block_id IS NOT NULL UNION SELECT block_id FROM tx_place WHERE tx_id = ANY($1)",
    [settled],
  );
  return blocks.rows.map((row) => row.block_id);
}

export const overspends = (fee: bigint): string => `pays out ${formatBtc(-fee)} more than it spends`;
export const feeMismatch = (stated: bigint, real: bigint): string => `a source says that the fee is ${stated} sats; inputs less outputs are ${real}`;

/** Coinbases above subsidy + fees, in complete blocks of known height of which all fees are known. */
export async function checkCoinbases({ sql, flags, network }: WriteContext, blockIds: readonly (number | bigint)[]): Promise<void> {
  if (blockIds.length === 0) return;
  const { rows } = await sql.query<{ height: number; fees: bigint; txid: Buffer; claimed: bigint }>(
    `WITH b AS MATERIALIZED (
       SELECT id, height, tx_count FROM block b WHERE id = ANY($1) AND complete AND height IS NOT NULL
         AND NOT EXISTS (SELECT 1 FROM tx t WHERE t.block_id = b.id AND t.fee IS NULL AND t.flags & 1 = 0)
     )
     SELECT b.height, m.fees, c.txid, (SELECT coalesce(sum(o.value), 0)::int8 FROM output o WHERE o.tx_id = c.id) AS claimed
     FROM b CROSS JOIN LATERAL (
       SELECT bool_and(t.fee IS NOT NULL OR t.flags & 1 = 1) AS known, count(*) AS txs, coalesce(sum(t.fee), 0)::int8 AS fees, max(t.id) FILTER (WHERE t.flags & 1 = 1) AS coinbase
       FROM (SELECT id FROM tx WHERE block_id = b.id UNION SELECT tx_id FROM tx_place WHERE block_id = b.id) x JOIN tx t ON t.id = x.id
     ) m
     JOIN tx c ON c.id = m.coinbase
     WHERE m.known AND m.txs = b.tx_count`,
    [list(blockIds)],
  );
  for (const { height, fees, txid, claimed } of rows) {
    const allowed = subsidyAt(network, height) + fees;
    if (claimed > allowed) flags.tx(txid, `the coinbase pays ${formatBtc(claimed)}; subsidy and fees are ${formatBtc(allowed)}`);
  }
}

/** Fees of the batch's fresh transactions: inputs less outputs where all inputs are known, else what the source says. */
export function freshFees(ctx: WriteContext, keys: ResolvedKeys, inputValues: BigInt64Array): BigInt64Array {
  const { batch, flags } = ctx;
  const fees = new BigInt64Array(batch.txCount).fill(-1n);
  for (const t of keys.freshTxs) {
    if ((byte(batch.flags, t) & 1) !== 0) continue;
    const stated = batch.fee[t] ?? -1n;
    const real = realFee(ctx, t, inputValues);
    fees[t] = real ?? stated;
    if (real === null) continue;
    const txid = new Uint8Array(batch.txids.buffer, 32 * t, 32);
    if (real < 0n) {
      flags.tx(txid, overspends(real));
      fees[t] = -1n;
    } else if (stated >= 0n && stated !== real) flags.tx(txid, feeMismatch(stated, real));
  }
  return fees;
}

function realFee({ batch }: WriteContext, t: number, inputValues: BigInt64Array): bigint | null {
  const start = uint(batch.inputStart, t);
  const end = uint(batch.inputStart, t + 1);
  if (start === end) return null;
  let fee = 0n;
  for (let i = start; i < end; i += 1) {
    const value = inputValues[i] ?? -1n;
    if (value < 0n) return null;
    fee += value;
  }
  for (let o = uint(batch.outputStart, t); o < uint(batch.outputStart, t + 1); o += 1) fee -= batch.value[o] ?? 0n;
  return fee;
}
