import type { MiningInput } from "@/lib/core/mining/mining-ledger";
import type { Payout } from "@/lib/core/mining/payout";
import { payoutsOf } from "@/lib/core/mining/payouts";
import { PAYOUT_GRADES } from "@/lib/core/mining/words";
import type { BenchReport } from "@/lib/platform/bench/analysis.bench";
import { finished, type SimulatedLedger, simulatedLedger } from "@/lib/platform/bench/simulated-ledger";
import { wilson } from "@/lib/platform/bench/wilson";

/** Seeds that nothing was tuned on: tuning used those below. */
const FIRST_SEED = 20_001;
const ECONOMIES = 50;
const SIZES = [
  { days: 20, miners: 60 }, { days: 25, miners: 8, blockSeconds: 1_800 }, { days: 12, miners: 200 }, { days: 40, miners: 30, blockSeconds: 2_400 }, { days: 14, miners: 4, renters: 12, pools: 3 },
] as const;

interface Tally {
  found: number;
  right: number;
  real: number;
  byGrade: Record<string, { found: number; right: number }>;
  transactions: number;
  seconds: number;
}

/**
 * Payouts found in 50 · scale simulated economies against what their pools know to have paid: precision and recall with Wilson's
 * 95 % intervals. On simulated economies; no error rate in the field.
 */
export function benchPayouts(scale: number): BenchReport {
  const tally: Tally = { found: 0, right: 0, real: 0, byGrade: {}, transactions: 0, seconds: 0 };
  const economies = Math.max(1, Math.round(ECONOMIES * scale));
  for (let i = 0; i < economies; i += 1) measure({ seed: FIRST_SEED + i, ...(SIZES[i % SIZES.length] ?? SIZES[0]) }, tally);
  const precision = wilson(tally.right, tally.found);
  const recall = wilson(tally.right, tally.real);
  const grades = PAYOUT_GRADES.flatMap((grade) => Object.entries(tally.byGrade[grade] ?? { found: 0, right: 0 }).map(([what, count]) => [`${grade}${what === "found" ? "Found" : "Right"}`, count] as const));
  return {
    name: "payouts",
    scale,
    figures: {
      economies, transactions: tally.transactions, payouts: tally.real, found: tally.found, right: tally.right, ...Object.fromEntries(grades),
      precision: precision.share, precisionLow: precision.low, precisionHigh: precision.high, recall: recall.share, recallLow: recall.low, recallHigh: recall.high,
      detectionSeconds: Math.round(tally.seconds * 1000) / 1000, transactionsPerSecond: Math.round(tally.transactions / tally.seconds),
    },
    ratio: {},
  };
}

function measure(options: Parameters<typeof simulatedLedger>[0], tally: Tally): void {
  const economy = simulatedLedger(options);
  const { input, pools, actors } = miningInput(economy);
  const began = performance.now();
  const payouts: readonly Payout[] = finished(payoutsOf(input, pools));
  tally.seconds += (performance.now() - began) / 1000;
  const real = new Map(economy.truth.pools.filter(({ shape }) => shape !== "solo").flatMap((pool) => pool.payoutTxids.map((txid) => [txid, actors.indexOf(pool.actor)] as const)));
  tally.transactions += economy.ledger.txCount;
  tally.real += real.size;
  for (const { t, pool, grade } of payouts) {
    const right = real.get(economy.txids[t] ?? "") === pool ? 1 : 0;
    const graded = (tally.byGrade[grade] ??= { found: 0, right: 0 });
    tally.found += 1;
    tally.right += right;
    graded.found += 1;
    graded.right += right;
  }
}

/** What an analyst knows of an economy at the start: its pools' claimed addresses name blocks, claims on others keep them apart. */
export function miningInput({ ledger, rows, truth, scripts }: SimulatedLedger): { readonly input: MiningInput; readonly pools: readonly string[]; readonly actors: readonly string[] } {
  const walletOf = new Int32Array(ledger.addressSlots);
  for (const { count, address, wallet } of rows.addresses()) for (let i = 0; i < count; i += 1) walletOf[address[i] ?? 0] = wallet[i] ?? 0;
  const mixing = new Set([...rows.verdicts()].flatMap(({ txId, verdict }) => (verdict.mixes ? [txId] : [])));
  const named = truth.pools.filter(({ shape }) => shape !== "solo");
  const actors = ["", ...named.map(({ actor }) => actor)];
  const claimed = new Map<number, number>();
  const foreign = new Set<number>();
  for (const { address, category, actor } of truth.known) {
    const script = scripts.get(address) ?? 0;
    if (category === "mining-pool") claimed.set(script, actors.indexOf(actor));
    else foreign.add(walletOf[script] ?? 0);
  }
  const minedBy = Int16Array.from(ledger.txId, (_, t) => (ledger.coinbase[t] === 1 ? outputsOf(ledger, t).map((script) => claimed.get(script) ?? 0).find((pool) => pool > 0) ?? 0 : 0));
  const mixes = Uint8Array.from(ledger.txId, (id) => (mixing.has(id) ? 1 : 0));
  return { input: { ledger, walletOf, mixes, minedBy, claimed, foreign }, pools: ["", ...named.map(({ name }) => name)], actors };
}

const outputsOf = ({ outputStart, outputAddress }: SimulatedLedger["ledger"], t: number): number[] => [...outputAddress.subarray(outputStart[t] ?? 0, outputStart[t + 1] ?? 0)];
