import type { Account, Paid, Purchase } from "@/lib/core/detect/accounts";
import type { Chance } from "@/lib/core/detect/findings";
import { PARAMETERS, type ServiceBounds } from "@/lib/core/detect/parameters";
import type { PaidOut, Receiver } from "@/lib/core/detect/receivers";
import { WHOLE } from "@/lib/core/detect/taint";

const WHOLE_SATS = BigInt(WHOLE);
/** A work that was paid in full is worth this much of its price (METHODS 4.2, shape s1), in parts per million. */
const USUAL = 900_000;
/** Purchases of one account are tried in runs of at most this many. */
const LONGEST_RUN = 12;

/** Purchases in a row, and payouts to one wallet that they may explain. */
export interface Match {
  readonly receiver: Receiver;
  readonly purchases: readonly Purchase[];
  readonly payouts: readonly PaidOut[];
  /** Parts per million. */
  readonly ratio: number;
  /** Seconds from the first purchase to the first payout. */
  readonly lag: number;
}

export const boundsOf = (account: Account): ServiceBounds => PARAMETERS.services[account.service.category === "cloud-mining" ? "cloud-mining" : "hash-rental"];

const sumOf = (paid: readonly Paid[]): bigint => paid.reduce((sum, { value }) => sum + value, 0n);

/** Payouts over purchases less refunds, in parts per million; null when nothing was paid in the end. */
export function ratioOf(payouts: readonly Paid[], purchases: readonly Paid[], refunds: readonly Paid[]): number | null {
  const net = sumOf(purchases) - sumOf(refunds);
  return net <= 0n ? null : parseInt(((sumOf(payouts) * WHOLE_SATS) / net).toString(), 10);
}

export const isPlausible = (ratio: number | null, bounds: ServiceBounds): boolean => ratio !== null && ratio >= bounds.ratioMin && ratio <= bounds.ratioMax;

/** Refunds of a rental lower what was spent; what cloud mining pays back is its earnings. */
export function refundsIn(account: Account, from: number, to: number): readonly Paid[] {
  return account.service.category === "cloud-mining" ? [] : account.returned.filter(({ time }) => time >= from && time <= to);
}

interface Window {
  /** Of the first purchase; pools must not have paid for a while before (F5). */
  readonly start: number;
  /** Of payouts that the purchases may explain (F3). */
  readonly from: number;
  readonly to: number;
}

function windowOf(purchases: readonly Purchase[], bounds: ServiceBounds, shift = 0): Window {
  const start = (purchases[0]?.time ?? 0) + shift;
  return { start, from: start + bounds.lagMin, to: (purchases.at(-1)?.time ?? 0) + shift + bounds.lagMax };
}

/** Numbers of the payouts in a window, first and one past the last; null when there are none, or pools paid before. */
function inWindow({ income }: Receiver, { start, from, to }: Window): readonly [number, number] | null {
  const first = income.before(from);
  const end = income.before(to + 1);
  return first === end || first > income.before(start - PARAMETERS.onset) ? null : [first, end];
}

/** The payouts to a wallet that purchases in a row may explain by their time (F3); null when there are none, or pools paid it before (F5). */
export function explained(purchases: readonly Purchase[], receiver: Receiver, bounds: ServiceBounds): readonly PaidOut[] | null {
  const window = windowOf(purchases, bounds);
  return inWindow(receiver, window) === null ? null : receiver.payouts.filter(({ time }) => time >= window.from && time <= window.to);
}

/** What one run of purchases came to: computed once, compared with many wallets. */
interface Run {
  readonly window: Window;
  /** Purchases less refunds, sats. */
  readonly net: bigint;
  readonly bounds: ServiceBounds;
}

function runOf(account: Account, purchases: readonly Purchase[], shift = 0): Run {
  const bounds = boundsOf(account);
  const window = windowOf(purchases, bounds, shift);
  return { window, bounds, net: sumOf(purchases) - sumOf(refundsIn(account, window.start - shift, window.to - shift)) };
}

/** Payouts over what was paid, in parts per million, when time, onset and amount match; else null. */
function matchingRatio({ window, net, bounds }: Run, receiver: Receiver): number | null {
  const found = net > 0n ? inWindow(receiver, window) : null;
  if (found === null) return null;
  const ratio = parseInt(((receiver.income.sum(...found) * WHOLE_SATS) / net).toString(), 10);
  return isPlausible(ratio, bounds) ? ratio : null;
}

function matchOf(run: Run, purchases: readonly Purchase[], receiver: Receiver): Match | null {
  const ratio = matchingRatio(run, receiver);
  const payouts = ratio === null ? null : explained(purchases, receiver, run.bounds);
  return ratio === null || payouts?.[0] === undefined ? null : { receiver, purchases, payouts, ratio, lag: Math.min(...payouts.map(({ time }) => time)) - run.window.start };
}

/** Runs of purchases, the longest first: orders in a row may be paid to one wallet. */
export function* runsOf(purchases: readonly Purchase[]): Generator<readonly Purchase[]> {
  for (let length = Math.min(purchases.length, LONGEST_RUN); length > 0; length -= 1) {
    for (let from = 0; from + length <= purchases.length; from += 1) yield purchases.slice(from, from + length);
  }
}

/** Nearer to what work usually yields, then the earlier one. */
function closer(one: Match, other: Match): number {
  const off = Math.abs(one.ratio - USUAL) - Math.abs(other.ratio - USUAL);
  return off === 0 ? one.lag - other.lag : off;
}

/**
 * Disjoint runs of purchases with the wallet that matches each best; a wallet is taken once, so that no satoshi of payout
 * explains two payments.
 */
export function matchesOf(account: Account, purchases: readonly Purchase[], receivers: readonly Receiver[]): readonly Match[] {
  const taken = new Set<number>();
  const done = new Set<Purchase>();
  const matches: Match[] = [];
  for (const several of runsOf(purchases)) {
    if (several.some((purchase) => done.has(purchase))) continue;
    const run = runOf(account, several);
    const best = receivers.flatMap((receiver) => (taken.has(receiver.wallet) ? [] : (matchOf(run, several, receiver) ?? []))).sort(closer)[0];
    if (best === undefined) continue;
    matches.push(best);
    taken.add(best.receiver.wallet);
    for (const purchase of several) done.add(purchase);
  }
  return matches;
}

/** Of all wallets that pools paid in the time of a match, how many match its purchases as well (itself included). */
export function chanceOf(account: Account, { purchases }: Pick<Match, "purchases">, receivers: readonly Receiver[]): Chance {
  const run = runOf(account, purchases);
  const { from, to } = run.window;
  const tried = receivers.filter(({ income }) => income.before(to + 1) > income.before(from)).length;
  return { matching: receivers.filter((receiver) => matchingRatio(run, receiver) !== null).length, tried };
}

/** At how many shifted dates of the purchases would the same wallet match, too? The true date is not among them. */
export function shiftedMatches(account: Account, { purchases, receiver }: Match): Chance {
  let matching = 0;
  for (let step = 1; step <= PARAMETERS.shifts; step += 1) {
    for (const shift of [-step * PARAMETERS.shiftBy, step * PARAMETERS.shiftBy]) if (matchingRatio(runOf(account, purchases, shift), receiver) !== null) matching += 1;
  }
  return { matching, tried: 2 * PARAMETERS.shifts };
}
