import { ANALYSIS_METHOD, type AnalysisRows, analysisOf } from "@/lib/core/analysis/analysis";
import type { Hasher } from "@/lib/core/bitcoin/columns";
import { AppError } from "@/lib/core/errors";
import type { AnalysisLease, AnalysisStats, GrowthStore, LedgerReach } from "@/lib/features/analysis/analysis.ports";
import { addLinks, addStaged, confirmPremixes } from "@/lib/features/analysis/growth-add";
import { mergeWallets } from "@/lib/features/analysis/growth-merge";
import { type LedgerGrowth, readGrowth } from "@/lib/features/analysis/growth-read";
import { openStaging, stageGrowth } from "@/lib/features/analysis/growth-staging";
import type { Sql } from "@/lib/features/ledger/sql";
import { copyIn, copyOut } from "@/lib/platform/db/copy-binary";
import { type Client, inTransaction, type Pool } from "@/lib/platform/db/pool";

/** With more than so many new transactions, a new generation takes no longer. */
const MOST_TRANSACTIONS = 20_000;

export function makeGrowthStore(pool: Pool, hasher: Hasher): GrowthStore {
  return { add: (lease) => inTransaction(pool, (client) => add(sqlOf(client), lease, hasher)) };
}

interface Basis {
  readonly generation: number;
  readonly stats: AnalysisStats;
  readonly reach: LedgerReach | Record<string, never>;
  readonly version: bigint;
  readonly next_tx: bigint;
}

/** Only where every change since the analysis was a pure addition. The lock keeps writers of the ledger out until the end. */
const BASIS = `SELECT a.generation, a.stats, a.reach, l.version, l.next_tx FROM ledger_state l, analysis_state a
  WHERE l.id = 1 AND a.id = 1 AND a.generation > 0 AND a.method = $1 AND l.grown_to = l.version AND l.grown_from <= a.ledger_version FOR SHARE OF l`;

async function add(sql: Sql, lease: AnalysisLease, hasher: Hasher): Promise<{ generation: number; stats: AnalysisStats } | null> {
  // All statements find rows by key; with thousands of keys at once, the planner would rather read whole tables into a hash.
  await sql.query("SET LOCAL enable_hashjoin = off; SET LOCAL enable_mergejoin = off; SET LOCAL enable_seqscan = off; SET LOCAL jit = off; SET LOCAL work_mem = '64MB'");
  const [basis] = (await sql.query<Basis>(BASIS, [ANALYSIS_METHOD])).rows;
  if (basis === undefined || !isReach(basis.reach) || Number(basis.next_tx) - basis.reach.lastTx > MOST_TRANSACTIONS) return null;
  const { generation } = basis;
  const growth = await readGrowth(sql, generation, basis.reach, hasher);
  if (growth === null) return null;
  const stats = await addGrowth(sql, basis, growth);
  const { rowCount } = await sql.query("UPDATE analysis_state SET ledger_version = $1, stats = $2, reach = $3, at = now() WHERE id = 1 AND leased_by = $4 AND generation = $5", [
    basis.version, JSON.stringify(stats), JSON.stringify(growth.reach), lease.owner, generation,
  ]);
  if (rowCount === 0) throw new AppError("conflict", "Another analysis took over before this one was done. Its result stands.");
  return { generation, stats };
}

const isReach = (reach: Basis["reach"]): reach is LedgerReach => "lastTx" in reach;

async function addGrowth(sql: Sql, { generation, stats }: Basis, growth: LedgerGrowth): Promise<AnalysisStats> {
  const rows = computed(growth);
  await openStaging(sql);
  const merged = await mergeWallets(sql, generation, growth, rows);
  await stageGrowth(sql, generation, growth, rows);
  const added = await addStaged(sql, generation);
  await addLinks(sql, generation, growth, rows);
  await confirmPremixes(sql, generation, growth, rows);
  // Pools and payouts rest on the whole ledger; they are found anew.
  await sql.query("UPDATE mining_state SET method = '' WHERE id = 1");
  return {
    ...stats,
    transactions: stats.transactions + growth.ledger.txCount,
    addresses: stats.addresses + added.addresses,
    wallets: stats.wallets + added.wallets - merged.wallets,
    multiAddressWallets: stats.multiAddressWallets + added.multiAddress - merged.multiAddress,
    coinjoins: stats.coinjoins + rows.counts.coinjoins,
    flows: stats.flows + added.flows - merged.flows,
  };
}

/** Some thousand transactions: milliseconds, in one go. */
function computed({ ledger, known }: LedgerGrowth): AnalysisRows {
  const steps = analysisOf(ledger, known);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

const sqlOf = (client: Client): Sql => ({
  query: (text, params) => client.query(text, params),
  copyIn: (target, rows) => copyIn(client, target, rows),
  copyOut: (query, kinds, onChunk) => copyOut(client, query, kinds, onChunk),
});
