import { TX_COINBASE } from "@/lib/core/bitcoin/columns";
import { big, byte, float, int, uint } from "@/lib/core/ledger/at";
import type { RowColumns } from "@/lib/core/row-columns";
import { inputCount } from "@/lib/features/ledger/batch";
import type { WriteContext } from "@/lib/features/ledger/context";
import { orderOfTx } from "@/lib/features/ledger/placing";
import type { ResolvedInputs } from "@/lib/features/ledger/resolve-inputs";
import { outputAddress, type ResolvedKeys } from "@/lib/features/ledger/resolve-keys";
import { known, knownSats, orderOfIds, pick, sortedByKey, zeroIsNull } from "@/lib/features/ledger/row-columns";
import { writeAddresses } from "@/lib/features/ledger/write-addresses";
import { sourceId } from "@/lib/features/ledger/write-sources";

export interface FreshRows {
  readonly keys: ResolvedKeys;
  readonly inputs: ResolvedInputs;
  /** Vertex of each record's block in the tree. */
  readonly vertexOf: Int32Array;
  /** By transaction of the batch; -1n where unknown. */
  readonly fees: BigInt64Array;
}

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

async function txRows(ctx: WriteContext, { keys, vertexOf, fees }: FreshRows): Promise<RowColumns> {
  const { batch, network } = ctx;
  const { freshTxs, txIds } = keys;
  const count = freshTxs.length;
  const places = await recordPlaces(ctx, vertexOf);
  const rows = freshTxs;
  const starts = new Uint32Array(count);
  const ids = new Float64Array(count);
  const blockIds = new Float64Array(count);
  const positions = new Int32Array(count);
  const orders = new BigInt64Array(count);
  const times = new Float64Array(count);
  const txFees = new BigInt64Array(count);
  const statuses = new Uint8Array(count);
  const sources = new Int32Array(count);
  for (let i = 0; i < count; i += 1) {
    const t = rows[i] ?? 0;
    const place = places[int(batch.recordOf, t)];
    if (place === undefined) continue;
    starts[i] = 32 * t;
    ids[i] = float(txIds, t);
    blockIds[i] = place.blockId;
    positions[i] = place.blockId < 0 ? -1 : int(batch.position, t);
    orders[i] = orderOfTx(place.height, int(batch.position, t), float(txIds, t));
    times[i] = place.time;
    txFees[i] = big(fees, t);
    statuses[i] = place.status;
    sources[i] = place.source;
  }
  return {
    count,
    columns: [
      { type: "int8", values: ids },
      { type: "int2", values: new Int16Array(count).fill(network.id) },
      { type: "bytea", bytes: new Uint8Array(batch.txids.buffer), start: starts, length: new Uint32Array(count).fill(32) },
      { type: "int8", ...known(blockIds) },
      { type: "int4", ...known(positions) },
      { type: "int8", values: orders },
      { type: "int8", ...known(times) },
      { type: "int8", ...knownSats(txFees) },
      { type: "int8", ...known(pick(batch.version, rows)) },
      { type: "int8", ...known(pick(batch.locktime, rows)) },
      { type: "int4", ...known(pick(batch.size, rows)) },
      { type: "int4", ...known(pick(batch.weight, rows)) },
      { type: "int4", values: Int32Array.from(rows, (t) => inputCount(batch, t)) },
      { type: "int4", values: Int32Array.from(rows, (t) => uint(batch.outputStart, t + 1) - uint(batch.outputStart, t)) },
      { type: "int2", values: statuses },
      { type: "int2", values: pick(batch.flags, rows) },
      { type: "int4", values: sources },
    ],
  };
}

/** What the transactions of a record have in common. */
interface RecordPlace {
  /** -1 where the record has no block. */
  readonly blockId: number;
  readonly height: number | null;
  /** -1 where unknown. */
  readonly time: number;
  readonly status: 0 | 1 | 2;
  readonly source: number;
}

async function recordPlaces(ctx: WriteContext, vertexOf: Int32Array): Promise<RecordPlace[]> {
  const { tree } = ctx.memory;
  const places: RecordPlace[] = [];
  for (const [r, { record, source: from }] of ctx.batch.records.entries()) {
    const source = await sourceId(ctx, from);
    const vertex = vertexOf[r] ?? -1;
    if (vertex < 0) {
      places.push({ blockId: -1, height: null, time: -1, status: 1, source });
      continue;
    }
    const { height, main } = tree.standing(vertex);
    places.push({ blockId: tree.id(vertex), height, time: record.block?.time ?? -1, status: main ? 0 : 2, source });
  }
  return places;
}

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
  let count = 0;
  for (const t of keys.freshTxs) count += uint(inputStart, t + 1) - uint(inputStart, t);
  const rows = new Uint32Array(count);
  const ids = new Float64Array(count);
  const ns = new Int32Array(count);
  const values = new BigInt64Array(count);
  let row = 0;
  for (const t of keys.freshTxs) {
    const start = uint(inputStart, t);
    const end = uint(inputStart, t + 1);
    for (let i = start; i < end; i += 1) {
      rows[row] = i;
      ids[row] = float(keys.txIds, t);
      ns[row] = i - start;
      values[row] = big(inputs.values, i);
      row += 1;
    }
  }
  const parents = pick(inputs.parents, rows);
  const order = orderOfIds(parents);
  return {
    count,
    ...(order === undefined ? {} : { order }),
    columns: [
      { type: "int8", values: ids },
      { type: "int4", values: ns },
      { type: "int8", ...zeroIsNull(parents) },
      { type: "int4", values: pick(batch.prevN, rows) },
      { type: "int8", ...zeroIsNull(pick(inputs.addresses, rows)) },
      { type: "int8", ...knownSats(values) },
      { type: "int8", ...known(pick(batch.sequence, rows)) },
    ],
  };
}

function pendingRows({ batch, network }: WriteContext, { keys, inputs }: FreshRows): RowColumns {
  const pending = sortedByKey(batch.prevTxids, inputs.pending);
  const owner = new Int32Array(batch.inputCount);
  for (const t of keys.freshTxs) owner.fill(t, uint(batch.inputStart, t), uint(batch.inputStart, t + 1));
  return {
    count: pending.length,
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
  const rows: { id: number; script: Uint8Array }[] = [];
  for (const t of freshTxs) {
    if ((byte(batch.flags, t) & TX_COINBASE) === 0) continue;
    const txs = batch.records[int(batch.recordOf, t)]?.record.txs;
    if (txs !== undefined && txs.coinbaseTx >= 0 && txs.coinbaseScript.length > 0) rows.push({ id: float(txIds, t), script: txs.coinbaseScript });
  }
  if (rows.length === 0) return;
  await sql.copyIn("coinbase(tx_id, script)", {
    count: rows.length,
    columns: [
      { type: "int8", values: Float64Array.from(rows, ({ id }) => id) },
      { type: "bytea", list: rows.map(({ script }) => script) },
    ],
  });
}

