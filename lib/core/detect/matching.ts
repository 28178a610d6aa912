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

/** The payouts to a wallet that purchases in a row may explain by their time (F3), or null when it was paid by pools before (F5). */
export function explained(purchases: readonly Purchase[], { payouts }: Pick<Receiver, "payouts">, bounds: ServiceBounds): readonly PaidOut[] | null {
  const [first, last] = [purchases[0], purchases.at(-1)];
  if (first === undefined || last === undefined) return null;
  const [from, to] = [first.time + bounds.lagMin, last.time + bounds.lagMax];
  if (payouts.some(({ time }) => time >= first.time - PARAMETERS.onset && time < from)) return null;
  return payouts.filter(({ time }) => time >= from && time <= to);
}

/** Does the wallet's income match these purchases by time, onset and amount? */
export function matchOf(account: Account, purchases: readonly Purchase[], receiver: Receiver): Match | null {
  const bounds = boundsOf(account);
  const payouts = explained(purchases, receiver, bounds);
  const [first, last] = [purchases[0], purchases.at(-1)];
  if (payouts?.[0] === undefined || first === undefined || last === undefined) return null;
  const ratio = ratioOf(payouts, purchases, refundsIn(account, first.time, last.time + bounds.lagMax));
  return ratio === null || !isPlausible(ratio, bounds) ? null : { receiver, purchases, payouts, ratio, lag: payouts[0].time - first.time };
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
  for (const run of runsOf(purchases)) {
    if (run.some((purchase) => done.has(purchase))) continue;
    const best = receivers.flatMap((receiver) => (taken.has(receiver.wallet) ? [] : (matchOf(account, run, receiver) ?? []))).sort(closer)[0];
    if (best === undefined) continue;
    matches.push(best);
    taken.add(best.receiver.wallet);
    for (const purchase of run) done.add(purchase);
  }
  return matches;
}

/** Of all wallets that pools paid in the time of a match, how many match its purchases as well (itself included). */
export function chanceOf(account: Account, match: Pick<Match, "purchases">, receivers: readonly Receiver[]): Chance {
  const [first, last] = [match.purchases[0], match.purchases.at(-1)];
  if (first === undefined || last === undefined) return { matching: 0, tried: 0 };
  const bounds = boundsOf(account);
  const [from, to] = [first.time + bounds.lagMin, last.time + bounds.lagMax];
  const present = receivers.filter(({ payouts }) => payouts.some(({ time }) => time >= from && time <= to));
  return { matching: present.filter((receiver) => matchOf(account, match.purchases, receiver) !== null).length, tried: present.length };
}

/** At how many shifted dates of the purchases would the same wallet match, too? The true date is not among them. */
export function shiftedMatches(account: Account, match: Match): Chance {
  let matching = 0;
  for (let step = 1; step <= PARAMETERS.shifts; step += 1) {
    for (const by of [-step * PARAMETERS.shiftBy, step * PARAMETERS.shiftBy]) {
      const moved = match.purchases.map((purchase) => ({ ...purchase, time: purchase.time + by }));
      if (matchOf(account, moved, match.receiver) !== null) matching += 1;
    }
  }
  return { matching, tried: 2 * PARAMETERS.shifts };
}
