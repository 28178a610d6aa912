import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { hashToText } from "@/lib/core/hex";
import { networkByName, type NetworkName } from "@/lib/core/network";
import { simulateWhole, type WholeEconomy } from "@/lib/core/simulate/simulate";
import type { ImportFile } from "@/lib/features/ledger/ledger.ports";
import type { Measures } from "@/lib/platform/bench/clustering-measures";
import { type PairScore, precision, recall, scorePairs, sumOfScores } from "@/lib/platform/bench/clustering-score";
import { nodeHasher } from "@/lib/platform/chain/hasher";
import { readChainFile } from "@/lib/platform/chain/open";
import type { Pool } from "@/lib/platform/db/pool";
import type { Services } from "@/lib/platform/services";

/** Data with known answers, where it lies beside the project. */
export const DATA = path.resolve(import.meta.dirname, "../../../../shared/data");
const REGTEST = path.join(DATA, "blocks/regtest-clusters");
const ESPLORA = path.join(DATA, "esplora/txs");
/** What the Esplora project's examples are known to be. */
const MIXES = ["whirlpool-coinjoin.json", "wabisabi-coinjoin.json", "joinmarket-coinjoin.json"];

export type QualityDeps = Pick<Services, "pool" | "importer" | "analysis">;

/**
 * Precision and recall of the base clusters, pair by pair, on ledgers with known owners: the designed regtest chain, a simulated
 * economy, and the guard's answers on real CoinJoins. Imports and analyses them as a user would.
 */
export async function clusteringQuality(deps: QualityDeps, days: number): Promise<Measures> {
  const economy = simulateWhole({ days }, nodeHasher);
  const folder = await mkdtemp(path.join(tmpdir(), "assay-bench-"));
  try {
    const lines = path.join(folder, "txs.ndjson");
    await writeFile(lines, economy.transactions);
    await load(deps, "testnet3", [lines], "esplora");
    const hasRegtest = existsSync(REGTEST);
    if (hasRegtest) await load(deps, "regtest", [path.join(REGTEST, "btc/blocks/blk00000.dat")], "blk");
    const fixtures = existsSync(ESPLORA) ? transactionFiles() : [];
    if (fixtures.length > 0) await load(deps, "bitcoin", fixtures, "esplora");
    await deps.analysis.analyse({ full: true });
    const simulated = await simulatedScore(deps.pool, economy);
    const parts = [simulated, ...(hasRegtest ? [await regtestScore(deps.pool)] : []), ...(fixtures.length > 0 ? [await fixtureScore(deps.pool, fixtures)] : [])];
    const notes = hasRegtest && fixtures.length > 0 ? [] : ["the chain with known clusters and the real CoinJoins are not beside the project: only the simulator was measured"];
    return { figures: Object.assign({}, ...parts) as Record<string, number>, ratio: {}, notes };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function load({ importer }: QualityDeps, network: NetworkName, files: readonly string[], kind: "blk" | "esplora"): Promise<void> {
  const file = (name: string): ImportFile => ({
    name, bytes: statSync(name).size, source: { kind, name: "bench", synthetic: network === "testnet3" },
    open: (startAt, signal) => readChainFile(name, { format: "auto", network, startAt, signal }),
  });
  await importer.run({ network, files: files.map(file), job: null, signal: new AbortController().signal });
}

/** Those of the examples that are transactions. */
const transactionFiles = (): string[] =>
  readdirSync(ESPLORA).map((name) => path.join(ESPLORA, name)).filter((name) => readFileSync(name, "utf8").includes('"vin"'));

/** Text of every address of a network to its wallet. */
async function walletsOf(pool: Pool, network: NetworkName): Promise<Map<string, string>> {
  const { rows } = await pool.query<{ text: string; wallet: bigint }>(
    "SELECT a.text, s.wallet_id AS wallet FROM address_summary s JOIN analysis_state g ON g.generation = s.generation JOIN address a ON a.id = s.address_id WHERE a.network = $1 AND a.text IS NOT NULL",
    [networkByName(network).id],
  );
  return new Map(rows.map(({ text, wallet }) => [text, wallet.toString()]));
}

async function simulatedScore(pool: Pool, economy: WholeEconomy): Promise<Record<string, number>> {
  const walletOf = await walletsOf(pool, "testnet3");
  const { actors } = economy.truth;
  const byActor = new Map(actors.flatMap(({ id, addresses }) => addresses.map((address) => [address, id] as const)));
  const byWallet = new Map(actors.flatMap(({ id, wallets }) => wallets.flatMap(({ name, addresses }) => addresses.map((address) => [address, `${id} ${name}`] as const))));
  const { rows } = await pool.query<{ several: number; excluded: number }>(
    `SELECT count(*)::int4 AS several, count(c.tx_id)::int4 AS excluded FROM tx t LEFT JOIN (coinjoin c JOIN analysis_state g ON g.generation = c.generation) ON c.tx_id = t.id AND c.kind <> 'whirlpool-tx0'
     WHERE t.network = $1 AND t.input_count > 1`,
    [networkByName("testnet3").id],
  );
  return {
    ...scored("simulatedOwner", scorePairs(walletOf, byActor)),
    ...scored("simulatedWallet", scorePairs(walletOf, byWallet)),
    simulatedOwners: actors.length, simulatedWallets: new Set(byWallet.values()).size, simulatedClusters: new Set(walletOf.values()).size, simulatedAddresses: walletOf.size,
    simulatedSeveralInputs: rows[0]?.several ?? 0, simulatedFalseExclusions: rows[0]?.excluded ?? 0,
    ...(await collapse(pool, walletOf)),
  };
}

/**
 * METHODS 1.9: a cluster of which a tenth or more of the transactions are payments of two outputs that both come back to it has
 * swallowed those it paid. Small clusters are left out: moving one's own coins once is no sign of it.
 */
async function collapse(pool: Pool, walletOf: ReadonlyMap<string, string>): Promise<Record<string, number>> {
  const { rows } = await pool.query<{ checked: number; collapsed: number }>(
    `WITH g AS (SELECT generation FROM analysis_state), both_inside AS (
       SELECT h.wallet_id, count(*) AS inside FROM (
         SELECT o.tx_id, min(s.wallet_id) AS wallet_id FROM output o JOIN g ON true JOIN address_summary s ON s.generation = g.generation AND s.address_id = o.address_id
         GROUP BY o.tx_id HAVING count(*) = 2 AND min(s.wallet_id) = max(s.wallet_id)) h
       WHERE EXISTS (SELECT 1 FROM input i JOIN g ON true JOIN address_summary s ON s.generation = g.generation AND s.address_id = i.address_id WHERE i.tx_id = h.tx_id AND s.wallet_id = h.wallet_id)
       GROUP BY h.wallet_id)
     SELECT count(*)::int4 AS checked, count(*) FILTER (WHERE 10 * b.inside >= w.tx_count)::int4 AS collapsed
     FROM wallet w JOIN g ON w.generation = g.generation LEFT JOIN both_inside b ON b.wallet_id = w.id WHERE w.tx_count >= 10 AND w.network = $1`,
    [networkByName("testnet3").id],
  );
  const sizes = new Map<string, number>();
  for (const wallet of walletOf.values()) sizes.set(wallet, (sizes.get(wallet) ?? 0) + 1);
  return { collapseChecked: rows[0]?.checked ?? 0, collapsed: rows[0]?.collapsed ?? 0, simulatedLargestCluster: Math.max(0, ...sizes.values()) };
}

/** The recorded clusters by common inputs alone, each of its eight addresses against everything it is put together with. */
async function regtestScore(pool: Pool): Promise<Record<string, number>> {
  const { clusters } = JSON.parse(readFileSync(path.join(REGTEST, "expected-clusters.json"), "utf8")) as { clusters: readonly { change: string; excludeCoinjoins: boolean; address: string; cluster: readonly string[] }[] };
  const walletOf = await walletsOf(pool, "regtest");
  const asked = new Map(clusters.filter((one) => one.change === "none" && one.excludeCoinjoins).map((one) => [one.address, one.cluster]));
  const scores = [...asked].map(([address, cluster]): PairScore => {
    const found = [...walletOf].flatMap(([other, wallet]) => (wallet === walletOf.get(address) && other !== address ? [other] : []));
    return { owned: cluster.length - 1, clustered: found.length, both: found.filter((other) => cluster.includes(other)).length };
  });
  return { ...scored("regtest", sumOfScores(scores)), regtestAnswers: asked.size, regtestClusters: new Set(walletOf.values()).size };
}

/** Real transactions of which it is known whether they are CoinJoins. */
async function fixtureScore(pool: Pool, files: readonly string[]): Promise<Record<string, number>> {
  const txids = (name: string): string[] => {
    const json: unknown = JSON.parse(readFileSync(name, "utf8"));
    return ((Array.isArray(json) ? json : [json]) as { txid: string }[]).map((tx) => tx.txid);
  };
  const { rows } = await pool.query<{ txid: Buffer }>("SELECT t.txid FROM coinjoin c JOIN analysis_state g ON g.generation = c.generation JOIN tx t ON t.id = c.tx_id WHERE c.kind <> 'whirlpool-tx0'");
  const found = new Set(rows.map(({ txid }) => hashToText(txid)));
  const flagged = (name: string): number => txids(name).filter((txid) => found.has(txid)).length;
  const of = (mixing: boolean): string[] => files.filter((name) => MIXES.includes(path.basename(name)) === mixing);
  const count = (names: readonly string[], many: (name: string) => number): number => names.reduce((sum, name) => sum + many(name), 0);
  return {
    fixtureCoinjoins: of(true).length, fixtureCoinjoinsFound: count(of(true), flagged),
    fixtureOthers: count(of(false), (name) => txids(name).length), fixtureOthersExcluded: count(of(false), flagged),
  };
}

const scored = (name: string, score: PairScore): Record<string, number> => ({
  [`${name}Precision`]: tenThousandths(precision(score)), [`${name}Recall`]: tenThousandths(recall(score)),
  [`${name}Pairs`]: score.owned, [`${name}PairsClustered`]: score.clustered, [`${name}PairsRight`]: score.both,
});

const tenThousandths = (value: number): number => Math.round(10_000 * value) / 10_000;
