import type { AnalysisRows } from "@/lib/core/analysis/analysis";
import type { AddressBatch, HistoryBatch } from "@/lib/core/analysis/histories";
import { intAt } from "@/lib/core/analysis/lists";
import type { WalletBatch } from "@/lib/core/analysis/wallets";
import { coinjoinNumber } from "@/lib/core/graph/flows";
import type { FlowBatch } from "@/lib/core/graph/flows-sum";
import type { Column, RowColumns } from "@/lib/core/row-columns";
import type { LedgerGrowth } from "@/lib/features/analysis/growth-read";
import type { Sql } from "@/lib/features/ledger/sql";

/**
 * What is to be added to the tables of an analysis, as rows whose sums are taken by key: parts of one row may come from the
 * new transactions, from wallets that merged, and as negative counts of what would otherwise count twice.
 */
const STAGING = `CREATE TEMP TABLE add_address(address_id int8, wallet_id int8, tx_count int4, received int8, sent int8, first_time int8, last_time int8) ON COMMIT DROP;
  CREATE TEMP TABLE add_flow(src int8, dst int8, tx_count int4, value int8, first_time int8, last_time int8) ON COMMIT DROP;
  CREATE TEMP TABLE add_wallet(id int8, network int2, address_count int4 DEFAULT 0, tx_count int4 DEFAULT 0, received int8 DEFAULT 0, sent int8 DEFAULT 0,
    first_time int8, last_time int8, in_parties int4 DEFAULT 0, out_parties int4 DEFAULT 0, synthetic bool DEFAULT false) ON COMMIT DROP;
  CREATE TEMP TABLE moved(old int8 PRIMARY KEY, new int8) ON COMMIT DROP;`;

export const openStaging = (sql: Sql): Promise<unknown> => sql.query(STAGING);

const int4 = (values: Int32Array): Column => ({ type: "int4", values });
const int8 = (values: Int32Array | BigInt64Array): Column => ({ type: "int8", values });
const time = (values: Float64Array): Column => ({ type: "int8", values, nulls: Uint8Array.from(values, (value) => (value < 0 ? 1 : 0)) });

/** Stages what the new transactions bring, under the ids of the store; histories and verdicts, which only grow, are written. */
export async function stageGrowth(sql: Sql, generation: number, growth: LedgerGrowth, rows: AnalysisRows): Promise<void> {
  const { addressIds, txIds } = growth;
  const stored = (ids: Int32Array): Int32Array => ids.map((id) => intAt(addressIds, id));
  const party = (code: number): number => (code > 0 ? intAt(addressIds, code) : code <= coinjoinNumber(0) ? coinjoinNumber(intAt(txIds, coinjoinNumber(code))) : code);
  const write = async <Batch extends { readonly count: number }>(target: string, batches: Iterable<Batch>, columnsOf: (batch: Batch) => readonly Column[]): Promise<void> => {
    await sql.copyIn(target, rowsOf(batches, columnsOf));
  };
  await write("address_tx(address_id, wallet_id, ord, tx_id, received, sent, generation)", rows.histories(), (batch: HistoryBatch) => [
    int8(stored(batch.address)), int8(stored(batch.wallet)), int8(batch.ord), int8(batch.txId.map((id) => intAt(txIds, id))), int8(batch.received), int8(batch.sent), int4(new Int32Array(batch.count).fill(generation)),
  ]);
  await write("add_address", rows.addresses(), (batch: AddressBatch) => [
    int8(stored(batch.address)), int8(stored(batch.wallet)), int4(batch.txCount), int8(batch.received), int8(batch.sent), time(batch.firstTime), time(batch.lastTime),
  ]);
  await write("add_flow", rows.flows(), (batch: FlowBatch) => [int8(batch.src.map(party)), int8(batch.dst.map(party)), int4(batch.txCount), int8(batch.value), time(batch.firstTime), time(batch.lastTime)]);
  await write("add_wallet(id, network, tx_count, received, sent, first_time, last_time, synthetic)", rows.wallets(), (batch: WalletBatch) => [
    int8(stored(batch.id)), { type: "int2", values: batch.network }, int4(batch.txCount), int8(batch.received), int8(batch.sent), time(batch.firstTime), time(batch.lastTime), { type: "bool", values: batch.synthetic },
  ]);
  const verdicts = [...rows.verdicts()];
  await sql.query("INSERT INTO coinjoin(generation, tx_id, kind, confidence, detail) SELECT $1, * FROM unnest($2::int8[], $3::text[], $4::int2[], $5::jsonb[])", [
    generation, verdicts.map(({ txId }) => intAt(txIds, txId)), verdicts.map(({ verdict }) => verdict.kind), verdicts.map(({ verdict }) => verdict.confidence), verdicts.map(({ verdict }) => JSON.stringify(verdict.detail)),
  ]);
}

function* rowsOf<Batch extends { readonly count: number }>(batches: Iterable<Batch>, columnsOf: (batch: Batch) => readonly Column[]): Generator<RowColumns> {
  for (const batch of batches) yield { count: batch.count, columns: columnsOf(batch) };
}
