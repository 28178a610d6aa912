import { createReadStream, createWriteStream } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import { from as copyFrom, to as copyTo } from "pg-copy-streams";
import type { ImportOrder, ImportResult, RecordSource } from "@/lib/features/ledger/ledger.ports";
import type { BenchReport } from "@/lib/platform/bench/analysis.bench";
import { writeSyntheticChain } from "@/lib/platform/bench/synthetic-chain";
import { readChainFile } from "@/lib/platform/chain/open";
import type { Client, Pool } from "@/lib/platform/db/pool";

interface ImportBenchDeps {
  /** A database of its own, migrated and empty. */
  readonly pool: Pool;
  readonly run: (order: ImportOrder) => Promise<ImportResult>;
}

const TRANSACTIONS = 200_000;
const TABLES = ["block", "tx", "address", "address_alias", "output", "input", "pending_input", "coinbase"];

/**
 * Import of a generated chain of 200,000 · scale transactions into empty tables with all indexes, from one blk file and from one file of Esplora
 * lines; and a bare binary COPY of exactly the rows that came out into tables without indexes, then building the same indexes.
 */
export async function benchImport({ pool, run }: ImportBenchDeps, scale: number): Promise<BenchReport> {
  const folder = await mkdtemp(path.join(tmpdir(), "assay-bench-"));
  try {
    const blk = path.join(folder, "blk00000.dat");
    const lines = path.join(folder, "txs.ndjson");
    const chain = writeSyntheticChain(Math.round(TRANSACTIONS * scale), blk, lines);
    const fromBlocks = await measured({ pool, run }, { file: blk, bytes: chain.blkBytes, kind: "blk" }, folder);
    const fromLines = await measured({ pool, run }, { file: lines, bytes: chain.linesBytes, kind: "esplora" }, folder);
    return {
      name: "import",
      scale,
      figures: {
        transactions: chain.transactions, inputs: chain.inputs, outputs: chain.outputs, blocks: chain.blocks,
        ...named("blocks", fromBlocks, chain.transactions), ...named("esplora", fromLines, chain.transactions),
      },
      ratio: { blocksToBareCopy: tenths(fromBlocks.seconds / fromBlocks.bareSeconds), esploraToBareCopy: tenths(fromLines.seconds / fromLines.bareSeconds) },
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

interface Figures {
  readonly seconds: number;
  readonly bareSeconds: number;
  readonly addresses: number;
  /** Of this process: what the import itself computes; the rest is the server's work and waiting. */
  readonly cpuSeconds: number;
  readonly peakMegabytes: number;
  readonly megabytes: number;
}

const named = (prefix: string, { seconds, bareSeconds, addresses, cpuSeconds, peakMegabytes, megabytes }: Figures, transactions: number): Record<string, number> => ({
  [`${prefix}Seconds`]: tenths(seconds),
  [`${prefix}BareCopySeconds`]: tenths(bareSeconds),
  [`${prefix}CpuSeconds`]: tenths(cpuSeconds),
  [`${prefix}TransactionsPerSecond`]: Math.round(transactions / seconds),
  [`${prefix}MegabytesPerSecond`]: tenths(megabytes / seconds),
  [`${prefix}Addresses`]: addresses,
  [`${prefix}PeakMegabytes`]: peakMegabytes,
});

const tenths = (value: number): number => Math.round(10 * value) / 10;

interface Input {
  readonly file: string;
  readonly bytes: number;
  readonly kind: RecordSource["kind"];
}

async function measured({ pool, run }: ImportBenchDeps, { file, bytes, kind }: Input, folder: string): Promise<Figures> {
  await pool.query(`TRUNCATE ${TABLES.join(", ")}, tx_place, ledger_flag`);
  await pool.query("UPDATE ledger_state SET version = version + 1, next_tx = 1, next_address = 1, next_block = 1");
  await pool.query("CHECKPOINT");
  const memory = peakMemory();
  const cpu = process.cpuUsage();
  const began = performance.now();
  const result = await run({
    network: "regtest",
    files: [{ name: file, bytes, source: { kind, name: "bench", synthetic: true }, open: (startAt, signal) => readChainFile(file, { format: "auto", network: "regtest", startAt, signal }) }],
    job: null,
    signal: new AbortController().signal,
  });
  const seconds = (performance.now() - began) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  const peakMegabytes = memory();
  const bareSeconds = await bareCopy(pool, folder);
  return { seconds, bareSeconds, addresses: result.addresses, cpuSeconds: (user + system) / 1e6, peakMegabytes, megabytes: bytes / 1e6 };
}

/** The ledger's rows into tables without indexes, from files in the very format of COPY; then the indexes. Only that is timed. */
async function bareCopy(pool: Pool, folder: string): Promise<number> {
  const client = await pool.connect();
  try {
    const file = (table: string): string => path.join(folder, `${table}.copy`);
    for (const table of TABLES) {
      await pipeline(client.query(copyTo(`COPY ${table} TO STDOUT (FORMAT binary)`)), createWriteStream(file(table)));
      await client.query(`DROP TABLE IF EXISTS bare_${table}`);
      await client.query(`CREATE TABLE bare_${table} (LIKE ${table})`);
    }
    await client.query("CHECKPOINT");
    const began = performance.now();
    for (const table of TABLES) await bareTable(client, table, file(table));
    return (performance.now() - began) / 1000;
  } finally {
    for (const table of TABLES) await client.query(`DROP TABLE IF EXISTS bare_${table}`);
    client.release();
  }
}

async function bareTable(client: Client, table: string, file: string): Promise<void> {
  const { rows } = await client.query<{ indexdef: string }>("SELECT indexdef FROM pg_indexes WHERE schemaname = current_schema() AND tablename = $1", [table]);
  await pipeline(createReadStream(file, { highWaterMark: 1 << 18 }), client.query(copyFrom(`COPY bare_${table} FROM STDIN (FORMAT binary)`)));
  for (const { indexdef } of rows) await client.query(indexdef.replace(/INDEX \S+ ON \S+/, `INDEX ON bare_${table}`));
}

/** Resident memory of this process, sampled twenty times a second, in MB. */
function peakMemory(): () => number {
  let peak = 0;
  const sample = (): void => {
    peak = Math.max(peak, process.memoryUsage.rss());
  };
  const timer = setInterval(sample, 50);
  return () => {
    clearInterval(timer);
    sample();
    return Math.round(peak / 1e6);
  };
}
