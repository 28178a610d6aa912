import type { Account, Paid, Purchase } from "@/lib/core/detect/accounts";
import type { Chance } from "@/lib/core/detect/findings";
import { PARAMETERS, type ServiceBounds } from "@/lib/core/detect/parameters";
import { Income, type PaidOut, type Receiver } from "@/lib/core/detect/receivers";
import { WHOLE } from "@/lib/core/detect/taint";

const WHOLE_SATS = BigInt(WHOLE);
/** Purchases of one account are tried in runs of at most this many. */
const LONGEST_RUN = 12;
/** What a longer run counts for: to match several orders at once is harder. */
const BY_LENGTH = 150_000;
/** Off by so much is a wallet that did other things before. */
const NOT_FRESH = 400_000;

/** Purchases in a row, and payouts to one wallet that they may explain. */
export interface Match {
  readonly receiver: Receiver;
  readonly purchases: readonly Purchase[];
  readonly payouts: readonly PaidOut[];
  /** Parts per million. */
  readonly ratio: number;
  /** Seconds from the first purchase to the first payout. */
  readonly lag: number;
  /** How far it is from what rented work looks like, in millionths: amount, delay, freshness, and what came too late. 0 is perfect. */
  readonly off: number;
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
  return first === end || income.before(start) > income.before(start - PARAMETERS.onset) ? null : [first, end];
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
  /** Of the purchases by value, Unix seconds. */
  readonly meanTime: number;
}

function runOf(account: Account, purchases: readonly Purchase[], shift = 0): Run {
  const bounds = boundsOf(account);
  const window = windowOf(purchases, bounds, shift);
  const meanTime = new Income(purchases).meanTime(0, purchases.length) + shift;
  return { window, bounds, meanTime, net: sumOf(purchases) - sumOf(refundsIn(account, window.start - shift, window.to - shift)) };
}

/** Null when time, onset or amount do not match. */
function fitOf({ window, net, bounds, meanTime }: Run, receiver: Receiver): Pick<Match, "ratio" | "off"> | null {
  const found = net > 0n ? inWindow(receiver, window) : null;
  if (found === null) return null;
  const { income, firstSeen } = receiver;
  const paid = income.sum(...found);
  const ratio = parts(paid, net);
  if (!isPlausible(ratio, bounds)) return null;
  const width = Math.max(bounds.ratioUsual - bounds.ratioMin, bounds.ratioMax - bounds.ratioUsual);
  const amount = (WHOLE * Math.abs(ratio - bounds.ratioUsual)) / width;
  const delay = (WHOLE * Math.max(0, income.meanTime(...found) - meanTime - bounds.lagUsual)) / bounds.lagUsual;
  const start = (WHOLE * Math.max(0, (income.times[found[0]] ?? 0) - window.start - bounds.startUsual)) / bounds.startUsual;
  const fresh = firstSeen >= 0 && (income.times[found[0]] ?? 0) - firstSeen <= PARAMETERS.fresh ? 0 : NOT_FRESH;
  const later = parts(income.sum(found[1], income.times.length), paid);
  const off = Math.round(amount + delay + start) + fresh + Math.min(WHOLE, later);
  return off > PARAMETERS.offMost ? null : { ratio, off };
}

const parts = (part: bigint, whole: bigint): number => (whole <= 0n ? 0 : parseInt(((part * WHOLE_SATS) / whole).toString(), 10));

function matchOf(run: Run, purchases: readonly Purchase[], receiver: Receiver): Match | null {
  const fit = fitOf(run, receiver);
  const payouts = fit === null ? null : explained(purchases, receiver, run.bounds);
  return fit === null || payouts?.[0] === undefined ? null : { receiver, purchases, payouts, ...fit, lag: Math.min(...payouts.map(({ time }) => time)) - run.window.start };
}

/** Purchases in a row: orders that follow each other may be paid to one wallet. */
function* runsOf(purchases: readonly Purchase[]): Generator<readonly Purchase[]> {
  for (let length = Math.min(purchases.length, LONGEST_RUN); length > 0; length -= 1) {
    for (let from = 0; from + length <= purchases.length; from += 1) yield purchases.slice(from, from + length);
  }
}

/** The better one first: less off, or of more purchases. */
function better(one: Match, other: Match): number {
  const cost = ({ off, purchases }: Match): number => off - BY_LENGTH * purchases.length;
  return cost(one) === cost(other) ? one.lag - other.lag : cost(one) - cost(other);
}

interface Candidate {
  readonly account: Account;
  readonly match: Match;
}

/**
 * Disjoint runs of the purchases of all accounts with the wallet that matches each, the best matches first: a wallet that an
 * honest customer's purchases explain better is not left to explain somebody else's, and no satoshi of payout explains two
 * payments.
 */
export function matchesOf(accounts: readonly Account[], receiversOf: (account: Account) => readonly Receiver[]): ReadonlyMap<Account, readonly Match[]> {
  const candidates = accounts.flatMap((account) => candidatesOf(account, receiversOf(account)));
  const taken = new Set<number>();
  const done = new Set<Purchase>();
  const found = new Map<Account, Match[]>();
  for (const { account, match } of candidates.sort((one, other) => better(one.match, other.match))) {
    if (taken.has(match.receiver.wallet) || match.purchases.some((purchase) => done.has(purchase))) continue;
    taken.add(match.receiver.wallet);
    for (const purchase of match.purchases) done.add(purchase);
    found.set(account, [...(found.get(account) ?? []), match]);
  }
  return found;
}

function candidatesOf(account: Account, receivers: readonly Receiver[]): Candidate[] {
  const candidates: Candidate[] = [];
  for (const several of runsOf(account.purchases)) {
    const run = runOf(account, several);
    for (const receiver of receivers) {
      const match = matchOf(run, several, receiver);
      if (match !== null) candidates.push({ account, match });
    }
  }
  return candidates;
}

/** Of all wallets that pools paid in the time of some purchases, how many match them (next to) as well as the one that is meant. */
export function chanceOf(account: Account, { purchases, off }: Pick<Match, "purchases" | "off">, receivers: readonly Receiver[]): Chance {
  const run = runOf(account, purchases);
  const { from, to } = run.window;
  const tried = receivers.filter(({ income }) => income.before(to + 1) > income.before(from)).length;
  const matching = receivers.filter((receiver) => (fitOf(run, receiver)?.off ?? Infinity) <= off + PARAMETERS.offSlack).length;
  return { matching, tried };
}

/** At how many shifted dates of the purchases would some other wallet match as well? The true date is not among them. */
export function shiftedMatches(account: Account, { purchases, receiver, off }: Match, receivers: readonly Receiver[]): Chance {
  let matching = 0;
  for (let step = 1; step <= PARAMETERS.shifts; step += 1) {
    for (const shift of [-step * PARAMETERS.shiftBy, step * PARAMETERS.shiftBy]) {
      const run = runOf(account, purchases, shift);
      if (receivers.some((other) => other !== receiver && (fitOf(run, other)?.off ?? Infinity) <= off)) matching += 1;
    }
  }
  return { matching, tried: 2 * PARAMETERS.shifts };
}
