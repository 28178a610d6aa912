import { existsSync, readFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { DEFAULT_MARGIN } from "@/lib/core/change/vote";
import { textToHash } from "@/lib/core/hex";
import type { NetworkName } from "@/lib/core/network";
import { SIMULATED_NETWORK } from "@/lib/core/simulate/economy";
import { simulateWhole } from "@/lib/core/simulate/simulate";
import type { Truth } from "@/lib/core/simulate/truth";
import type { ChangeAdvice } from "@/lib/features/change/change.ports";
import type { ImportOrder, ImportResult } from "@/lib/features/ledger/ledger.ports";
import type { BenchReport } from "@/lib/platform/bench/analysis.bench";
import { type Collapse, collapseOf, type JudgedLink, type Payment } from "@/lib/platform/bench/change-collapse";
import { type HeuristicScore, type KnownChange, type MarginScore, scoreHeuristics, scoreMargins, scoreSuggestions } from "@/lib/platform/bench/change-score";
import { nodeHasher } from "@/lib/platform/chain/hasher";
import { readChainFile } from "@/lib/platform/chain/open";
import type { Pool } from "@/lib/platform/db/pool";

interface Deps {
  /** A database of its own, migrated and empty. */
  readonly pool: Pool;
  readonly run: (order: ImportOrder) => Promise<ImportResult>;
  readonly analyse: () => Promise<unknown>;
  readonly change: { of(generation: number, txIds: readonly bigint[], needed?: number): Promise<ReadonlyMap<bigint, ChangeAdvice>> };
}

interface LabelledSet {
  readonly set: string;
  readonly transactions: number;
  readonly withChange: number;
  readonly heuristics: readonly HeuristicScore[];
  readonly vote: readonly MarginScore[];
}

export interface ChangeBench extends BenchReport {
  readonly sets: readonly LabelledSet[];
  /** Links made of the suggestions at the usual margin, and of bolder ones. */
  readonly collapse: readonly (Collapse & { readonly margin: number })[];
  readonly notes: readonly string[];
}

const DAYS = 60;
/** A single vote more is enough: how links go wrong, and what the guards stop of it. */
const BOLD_MARGIN = 1;
const MARGINS = [1, 2, 3, 4, 5, 6, 7, 8];
/** Where it lies beside the project. */
const REGTEST = path.resolve(import.meta.dirname, "../../../../shared/data/blocks/regtest-clusters");

/**
 * Precision and recall of every change heuristic, and of the vote at every margin, where the change is known: in a simulated economy of
 * 60 · scale days, and on the planted motifs of the designed regtest chain. Then what links made of all suggestions would do to wallets.
 */
export async function benchChange(deps: Deps, scale: number): Promise<ChangeBench> {
  const economy = simulateWhole({ days: Math.max(1, Math.round(DAYS * scale)), users: 100, userSeconds: 60_000 }, nodeHasher);
  await importText(deps, economy.transactions);
  const planted = existsSync(REGTEST) ? await importRegtest(deps) : null;
  await deps.analyse();
  const { rows } = await deps.pool.query<{ generation: number }>("SELECT generation FROM analysis_state");
  const generation = rows[0]?.generation ?? 0;
  const simulated = await judgeSimulated(deps, generation, economy.truth);
  const sets = [labelled("simulated economy", simulated.known)];
  if (planted !== null) sets.push(labelled("regtest-clusters, planted", await judgePlanted(deps, generation, planted)));
  return {
    name: "change",
    scale,
    ...headline(simulated.known),
    sets,
    collapse: simulated.collapse,
    notes: planted === null ? ["the designed regtest chain is not beside the project: only the simulated economy was measured"] : [],
  };
}

/** What the page shows (suggestions), and the vote alone at its usual margin. */
function headline(known: readonly KnownChange[]): Pick<BenchReport, "figures" | "ratio"> {
  const shown = scoreSuggestions(known);
  const [vote = shown] = scoreMargins(known, [DEFAULT_MARGIN]);
  return {
    figures: { transactions: known.length, withChange: changesOf(known), suggested: shown.named, suggestedRight: shown.right, voteNamed: vote.named, voteRight: vote.right },
    ratio: { precision: shown.precision ?? 0, recall: shown.recall ?? 0, votePrecision: vote.precision ?? 0, voteRecall: vote.recall ?? 0 },
  };
}

const changesOf = (known: readonly KnownChange[]): number => known.filter(({ change }) => change !== null).length;

const labelled = (set: string, known: readonly KnownChange[]): LabelledSet => ({
  set, transactions: known.length, withChange: changesOf(known), heuristics: scoreHeuristics(known), vote: scoreMargins(known, MARGINS),
});

async function importText(deps: Deps, lines: string): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), "assay-bench-"));
  try {
    const file = path.join(folder, "txs.ndjson");
    await writeFile(file, lines);
    await importFile(deps, file, SIMULATED_NETWORK.name, "esplora");
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function importFile({ run }: Deps, file: string, network: NetworkName, kind: "blk" | "esplora"): Promise<void> {
  await run({
    network,
    files: [{ name: file, bytes: 0, source: { kind, name: "bench", synthetic: true }, open: (startAt, signal) => readChainFile(file, { format: "auto", network, startAt, signal }) }],
    job: null,
    signal: new AbortController().signal,
  });
}

/** @returns the planted change by txid; null: planted without change. */
async function importRegtest(deps: Deps): Promise<ReadonlyMap<string, number | null>> {
  await importFile(deps, path.join(REGTEST, "btc/blocks/blk00000.dat"), "regtest", "blk");
  const answers = JSON.parse(readFileSync(path.join(REGTEST, "expected-change.json"), "utf8")) as { readonly planted: readonly { readonly txid: string; readonly outputs?: readonly number[] }[] };
  return new Map(answers.planted.map(({ txid, outputs }) => [txid, outputs?.[0] ?? null]));
}

async function judgePlanted({ pool, change }: Deps, generation: number, planted: ReadonlyMap<string, number | null>): Promise<readonly KnownChange[]> {
  const hashes = [...planted.keys()].map((txid) => Buffer.from(textToHash(txid) ?? []));
  const { rows } = await pool.query<{ id: bigint; txid: Buffer }>("SELECT id, txid FROM tx WHERE txid = ANY($1)", [hashes]);
  const advice = await change.of(generation, rows.map(({ id }) => id));
  return rows.flatMap(({ id, txid }) => {
    const opinion = advice.get(id)?.opinion;
    return opinion === undefined || opinion.notAsked !== null ? [] : [{ opinion, change: planted.get(Buffer.from(txid).reverse().toString("hex")) ?? null }];
  });
}

interface EndsRow {
  id: bigint;
  senders: (string | null)[];
  payees: (string | null)[];
  sender: bigint | null;
  wallets: (bigint | null)[];
}

/** The simulator knows whose every address is: change is the one output that pays the wallet which all inputs are of. */
async function judgeSimulated({ pool, change }: Deps, generation: number, truth: Truth): Promise<{ readonly known: readonly KnownChange[]; readonly collapse: ChangeBench["collapse"] }> {
  const ownerOf = new Map(truth.actors.flatMap((actor) => actor.wallets.flatMap((wallet, i) => wallet.addresses.map((address) => [address, `${actor.id} ${i}`] as const))));
  const { rows } = await pool.query<EndsRow>(
    `SELECT t.id, i.senders, o.payees, i.sender, o.wallets FROM tx t
     JOIN LATERAL (SELECT array_agg(DISTINCT a.text) AS senders, min(s.wallet_id) AS sender FROM input i LEFT JOIN address a ON a.id = i.address_id
                   LEFT JOIN address_summary s ON s.generation = $1 AND s.address_id = i.address_id WHERE i.tx_id = t.id) i ON i.senders IS NOT NULL
     JOIN LATERAL (SELECT array_agg(a.text ORDER BY o.n) AS payees, array_agg(s.wallet_id ORDER BY o.n) AS wallets FROM output o LEFT JOIN address a ON a.id = o.address_id
                   LEFT JOIN address_summary s ON s.generation = $1 AND s.address_id = o.address_id WHERE o.tx_id = t.id) o ON true
     WHERE t.network = $2 ORDER BY t.ord`,
    [generation, SIMULATED_NETWORK.id],
  );
  const ids = rows.map(({ id }) => id);
  const advice = await change.of(generation, ids);
  const judged = rows.flatMap((row) => {
    const given = advice.get(row.id);
    const owners = new Set(row.senders.map((address) => (address === null ? undefined : ownerOf.get(address))));
    const [owner] = owners;
    if (given === undefined || given.opinion.notAsked !== null || owners.size !== 1 || owner === undefined) return [];
    const own = row.payees.flatMap((address, n) => (address !== null && ownerOf.get(address) === owner ? [n] : []));
    // Two outputs to oneself: either may be called the change.
    return own.length > 1 ? [] : [{ id: row.id, opinion: given.opinion, change: own[0] ?? null }];
  });
  const pairs = [...advice.values()].flatMap(({ cannotLink }) => cannotLink);
  const payments = rows.flatMap(paymentOf);
  const collapse = [];
  for (const margin of [DEFAULT_MARGIN, BOLD_MARGIN]) {
    const bold = await change.of(generation, ids, margin);
    const links = judged.flatMap(({ id, change: own }) => linkOf(bold.get(id), own));
    collapse.push({ margin, ...collapseOf(links, pairs, payments) });
  }
  return { known: judged, collapse };
}

const linkOf = (advice: ChangeAdvice | undefined, change: number | null): readonly JudgedLink[] =>
  advice?.link == null ? [] : [{ ...advice.link, right: advice.opinion.suggestion?.n === change }];

function paymentOf({ sender, wallets }: EndsRow): readonly Payment[] {
  return sender === null ? [] : [{ sender: Number(sender), outputs: wallets.flatMap((wallet) => (wallet === null ? [] : [Number(wallet)])) }];
}
