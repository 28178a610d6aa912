import { createHash } from "node:crypto";
import { ANALYSIS_METHOD } from "@/lib/core/analysis/analysis";
import type { BenchReport } from "@/lib/platform/bench/analysis.bench";
import type { Pool } from "@/lib/platform/db/pool";
import type { Services } from "@/lib/platform/services";

export interface OpenWalletDeps {
  /** A database of its own, migrated and empty. */
  readonly pool: Pool;
  /** What a wallet page asks, over that database. */
  readonly wallets: Services["wallets"];
  readonly flows: Services["flows"];
}

const SMALL_WALLETS = 2_000;
const SMALL_HISTORY = 10;
const ROUNDS = 150;
const WARM_UP = 20;

/** Ids of addresses; a wallet bears the id of its first one. */
const ONE_ADDRESS = 1;
const MANY_ADDRESSES = 1_000_000;
const SMALL = 10_000;
const OTHERS = 3_000_000;

/**
 * Opening a wallet page (the wallet with its claims, the first page of its history, its largest counterparties) for wallets of
 * `transactions` transactions, one with a single address and one with as many addresses as transactions, against wallets
 * with ten; then expanding each in the graph.
 */
export async function benchOpenWallet({ pool, wallets, flows }: OpenWalletDeps, transactions: number): Promise<BenchReport> {
  await fill(pool, transactions);
  const open = async (id: number): Promise<void> => {
    const ref = refOf(id);
    await Promise.all([wallets.wallet("bitcoin", ref), wallets.walletHistory("bitcoin", ref, { limit: 50 }), flows.counterparties("bitcoin", ref, { direction: "out", limit: 50 })]);
  };
  const expand = async (id: number): Promise<void> => {
    await flows.expand(`wallet:bitcoin:${refOf(id)}`, { direction: "out", limit: 10, exclude: [] });
  };
  const opening = await measured(open);
  const expanding = await measured(expand);
  const figures = { transactions, ...flat("open", opening), ...flat("expand", expanding) };
  const ratio = (times: Timings): Record<string, number> => ({ oneAddress: round(times.oneAddress.p95 / times.small.p95), manyAddresses: round(times.manyAddresses.p95 / times.small.p95) });
  const [opened, expanded] = [ratio(opening), ratio(expanding)];
  return {
    name: "open-wallet",
    scale: transactions,
    figures,
    ratio: { openOneAddress: opened["oneAddress"] ?? 0, openManyAddresses: opened["manyAddresses"] ?? 0, expandOneAddress: expanded["oneAddress"] ?? 0, expandManyAddresses: expanded["manyAddresses"] ?? 0 },
  };
}

interface Percentiles {
  readonly p50: number;
  readonly p95: number;
}
type Timings = Readonly<Record<"small" | "oneAddress" | "manyAddresses", Percentiles>>;

/** In turns, so that whatever else the machine does falls on all three alike. */
async function measured(work: (wallet: number) => Promise<void>): Promise<Timings> {
  const millis = { small: [] as number[], oneAddress: [] as number[], manyAddresses: [] as number[] };
  for (let i = 0; i < WARM_UP + ROUNDS; i += 1) {
    const subjects = { small: SMALL + ((i * 37) % SMALL_WALLETS), oneAddress: ONE_ADDRESS, manyAddresses: MANY_ADDRESSES };
    for (const name of ["small", "oneAddress", "manyAddresses"] as const) {
      const began = performance.now();
      await work(subjects[name]);
      if (i >= WARM_UP) millis[name].push(performance.now() - began);
    }
  }
  return { small: percentiles(millis.small), oneAddress: percentiles(millis.oneAddress), manyAddresses: percentiles(millis.manyAddresses) };
}

function percentiles(millis: readonly number[]): Percentiles {
  const sorted = millis.toSorted((a, b) => a - b);
  const at = (share: number): number => round(sorted[Math.floor(share * sorted.length)] ?? 0);
  return { p50: at(0.5), p95: at(0.95) };
}

const round = (value: number): number => Math.round(value * 100) / 100;

const flat = (what: string, times: Timings): Record<string, number> =>
  Object.fromEntries(Object.entries(times).flatMap(([subject, { p50, p95 }]) => [[`${what}.${subject}.p50Ms`, p50], [`${what}.${subject}.p95Ms`, p95]]));

/** The script of an address row is a hash of its id, so that the row is found by name without asking the database. */
function refOf(id: number): string {
  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64BE(BigInt(id));
  return `script:${createHash("sha256").update(bytes).digest("hex")}`;
}

/** Rows straight into the tables of ledger and analysis: three kinds of wallets, each paying parties of its own. */
async function fill(pool: Pool, n: number): Promise<void> {
  const small = SMALL_WALLETS * SMALL_HISTORY;
  const statements = [
    `INSERT INTO source(id, kind, name, network) VALUES (1, 'block', 'bench', 0)`,
    `INSERT INTO address(id, network, script_hash, script, type) SELECT id, 0, sha256(int8send(id)), int8send(id), 0 FROM (
       SELECT ${ONE_ADDRESS}::int8 AS id UNION ALL SELECT ${SMALL} + generate_series(0, ${SMALL_WALLETS - 1})::int8
       UNION ALL SELECT ${MANY_ADDRESSES} + generate_series(0, ${n - 1})::int8 UNION ALL SELECT ${OTHERS} + generate_series(0, ${n + small - 1})::int8) ids`,
    `INSERT INTO tx(id, network, txid, ord, time, input_count, output_count, status, flags, source_id)
       SELECT id, 0, sha256(int8send(id)), id << 20, 1300000000 + id, 1, 2, 0, 0, 1 FROM generate_series(1::int8, ${2 * n + small}) id`,
    historyRows(`${ONE_ADDRESS}`, `${ONE_ADDRESS}`, { from: 1, to: n }),
    historyRows(`${MANY_ADDRESSES} + id % ${n}`, `${MANY_ADDRESSES}`, { from: n + 1, to: 2 * n }),
    historyRows(`${SMALL} + id % ${SMALL_WALLETS}`, `${SMALL} + id % ${SMALL_WALLETS}`, { from: 2 * n + 1, to: 2 * n + small }),
    `INSERT INTO address_summary SELECT generation, address_id, wallet_id, count(*), sum(received), sum(sent), 1300000000, 1400000000 FROM address_tx GROUP BY 1, 2, 3`,
    flowRows(`${ONE_ADDRESS}`, n),
    flowRows(`${MANY_ADDRESSES}`, n),
    `INSERT INTO flow(generation, src, dst, tx_count, value) SELECT 1, ${SMALL} + id % ${SMALL_WALLETS}, ${OTHERS + n} + id, 1, 1000 + id FROM generate_series(0::int8, ${small - 1}) id`,
    `INSERT INTO wallet(generation, id, network, address_count, tx_count, received, sent, out_parties, synthetic)
       SELECT 1, s.wallet_id, 0, count(*), sum(s.tx_count), 0, coalesce(max(f.value), 0), coalesce(max(f.parties), 0), false
       FROM address_summary s LEFT JOIN (SELECT src, sum(value) AS value, count(*) AS parties FROM flow GROUP BY src) f ON f.src = s.wallet_id GROUP BY s.wallet_id`,
    `INSERT INTO wallet(generation, id, network, address_count, tx_count, received, sent, in_parties, synthetic) SELECT 1, dst, 0, 1, count(*), sum(value), 0, count(*), false FROM flow GROUP BY dst`,
    `INSERT INTO address_summary SELECT 1, dst, dst, count(*), sum(value), 0, NULL, NULL FROM flow GROUP BY dst`,
    `INSERT INTO claim(id, version, current, subject_kind, network, subject_key, subject_text, label, category, status, scope, author_id)
       SELECT gen_random_uuid(), 1, true, 'address', 0, sha256(int8send(id)), 'bench', 'claim ' || id, 'exchange', 'proposed', 'shared', gen_random_uuid()
       FROM (SELECT ${MANY_ADDRESSES} + 97 * generate_series(0, 20)::int8 AS id UNION ALL SELECT ${SMALL} + generate_series(0, 199)::int8) ids`,
    `UPDATE analysis_state SET generation = 1, ledger_version = 0, method = '${ANALYSIS_METHOD}'`,
    "VACUUM ANALYZE",
  ];
  for (const statement of statements) await pool.query(statement);
}

const historyRows = (address: string, wallet: string, { from, to }: { readonly from: number; readonly to: number }): string =>
  `INSERT INTO address_tx(generation, address_id, ord, tx_id, wallet_id, received, sent) SELECT 1, ${address}, id << 20, id, ${wallet}, 1000, 0 FROM generate_series(${from}::int8, ${to}) id`;

const flowRows = (wallet: string, n: number): string =>
  `INSERT INTO flow(generation, src, dst, tx_count, value) SELECT 1, ${wallet}, ${OTHERS} + id, 1, 1000 + (id * 7919) % 100003 FROM generate_series(0::int8, ${n - 1}) id`;
