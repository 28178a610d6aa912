import { BATCH_ROWS } from "@/lib/core/analysis/lists";
import type { Column, RowColumns } from "@/lib/core/row-columns";
import type { Measures } from "@/lib/platform/bench/clustering-measures";
import { copyIn } from "@/lib/platform/db/copy-binary";
import type { Client, Pool } from "@/lib/platform/db/pool";

/**
 * Writing the wallet of every address, and its link, as a generation beside the one that readers see, indexes standing, and the
 * swap that makes it current. Half of the addresses are linked, as in real chains. And what the server alone takes to copy the
 * same rows into bare tables and build their indexes.
 */
export async function writeBack(pool: Pool, addresses: number): Promise<Measures> {
  const client = await pool.connect();
  try {
    const { rows } = await client.query<{ generation: number }>("SELECT next_generation AS generation FROM analysis_state WHERE id = 1");
    const generation = rows[0]?.generation ?? 1;
    await client.query("CHECKPOINT");
    const began = performance.now();
    await copyIn(client, "address_summary(generation, address_id, wallet_id, tx_count, received, sent)", batches(addresses, generation, addressColumns));
    const written = performance.now();
    await copyIn(client, "link(generation, address_id, next_id, tx_id, rule)", batches(addresses / 2, generation, linkColumns));
    const linked = performance.now();
    await client.query("UPDATE analysis_state SET generation = $1, next_generation = $1 + 1 WHERE id = 1", [generation]);
    const swapped = performance.now();
    const bare = await bareCopy(client, generation);
    return {
      figures: {
        writtenAddresses: addresses, addressWritingSeconds: seconds(written - began), linkWritingSeconds: seconds(linked - written),
        swapMilliseconds: Math.round(10 * (swapped - linked)) / 10, writingSeconds: seconds(swapped - began), writingBareSeconds: seconds(bare),
      },
      ratio: { writingToBareCopy: Math.round((100 * (swapped - began)) / bare) / 100 },
      notes: [],
    };
  } finally {
    client.release();
  }
}

async function bareCopy(client: Client, generation: number): Promise<number> {
  const began = performance.now();
  for (const table of ["address_summary", "link"]) {
    await client.query(`CREATE TABLE bare_${table} (LIKE ${table})`);
    await client.query(`INSERT INTO bare_${table} SELECT * FROM ${table} WHERE generation = $1`, [generation]);
    const { rows } = await client.query<{ indexdef: string }>("SELECT indexdef FROM pg_indexes WHERE schemaname = current_schema() AND tablename = $1", [table]);
    for (const { indexdef } of rows) await client.query(indexdef.replace(/INDEX \S+ ON \S+/, `INDEX ON bare_${table}`));
  }
  return performance.now() - began;
}

const seconds = (milliseconds: number): number => Math.round(milliseconds / 10) / 100;

function* batches(count: number, generation: number, columnsOf: (ids: Int32Array) => Column[]): Generator<RowColumns> {
  for (let from = 1; from <= count; from += BATCH_ROWS) {
    const ids = new Int32Array(Math.min(BATCH_ROWS, Math.floor(count) - from + 1)).map((_, i) => from + i);
    yield { count: ids.length, columns: [{ type: "int4", values: new Int32Array(ids.length).fill(generation) }, ...columnsOf(ids)] };
  }
}

/** Every second address is a wallet's first; the others' wallets lie scattered, so that the index by wallet is not filled in order. */
const walletOf = (id: number): number => (id % 2 === 1 ? id : 1 + 2 * ((Math.imul(id, 0x9e3779b1) >>> 0) % (id / 2)));

const addressColumns = (ids: Int32Array): Column[] => [
  { type: "int8", values: ids },
  { type: "int8", values: ids.map(walletOf) },
  { type: "int4", values: new Int32Array(ids.length).fill(2) },
  { type: "int8", values: BigInt64Array.from(ids, (id) => 1_000n * BigInt(id)) },
  { type: "int8", values: BigInt64Array.from(ids, BigInt) },
];

const linkColumns = (ids: Int32Array): Column[] => [
  { type: "int8", values: ids.map((id) => 2 * id) },
  { type: "int8", values: ids.map((id) => walletOf(2 * id)) },
  { type: "int8", values: ids },
  { type: "int2", values: new Int16Array(ids.length) },
];
