import type { Sats } from "@/lib/core/money";
import { CLEAN, cut, lineUp, taintedSats, wholly, type Coin, type Taint } from "@/lib/core/tracing/taint";

/** The ways to follow stolen money through a transaction that mixes it with other money (METHODS 2.1; LIBR 2.4). */
export const TRACE_METHODS = ["poison", "haircut", "fifo", "lifo", "seniority", "juniority", "tiho", "output-seniority", "libr"] as const;
export type TraceMethod = (typeof TRACE_METHODS)[number];

/** Raised when any method gives other numbers than before. */
export const TRACE_VERSION = 1;

/** One transaction as a method sees it. The fee is what the outputs leave; null: not known, since an input's value is not. */
export interface Spending {
  readonly coins: readonly Coin[];
  /** Values of the outputs, in order. */
  readonly outputs: readonly Sats[];
  readonly fee: Sats | null;
  /** Which outputs go back to the payer; only LIBR asks. */
  readonly own: readonly boolean[];
}

/** The taint of each output, and what of it left as fee. */
export interface Shares {
  readonly outputs: readonly Taint[];
  readonly fee: Taint;
}

type Spread = (spending: Spending) => Shares;

/** Whether the method asks where in the line of all inputs a coin stands, so that every input's value must be known. */
export const needsEveryValue = (method: TraceMethod): boolean => !VALUELESS.includes(method);
const VALUELESS: readonly TraceMethod[] = ["poison", "seniority", "juniority", "tiho"];

/** Poison creates value; all others conserve it to the sat. */
export const conserves = (method: TraceMethod): boolean => method !== "poison";

/** What the method makes of one transaction: a pure step in exact integers. */
export const spread = (method: TraceMethod, spending: Spending): Shares => SPREADS[method](spending);

/**
 * The way back: `coins` are the outputs with the fee last, `outputs` the inputs. FIFO and LIFO find exactly the coins that came
 * forward; the others, which forget where in a coin the taint was, apply their rule to the transaction turned round.
 */
export const spreadBack = (method: TraceMethod, spending: Spending): Shares => (method === "lifo" ? undoLifo(spending) : SPREADS[method](spending));

function amountOf(coins: readonly Coin[]): Sats {
  let sum = 0n;
  for (const { taint } of coins) if (taint.length > 0) sum += taintedSats(taint);
  return sum;
}
const some = (amount: Sats): Taint => (amount > 0n ? [amount, 1n] : CLEAN);
const least = (a: Sats, b: Sats): Sats => (a < b ? a : b);

const poison: Spread = ({ coins, outputs, fee }) => (amountOf(coins) > 0n ? { outputs: outputs.map(wholly), fee: wholly(fee ?? 0n) } : { outputs: outputs.map(() => CLEAN), fee: CLEAN });

const haircut: Spread = ({ coins, outputs, fee }) => {
  const tainted = amountOf(coins);
  const { shares, rest } = proRata(tainted, outputs, fee ?? 0n);
  return { outputs: shares.map(some), fee: some(rest) };
};

/**
 * floor(w · T / (sum w + fee)) for each output. What flooring leaves goes to the fee, as far as it reaches, and beyond that one sat
 * each to the outputs with the largest remainders (ties: the lower number), so that nothing is lost or made (METHODS 2.3).
 */
function proRata(tainted: Sats, outputs: readonly Sats[], fee: Sats): { readonly shares: readonly Sats[]; readonly rest: Sats } {
  let total = fee;
  for (const value of outputs) total += value;
  if (total === 0n || tainted === 0n) return { shares: outputs.map(() => 0n), rest: tainted };
  let left = tainted;
  const shares = outputs.map((value) => {
    const share = (value * tainted) / total;
    left -= share;
    return share;
  });
  const rest = least(left, fee);
  if (left > rest) {
    const remainder = (j: number): Sats => ((outputs[j] ?? 0n) * tainted) % total;
    const order = descending(outputs.length, remainder);
    for (let i = 0n; i < left - rest; i += 1n) {
      const j = order[parseInt(i.toString(), 10)] ?? 0;
      shares[j] = (shares[j] ?? 0n) + 1n;
    }
  }
  return { shares, rest };
}

/** 0 … count - 1 by what is asked of each, largest first; ties: the lower number. */
function descending(count: number, of: (j: number) => Sats): number[] {
  const keyed = Array.from({ length: count }, (_, j) => ({ j, key: of(j) }));
  keyed.sort((a, b) => (a.key > b.key ? -1 : a.key < b.key ? 1 : a.j - b.j));
  return keyed.map(({ j }) => j);
}

/** The line of all inputs is dealt out to the outputs in order, then to the fee. */
const fifo: Spread = ({ coins, outputs, fee }) => {
  const pieces = cut(lineUp(coins), [...outputs, fee ?? 0n]);
  return { outputs: pieces.slice(0, -1), fee: pieces.at(-1) ?? CLEAN };
};

/** The first output takes the end of the line, the next what stands before it, the fee what is left in front; order within a coin stays. */
const lifo: Spread = ({ coins, outputs, fee }) => {
  const [first = CLEAN, ...pieces] = cut(lineUp(coins), [fee ?? 0n, ...outputs.toReversed()]);
  return { outputs: pieces.reverse(), fee: first };
};

/** The line as LIFO left it, dealt out to where it came from. */
const undoLifo: Spread = ({ coins, outputs, fee }) => fifo({ coins: coins.toReversed(), outputs, fee, own: [] });

/** Outputs take taint whole, one after another, until none is left; the fee is last. */
const inTurn = (orderOf: (outputs: readonly Sats[]) => readonly number[]): Spread => ({ coins, outputs, fee }) => {
  let left = amountOf(coins);
  const shares: Taint[] = outputs.map(() => CLEAN);
  for (const j of orderOf(outputs)) {
    if (left === 0n) break;
    const share = least(outputs[j] ?? 0n, left);
    shares[j] = some(share);
    left -= share;
  }
  // With an unknown fee the rest can only have been one.
  return { outputs: shares, fee: some(fee === null ? left : least(fee, left)) };
};
const ascending = (outputs: readonly Sats[]): number[] => outputs.map((_, j) => j);
const seniority = inTurn(ascending);
const juniority = inTurn((outputs) => ascending(outputs).reverse());
const tiho = inTurn((outputs) => descending(outputs.length, (j) => outputs[j] ?? 0n));

/** FIFO, then the taint of each coin moves to its front: the state is an amount, not a list of runs. */
const outputSeniority: Spread = (spending) => {
  const { outputs, fee } = fifo(spending);
  return { outputs: outputs.map((taint) => some(taintedSats(taint))), fee: some(taintedSats(fee)) };
};

/**
 * Lowest intermediate balance, output by output (METHODS 2.4): own money leaves first, so what goes back to the payer is filled
 * with taint first, then the fee, and only the rest leaves, in proportion to the payments.
 */
const libr: Spread = ({ coins, outputs, fee, own }) => {
  let left = amountOf(coins);
  const shares = outputs.map((value, j) => {
    const share = own[j] === true ? least(value, left) : 0n;
    left -= share;
    return share;
  });
  const toFee = least(fee ?? 0n, left);
  const paid = proRata(left - toFee, outputs.map((value, j) => (own[j] === true ? 0n : value)), 0n);
  return { outputs: shares.map((share, j) => some(share + (paid.shares[j] ?? 0n))), fee: some(toFee + paid.rest) };
};

const SPREADS: Readonly<Record<TraceMethod, Spread>> = { poison, haircut, fifo, lifo, seniority, juniority, tiho, "output-seniority": outputSeniority, libr };
