import { addressOfScript } from "@/lib/core/bitcoin/addresses";
import { TX_COINBASE } from "@/lib/core/bitcoin/columns";
import { scriptTypeId } from "@/lib/core/bitcoin/script-type";
import { classifyScript } from "@/lib/core/bitcoin/scripts";
import { byte, float, int, uint } from "@/lib/core/ledger/at";
import type { RowColumns } from "@/lib/core/row-columns";
import { inputCount, sourceOf } from "@/lib/features/ledger/batch";
import type { WriteContext } from "@/lib/features/ledger/context";
import { orderOfTx } from "@/lib/features/ledger/placing";
import type { ResolvedInputs } from "@/lib/features/ledger/resolve-inputs";
import { outputAddress, type ResolvedKeys } from "@/lib/features/ledger/resolve-keys";
import { sourceId } from "@/lib/features/ledger/write-sources";

export interface FreshRows {
  readonly keys: ResolvedKeys;
  readonly inputs: ResolvedInputs;
  /** Vertex of each record's block in the tree. */
  readonly vertexOf: Int32Array;
  /** By transaction of the batch; -1n where unknown. */
  readonly fees: BigInt64Array;
}

/** Rows sorted by their key go into the index next to each other; the heap takes them in any order. */
function sortedByKey(words: Int32Array, rows: readonly number[]): Uint32Array {
  const first = Float64Array.from(rows, (row, i) => swapped(int(words, 8 * row)) * 2 ** 21 + i);
  first.sort();
  return Uint32Array.from(first, (value) => value % 2 ** 21);
}

/** The first four bytes as the number by which Postgres sorts them. */
const swapped = (word: number): number => (((word & 0xff) << 24) | ((word & 0xff00) << 8) | ((word >>> 8) & 0xff00) | (word >>> 24)) >>> 0;

export async function writeFreshRows(ctx: WriteContext, fresh: FreshRows): Promise<void> {
  const { keys, inputs } = fresh;
  if (keys.freshScripts.length > 0) {
    ctx.changed = true;
    await writeAddresses(ctx, keys);
  }
  if (keys.freshTxs.length === 0) return;
  ctx.changed = true;
  const { sql } = ctx;
  await sql.copyIn("tx(id, network, txid, block_id, position, ord, time, fee, version, locktime, size, weight, input_count, output_count, status, flags, source_id)", await txRows(ctx, fresh));
  await sql.copyIn("output(tx_id, n, address_id, value, data)", outputRows(ctx, keys));
  await sql.copyIn("input(tx_id, n, prev_tx_id, prev_n, address_id, value, sequence)", inputRows(ctx, fresh));
  if (inputs.pending.length > 0) await sql.copyIn("pending_input(prev_txid, prev_n, network, tx_id, n)", pendingRows(ctx, fresh));
  await writeCoinbases(ctx, keys);
}

async function writeAddresses({ sql, batch, network, hasher }: WriteContext, { freshScripts, scriptIds }: ResolvedKeys): Promise<void> {
  const { table, list } = batch.scripts;
  const words = table.words();
  const count = freshScripts.length;
  const scripts = freshScripts.map((s) => list[s] ?? new Uint8Array(0));
  const types = scripts.map((script) => classifyScript(script));
  const texts = scripts.map((script) => addressOfScript(script, network, hasher));
  const ids = Float64Array.from(freshScripts, (s) => float(scriptIds, s));
  await sql.copyIn("address(id, network, script_hash, script, text, type)", {
    count,
    order: sortedByKey(words, freshScripts),
    columns: [
      { type: "int8", values: ids },
      { type: "int2", values: new Int16Array(count).fill(network.id) },
      { type: "bytea", bytes: new Uint8Array(words.buffer), start: Uint32Array.from(freshScripts, (s) => 32 * s), length: new Uint32Array(count).fill(32) },
      { type: "bytea", list: scripts },
      { type: "text", values: texts },
      { type: "int2", values: Int16Array.from(types, scriptTypeId) },
    ],
  });
  const keyed = freshScripts.flatMap((_, i) => (types[i] === "p2pk" && texts[i] !== null ? [i] : []));
  if (keyed.length === 0) return;
  await sql.copyIn("address_alias(text, network, address_id)", {
    count: keyed.length,
    columns: [
      { type: "text", values: keyed.map((i) => texts[i] ?? "") },
      { type: "int2", values: new Int16Array(keyed.length).fill(network.id) },
      { type: "int8", values: Float64Array.from(keyed, (i) => float(ids, i)) },
    ],
  });
}

async function txRows(ctx: WriteContext, { keys, vertexOf, fees }: FreshRows): Promise<RowColumns> {
  const { batch, network, memory } = ctx;
  const { freshTxs, txIds } = keys;
  const count = freshTxs.length;
  const sources = new Map<unknown, number>();
  for (const { source } of batch.records) if (!sources.has(source)) sources.set(source, await sourceId(ctx, source));
  const ids = Float64Array.from(freshTxs, (t) => float(txIds, t));
  const vertices = Int32Array.from(freshTxs, (t) => vertexOf[int(batch.recordOf, t)] ?? -1);
  const standings = Array.from(vertices, (vertex) => (vertex < 0 ? null : memory.tree.standing(vertex)));
  const times = freshTxs.map((t) => batch.records[int(batch.recordOf, t)]?.record.block?.time ?? -1);
  return {
    count,
    order: sortedByKey(batch.txids, freshTxs),
    columns: [
      { type: "int8", values: ids },
      { type: "int2", values: new Int16Array(count).fill(network.id) },
      { type: "bytea", bytes: new Uint8Array(batch.txids.buffer), start: Uint32Array.from(freshTxs, (t) => 32 * t), length: new Uint32Array(count).fill(32) },
      { type: "int8", ...known(Float64Array.from(vertices, (vertex) => (vertex < 0 ? -1 : memory.tree.id(vertex)))) },
      { type: "int4", ...known(Float64Array.from(freshTxs, (t, i) => (int(vertices, i) < 0 ? -1 : int(batch.position, t)))) },
      { type: "int8", values: BigInt64Array.from(freshTxs, (t, i) => orderOfTx(standings[i]?.height ?? null, int(batch.position, t), float(ids, i))) },
      { type: "int8", ...known(Float64Array.from(times)) },
      { type: "int8", values: BigInt64Array.from(freshTxs, (t) => fees[t] ?? -1n), nulls: Uint8Array.from(freshTxs, (t) => ((fees[t] ?? -1n) < 0n ? 1 : 0)) },
      { type: "int8", ...known(Float64Array.from(freshTxs, (t) => float(batch.version, t))) },
      { type: "int8", ...known(Float64Array.from(freshTxs, (t) => float(batch.locktime, t))) },
      { type: "int4", ...known(Float64Array.from(freshTxs, (t) => int(batch.size, t))) },
      { type: "int4", ...known(Float64Array.from(freshTxs, (t) => int(batch.weight, t))) },
      { type: "int4", values: Int32Array.from(freshTxs, (t) => inputCount(batch, t)) },
      { type: "int4", values: Int32Array.from(freshTxs, (t) => uint(batch.outputStart, t + 1) - uint(batch.outputStart, t)) },
      { type: "int2", values: Int16Array.from(standings, (standing) => (standing === null ? 1 : standing.main ? 0 : 2)) },
      { type: "int2", values: Int16Array.from(freshTxs, (t) => byte(batch.flags, t)) },
      { type: "int4", values: Int32Array.from(freshTxs, (t) => sources.get(sourceOf(batch, t)) ?? 0) },
    ],
  };
}

/** A column where -1 stands for what is not known. */
const known = (values: Float64Array): { values: Float64Array; nulls: Uint8Array } => ({ values, nulls: Uint8Array.from(values, (value) => (value === -1 ? 1 : 0)) });

function outputRows({ batch }: WriteContext, { freshTxs, txIds, scriptIds }: ResolvedKeys): RowColumns {
  const { outputStart, data } = batch;
  let count = 0;
  for (const t of freshTxs) count += uint(outputStart, t + 1) - uint(outputStart, t);
  const ids = new Float64Array(count);
  const ns = new Int32Array(count);
  const addresses = new Float64Array(count);
  const noAddress = new Uint8Array(count);
  const values = new BigInt64Array(count);
  const scripts = new Array<Uint8Array | null>(count).fill(null);
  let row = 0;
  for (const t of freshTxs) {
    const start = uint(outputStart, t);
    const end = uint(outputStart, t + 1);
    for (let o = start; o < end; o += 1) {
      ids[row] = float(txIds, t);
      ns[row] = o - start;
      const address = outputAddress(batch, o, scriptIds);
      addresses[row] = address;
      if (address === 0) {
        noAddress[row] = 1;
        scripts[row] = data.get(o) ?? null;
      }
      values[row] = batch.value[o] ?? 0n;
      row += 1;
    }
  }
  return {
    count,
    columns: [
      { type: "int8", values: ids },
      { type: "int4", values: ns },
      { type: "int8", values: addresses, nulls: noAddress },
      { type: "int8", values },
      { type: "bytea", list: scripts },
    ],
  };
}

function inputRows({ batch }: WriteContext, { keys, inputs }: FreshRows): RowColumns {
  const { inputStart } = batch;
  const rows: number[] = [];
  const ids: number[] = [];
  const ns: number[] = [];
  for (const t of keys.freshTxs) {
    const start = uint(inputStart, t);
    const end = uint(inputStart, t + 1);
    for (let i = start; i < end; i += 1) {
      rows.push(i);
      ids.push(float(keys.txIds, t));
      ns.push(i - start);
    }
  }
  const zeroIsNull = (column: Float64Array): { values: Float64Array; nulls: Uint8Array } => {
    const values = Float64Array.from(rows, (i) => float(column, i));
    return { values, nulls: Uint8Array.from(values, (value) => (value === 0 ? 1 : 0)) };
  };
  return {
    count: rows.length,
    columns: [
      { type: "int8", values: Float64Array.from(ids) },
      { type: "int4", values: Int32Array.from(ns) },
      { type: "int8", ...zeroIsNull(inputs.parents) },
      { type: "int4", values: Int32Array.from(rows, (i) => int(batch.prevN, i)) },
      { type: "int8", ...zeroIsNull(inputs.addresses) },
      { type: "int8", values: BigInt64Array.from(rows, (i) => inputs.values[i] ?? -1n), nulls: Uint8Array.from(rows, (i) => ((inputs.values[i] ?? -1n) < 0n ? 1 : 0)) },
      { type: "int8", ...known(Float64Array.from(rows, (i) => float(batch.sequence, i))) },
    ],
  };
}

function pendingRows({ batch, network }: WriteContext, { keys, inputs }: FreshRows): RowColumns {
  const { pending } = inputs;
  const owner = new Int32Array(batch.inputCount);
  for (const t of keys.freshTxs) owner.fill(t, uint(batch.inputStart, t), uint(batch.inputStart, t + 1));
  return {
    count: pending.length,
    order: sortedByKey(batch.prevTxids, pending),
    columns: [
      { type: "bytea", bytes: new Uint8Array(batch.prevTxids.buffer), start: Uint32Array.from(pending, (i) => 32 * i), length: new Uint32Array(pending.length).fill(32) },
      { type: "int4", values: Int32Array.from(pending, (i) => int(batch.prevN, i)) },
      { type: "int2", values: new Int16Array(pending.length).fill(network.id) },
      { type: "int8", values: Float64Array.from(pending, (i) => float(keys.txIds, int(owner, i))) },
      { type: "int4", values: Int32Array.from(pending, (i) => i - uint(batch.inputStart, int(owner, i))) },
    ],
  };
}

async function writeCoinbases({ sql, batch }: WriteContext, { freshTxs, txIds }: ResolvedKeys): Promise<void> {
  const rows = freshTxs.flatMap((t) => {
    const txs = batch.records[int(batch.recordOf, t)]?.record.txs;
    return txs !== undefined && txs.coinbaseTx >= 0 && (byte(batch.flags, t) & TX_COINBASE) !== 0 && txs.coinbaseScript.length > 0 ? [{ id: float(txIds, t), script: txs.coinbaseScript }] : [];
  });
  if (rows.length === 0) return;
  await sql.copyIn("coinbase(tx_id, script)", {
    count: rows.length,
    columns: [
      { type: "int8", values: Float64Array.from(rows, ({ id }) => id) },
      { type: "bytea", list: rows.map(({ script }) => script) },
    ],
  });
}

