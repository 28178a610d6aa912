import { CATEGORIES } from "@/lib/core/casework/claims";
import type { DetectInput } from "@/lib/core/detect/detect-input";
import { findingsOf } from "@/lib/core/detect/detect";
import { FINDING_GRADES, FINDING_KINDS, type Finding, type FindingGrade } from "@/lib/core/detect/findings";
import { oneOf } from "@/lib/core/one-of";
import { payoutsOf } from "@/lib/core/mining/payouts";
import type { TruthLoop } from "@/lib/core/simulate/truth";
import type { BenchReport } from "@/lib/platform/bench/analysis.bench";
import { miningInput } from "@/lib/platform/bench/payouts.bench";
import { finished, type SimulatedLedger, simulatedLedger } from "@/lib/platform/bench/simulated-ledger";
import { wilson } from "@/lib/platform/bench/wilson";

/** Seeds that nothing was tuned on: tuning used those below. */
const FIRST_SEED = 40_001;
const ECONOMIES = 50;
const SIZES = [
  { days: 20, miners: 60, launderers: 2 }, { days: 30, miners: 20, blockSeconds: 1_800, launderers: 6 }, { days: 24, miners: 100, blockSeconds: 1_200, launderers: 5, renters: 12 }, { days: 40, miners: 30, blockSeconds: 2_400, launderers: 4, renters: 10 },
] as const;

export interface Tally {
  economies: number;
  transactions: number;
  wallets: number;
  seconds: number;
  /** Laundering loops that came to their end, and those of them told; those with a co-spend, and corroborated; mixing transactions named. */
  loops: number;
  supported: number;
  coSpent: number;
  corroborated: number;
  commingled: number;
  commingledNamed: number;
  /** Findings by grade, and those among them that accuse an honest person. */
  readonly byGrade: Record<FindingGrade, { found: number; wrong: number }>;
  readonly byKind: Record<string, number>;
  readonly notes: string[];
}

export const emptyTally = (): Tally => ({
  economies: 0, transactions: 0, wallets: 0, seconds: 0, loops: 0, supported: 0, coSpent: 0, corroborated: 0, commingled: 0, commingledNamed: 0,
  byGrade: { lead: { found: 0, wrong: 0 }, supported: { found: 0, wrong: 0 }, corroborated: { found: 0, wrong: 0 } }, byKind: {}, notes: [],
});

/**
 * Findings in 50 · scale simulated economies against what their actors know to have done, with Wilson's 95 % intervals. On
 * simulated economies; no error rate in the field.
 */
export function benchDetection(scale: number): BenchReport {
  const tally = emptyTally();
  const economies = Math.max(1, Math.round(ECONOMIES * scale));
  for (let i = 0; i < economies; i += 1) measureDetection({ seed: FIRST_SEED + i, ...(SIZES[i % SIZES.length] ?? SIZES[0]) }, tally);
  const { corroborated, supported } = tally.byGrade;
  return {
    name: "detection",
    scale,
    figures: {
      economies, transactions: tally.transactions, launderingLoops: tally.loops, coSpentLoops: tally.coSpent, comminglingTransactions: tally.commingled,
      ...Object.fromEntries(FINDING_GRADES.flatMap((grade) => [[`${grade}Found`, tally.byGrade[grade].found], [`${grade}Wrong`, tally.byGrade[grade].wrong]])),
      ...Object.fromEntries(FINDING_KINDS.map((kind) => [kind, tally.byKind[kind] ?? 0])),
      ...named("corroboratedPrecision", corroborated.found - corroborated.wrong, corroborated.found),
      ...named("supportedPrecision", supported.found - supported.wrong, supported.found),
      ...named("corroboratedRecall", tally.corroborated, tally.coSpent),
      ...named("supportedRecall", tally.supported, tally.loops),
      ...named("comminglingNamed", tally.commingledNamed, tally.commingled),
      wrongPerTenThousandWallets: Math.round(((corroborated.wrong + supported.wrong) * 10_000_000) / tally.wallets) / 1_000,
      seconds: Math.round(tally.seconds * 1000) / 1000, transactionsPerSecond: Math.round(tally.transactions / tally.seconds),
    },
    ratio: {},
  };
}

function named(name: string, right: number, all: number): Record<string, number> {
  const { share, low, high } = wilson(right, all);
  return { [name]: share, [`${name}Low`]: low, [`${name}High`]: high };
}

export function measureDetection(options: Parameters<typeof simulatedLedger>[0], tally: Tally): readonly Finding[] {
  const economy = simulatedLedger(options);
  const began = performance.now();
  const input = detectInput(economy);
  const findings = finished(findingsOf(input));
  tally.seconds += (performance.now() - began) / 1000;
  tally.economies += 1;
  tally.transactions += economy.ledger.txCount;
  tally.wallets += new Set(input.walletOf).size;
  score(economy, findings, tally);
  return findings;
}

function score(economy: SimulatedLedger, findings: readonly Finding[], tally: Tally): void {
  scoreAccused(economy, findings, tally);
  const named = new Set(findings.flatMap(({ kind, commingling, payouts }) => [...commingling, ...(kind === "shared-deposit" ? payouts : [])].map(({ t }) => economy.txids[t])));
  for (const loop of economy.truth.loops) {
    if (loop.honest || !loop.complete || loop.payouts.length === 0) continue;
    const grade = Math.max(-1, ...tripsOf(economy, loop, findings).map((trip) => FINDING_GRADES.indexOf(trip.grade)));
    tally.loops += 1;
    if (grade >= FINDING_GRADES.indexOf("supported")) tally.supported += 1;
    else tally.notes.push(`missed loop of ${loop.actor}: ${loop.purchases.length} purchases, ${loop.payouts.length} payouts, ratio ${loop.ratio}`);
    if (loop.commingling.some(({ kind }) => kind === "co-spend")) {
      tally.coSpent += 1;
      if (grade === FINDING_GRADES.indexOf("corroborated")) tally.corroborated += 1;
      else tally.notes.push(`loop of ${loop.actor} was co-spent and is not corroborated`);
    }
    tally.commingled += loop.commingling.length;
    tally.commingledNamed += loop.commingling.filter(({ txid }) => named.has(txid)).length;
  }
}

/** Whoever was paid is accused; a finding is wrong when one of them is nobody's launderer. */
function scoreAccused({ truth, scripts, txids }: SimulatedLedger, findings: readonly Finding[], tally: Tally): void {
  const criminals = new Set(truth.loops.filter(({ honest }) => !honest).map(({ actor }) => actor));
  const ownerOf = new Map(truth.actors.flatMap((actor) => actor.addresses.map((address) => [scripts.get(address) ?? 0, actor.id] as const)));
  const sold = new Set(truth.loops.flatMap(({ commingling }) => commingling.filter(({ kind }) => kind === "shared-deposit").map(({ txid }) => txid)));
  for (const { kind, grade, payouts } of findings) {
    tally.byKind[kind] = (tally.byKind[kind] ?? 0) + 1;
    tally.byGrade[grade].found += 1;
    // A deposit address is the exchange's; whose it is for shows from who sold there.
    const accused = kind === "shared-deposit" ? payouts.filter(({ t }) => !sold.has(txids[t] ?? "")) : payouts;
    const wrong = new Set(accused.map(({ script }) => ownerOf.get(script) ?? "nobody").filter((owner) => !criminals.has(owner)));
    if (wrong.size === 0) continue;
    tally.byGrade[grade].wrong += 1;
    if (grade !== "lead") tally.notes.push(`${grade} ${kind} accuses ${[...wrong].join(", ")}`);
  }
}

/** The round trips that name a payout of this loop. */
function tripsOf({ txids, ledger }: SimulatedLedger, loop: TruthLoop, findings: readonly Finding[]): readonly Finding[] {
  const own = new Set(loop.payouts.map(({ txid, n }) => `${txid}:${n}`));
  return findings.filter(({ kind, payouts }) => kind === "mining-round-trip" && payouts.some(({ t, output }) => own.has(`${txids[t] ?? ""}:${output - (ledger.outputStart[t] ?? 0)}`)));
}

/** What an analyst of the economy would feed to detection: its claims at the start, and payouts as they are found. */
export function detectInput(economy: SimulatedLedger): DetectInput {
  const { input, pools } = miningInput(economy);
  const payouts = finished(payoutsOf(input, pools)).filter(({ grade }) => grade === "high").map(({ t, pool, members }) => ({ t, pool: pools[pool] ?? "", members }));
  const claims = economy.truth.known.map(({ address, category, label }, i) => ({
    id: `known-${i}`, script: economy.scripts.get(address) ?? 0, category: oneOf(CATEGORIES, category), role: category === "mining-pool" ? "pool-paying" as const : category === "theft" || category === "state-actor" ? null : "service-own" as const, name: label.split(":")[0] ?? label, status: "proposed" as const,
  }));
  return { ledger: input.ledger, walletOf: input.walletOf, mixes: input.mixes, payouts, claims, actor: null, fromTime: null, toTime: null };
}
