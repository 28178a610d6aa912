import { STANDARD_DENOMINATIONS } from "@/lib/core/coinjoin/wabisabi";
import type { TxView } from "@/lib/core/coinjoin/view";
import type { Random } from "@/lib/core/simulate/random";

/** A generated WabiSabi round, and which participant (0, 1, ...) every input and every output belongs to. */
export interface GeneratedRound {
  readonly view: TxView;
  readonly inputOwner: readonly number[];
  readonly outputOwner: readonly number[];
}

const SMALLEST_COIN = 100_000n;
const LARGEST_COIN = 100_000_000n;
/** No output is smaller. */
const SMALLEST = 5_000n;
/** Weight units do not matter here: what it costs to spend a coin and to be paid one, at 5 sats a virtual byte. */
const INPUT_COST = 345n;
const OUTPUT_COST = 155n;
const MOST_OUTPUTS = 10;
const TRIES = 200;
const DESCENDING = [...STANDARD_DENOMINATIONS].sort((a, b) => (a > b ? -1 : 1));

/**
 * A round by the amount decomposition that Wasabi publishes (AmountDecomposer), 200 random candidates instead of 10,000 and no
 * exhaustive search for a decomposition without change: generated rounds leave more change than real ones, which makes them
 * harder to recognise. Coins are spread evenly over the orders of magnitude from 100,000 sats to a bitcoin.
 */
export function wabisabiRound(random: Random, participants: number, inputs: number): GeneratedRound {
  const coins = Array.from({ length: inputs }, (_, i) => ({ owner: i < participants ? i : random.below(participants), value: random.spread(SMALLEST_COIN, LARGEST_COIN) }));
  coins.sort((a, b) => (a.value > b.value ? -1 : 1));
  const values = coins.map((coin) => coin.value - INPUT_COST);
  const amounts = sharedAmounts(values);
  const paid = Array.from({ length: participants }, (_, owner) => {
    const own = values.reduce((sum, value, i) => (coins[i]?.owner === owner ? sum + value : sum), 0n);
    return decomposed(own, amounts, random).map((value) => ({ owner, value }));
  }).flat();
  paid.sort((a, b) => (a.value > b.value ? -1 : 1));
  return {
    view: {
      coinbase: false,
      inputs: coins.map(({ value }, i) => ({ script: 1 + i, value, type: null })),
      outputs: paid.map(({ value }, i) => ({ script: 1 + inputs + i, value, type: null })),
    },
    inputOwner: coins.map(({ owner }) => owner),
    outputOwner: paid.map(({ owner }) => owner),
  };
}

/** Amounts that the greedy breakdown of all inputs yields at least twice, thinned out towards the top. */
function sharedAmounts(values: readonly bigint[]): bigint[] {
  const second = values[1] ?? 0n;
  const affordable = DESCENDING.filter((amount) => amount + OUTPUT_COST <= second);
  const times = new Map<bigint, number>();
  for (const value of values) for (const amount of greedy(value, affordable)) times.set(amount, (times.get(amount) ?? 0) + 1);
  const shared = affordable.filter((amount) => (times.get(amount) ?? 0) > 1);
  const kept: bigint[] = [];
  shared.forEach((amount, i) => {
    const severity = 1_000 + Math.floor((500 * (shared.length - i)) / shared.length);
    const last = kept.at(-1);
    if (last === undefined || amount * BigInt(severity) <= last * 1_000n) kept.push(amount);
  });
  return kept;
}

function greedy(value: bigint, amounts: readonly bigint[]): bigint[] {
  const parts: bigint[] = [];
  let rest = value;
  for (const amount of amounts) {
    for (; amount + OUTPUT_COST <= rest && rest >= SMALLEST + OUTPUT_COST; rest -= amount + OUTPUT_COST) parts.push(amount);
  }
  return parts;
}

/** Of the candidates without change one that costs little more than the cheapest; where all have change, one with little of it. */
function decomposed(sum: bigint, amounts: readonly bigint[], random: Random): bigint[] {
  const candidates = Array.from({ length: TRIES }, () => candidate(sum, amounts, random));
  const changeless = candidates.filter(({ change }) => change === 0n);
  const cheapest = Math.min(...changeless.map(({ parts }) => parts.length));
  if (changeless.length > 0) return random.pick(changeless.filter(({ parts }) => parts.length <= 1.2 * cheapest)).parts;
  const least = candidates.reduce((most, { change }) => (change < most ? change : most), sum);
  const tolerance = [sum / 10n, (least * 12n) / 10n, 100_000n].reduce((most, bound) => (bound > most ? bound : most));
  return random.pick(candidates.filter(({ change }) => change <= tolerance)).parts;
}

function candidate(sum: bigint, amounts: readonly bigint[], random: Random): { readonly parts: bigint[]; readonly change: bigint } {
  const parts: bigint[] = [];
  let rest = sum;
  while (parts.length < MOST_OUTPUTS - 1) {
    const affordable = amounts.filter((amount) => amount + OUTPUT_COST <= rest);
    const large = affordable.filter((amount) => 3n * (amount + OUTPUT_COST) >= rest);
    const amount = large.length > 0 ? random.pick(large) : affordable[0];
    if (amount === undefined) break;
    parts.push(amount);
    rest -= amount + OUTPUT_COST;
  }
  const change = rest >= SMALLEST + OUTPUT_COST || parts.length === 0 ? rest - OUTPUT_COST : 0n;
  return { parts: change > 0n ? [...parts, change] : parts, change };
}
