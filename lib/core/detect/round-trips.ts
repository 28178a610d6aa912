import type { Account, Purchase } from "@/lib/core/detect/accounts";
import type { Commingling } from "@/lib/core/detect/commingling";
import type { ScriptClaim } from "@/lib/core/detect/detect-input";
import { distinctClaims, type Chance, type Finding, type FindingGrade, type NotTestable, type Reason, RIVALS } from "@/lib/core/detect/findings";
import { boundsOf, chanceOf, explained, isPlausible, type Match, matchesOf, ratioOf, refundsIn, shiftedMatches } from "@/lib/core/detect/matching";
import { PARAMETERS } from "@/lib/core/detect/parameters";
import { isServiceLike, type Receiver, type Receivers } from "@/lib/core/detect/receivers";
import { WHOLE } from "@/lib/core/detect/taint";

interface Context {
  readonly receivers: Receivers;
  readonly commingling: readonly Commingling[];
}

/** Payments to a hash service that came back as payouts (METHODS 4.2, DOMAIN 2.4), one finding an account. */
export function roundTrips(accounts: readonly Account[], context: Context): readonly Finding[] {
  const explainedBy = new Map<number, Account>();
  const open = (account: Account): readonly Receiver[] => context.receivers.all.filter(({ wallet }) => (explainedBy.get(wallet) ?? account) === account);
  const found: Finding[] = [];
  for (const account of [...accounts].sort(taintedFirst)) {
    const trip = commingledTrip(account, context, open(account)) ?? matchedTrip(account, context, open(account));
    if (trip === null) continue;
    for (const wallet of trip.wallets) explainedBy.set(wallet, account);
    found.push(trip.finding);
  }
  return found;
}

/** Who surely paid with dirty coins comes first: what explains their payouts is not left for others. */
const taintedFirst = (one: Account, other: Account): number => (isTainted(other) ? 1 : 0) - (isTainted(one) ? 1 : 0) || (one.purchases[0]?.output ?? 0) - (other.purchases[0]?.output ?? 0);
const isTainted = ({ purchases }: Account): boolean => purchases.some(({ tainted }) => tainted);

interface Trip {
  readonly finding: Finding;
  readonly wallets: readonly number[];
}

/** Names of those whose dirty coins paid, most telling first. */
function originsOf(purchases: readonly Purchase[]): readonly ScriptClaim[] {
  return distinctClaims(purchases.filter(({ tainted }) => tainted).map(({ dirt }) => dirt?.claim));
}

/** The payouts were mixed with coins of the very actor whose coins had paid. */
function commingledTrip(account: Account, { receivers, commingling }: Context, open: readonly Receiver[]): Trip | null {
  const origins = originsOf(account.purchases);
  const names = new Set(origins.map(({ name }) => name));
  const events = commingling.filter(({ claim }) => names.has(claim.name));
  const mixed = new Set(events.flatMap((event) => event.receivers));
  const theirs = open.filter(({ wallet }) => mixed.has(wallet));
  const tainted = account.purchases.filter((purchase) => purchase.tainted);
  const bounds = boundsOf(account);
  const parts = theirs.flatMap((receiver) => {
    const payouts = explained(tainted, receiver, bounds) ?? receiver.payouts.filter(({ time }) => time >= (tainted[0]?.time ?? 0) + bounds.lagMin);
    return payouts.length === 0 ? [] : [{ receiver, payouts }];
  });
  const [first, last] = [tainted[0], tainted.at(-1)];
  const payouts = parts.flatMap((part) => part.payouts).sort((a, b) => a.t - b.t || a.output - b.output);
  const [firstPayout] = payouts;
  if (first === undefined || last === undefined || firstPayout === undefined) return null;
  const wallets = parts.map(({ receiver }) => receiver.wallet);
  const relevant = events.filter((event) => event.receivers.some((wallet) => wallets.includes(wallet)));
  const coSpent = relevant.filter(({ kind }) => kind === "co-spend");
  const likeService = relevant.some(({ dirty }) => isServiceLike(receivers.likeness(dirty))) || wallets.some((wallet) => isServiceLike(receivers.likeness(wallet)));
  const ratio = ratioOf(payouts, tainted, refundsIn(account, first.time, last.time + bounds.lagMax));
  const chance = chanceOf(account, { purchases: tainted }, receivers.all);
  const best: FindingGrade = coSpent.length > 0 && !likeService ? "corroborated" : "supported";
  const untold = notTold(chance);
  const finding: Finding = {
    kind: "mining-round-trip",
    grade: likeService || untold.length > 0 ? "lead" : best,
    actor: origins[0] ?? null,
    service: account.service,
    payments: tainted,
    payouts,
    commingling: relevant,
    ratio,
    lag: firstPayout.time - first.time,
    chance,
    restsOn: distinctClaims([account.service, ...origins, ...relevant.map(({ claim }) => claim)]),
    supports: [taintReason(tainted), ...relevantReasons(relevant), ...(isPlausible(ratio, bounds) && ratio !== null ? [ratioReason(ratio)] : [])],
    contradicts: [
      ...(isPlausible(ratio, bounds) || ratio === null ? [] : [{ code: "ratio", text: `Payouts are ${percent(ratio)} of the payments: these purchases alone do not explain them.` }]),
      ...(likeService ? [{ code: "service-like", text: "One of the wallets is like a service's: co-spending there joins customers, not people." }] : []),
    ],
    notTestable: untold,
    rivals: [RIVALS.label, RIVALS.custodian, RIVALS.sale],
  };
  return { finding, wallets };
}

/** Amount and time only: what they say depends on how many others match as well. */
function matchedTrip(account: Account, { receivers }: Context, open: readonly Receiver[]): Trip | null {
  const people = open.filter(({ wallet }) => !isServiceLike(receivers.likeness(wallet)));
  const dirty = account.purchases.filter(({ tainted }) => tainted);
  const matches = matchesOf(account, dirty.length > 0 ? dirty : account.purchases, people);
  const [first] = matches;
  if (first === undefined) return null;
  const chances = matches.map((match) => chanceOf(account, match, receivers.all));
  const chance = chances.reduce((worst, one) => (one.matching > worst.matching ? one : worst));
  const shifted = matches.map((match) => shiftedMatches(account, match)).reduce((worst, one) => (one.matching > worst.matching ? one : worst));
  const payments = matches.flatMap(({ purchases }) => purchases).sort((a, b) => a.output - b.output);
  const payouts = matches.flatMap((match) => match.payouts).sort((a, b) => a.t - b.t || a.output - b.output);
  const origins = originsOf(payments);
  const untold = notTold(chance);
  const ratio = ratioOf(payouts, payments, refundsIn(account, payments[0]?.time ?? 0, (payments.at(-1)?.time ?? 0) + boundsOf(account).lagMax));
  const rare = chance.matching <= PARAMETERS.rank && shifted.matching * 2 <= shifted.tried;
  const finding: Finding = {
    kind: "mining-round-trip",
    grade: origins.length > 0 && rare && untold.length === 0 ? "supported" : "lead",
    actor: origins[0] ?? null,
    service: account.service,
    payments,
    payouts,
    commingling: [],
    ratio,
    lag: Math.min(...matches.map(({ lag }) => lag)),
    chance,
    restsOn: distinctClaims([account.service, ...origins]),
    supports: [...(origins.length > 0 ? [taintReason(payments)] : []), ...(ratio === null ? [] : [ratioReason(ratio)]), ...onsetReasons(matches), chanceReason(chance)],
    contradicts: [
      ...(origins.length > 0 ? [] : [{ code: "clean-coins", text: "None of the payments was found to be of dirty coins: an honest customer leaves the same traces." }]),
      ...(shifted.matching > 0 ? [{ code: "shifted-dates", text: `At ${shifted.matching} of ${shifted.tried} shifted dates the same wallets match as well.` }] : []),
    ],
    notTestable: untold,
    rivals: [RIVALS.renter, RIVALS.miner, RIVALS.victim, RIVALS.custodian, RIVALS.label],
  };
  return { finding, wallets: matches.map(({ receiver }) => receiver.wallet) };
}

const percent = (share: number): string => `${(share / (WHOLE / 100)).toFixed(1)} %`;
const ratioReason = (ratio: number): Reason => ({ code: "ratio", text: `Payouts come to ${percent(ratio)} of the payments, as rented work does.` });
const chanceReason = ({ matching, tried }: Chance): Reason => ({ code: "chance", text: `Of ${tried} wallets that pools paid in this time, ${matching} match.` });

function taintReason(purchases: readonly Purchase[]): Reason {
  const tainted = purchases.filter((purchase) => purchase.tainted);
  const least = tainted.reduce((low, { dirt }) => Math.min(low, dirt?.share ?? WHOLE), WHOLE);
  return { code: "tainted-purchase", text: `${tainted.length} of ${purchases.length} payments were of dirty coins, each at least ${percent(least)} by haircut.` };
}

function relevantReasons(events: readonly Commingling[]): readonly Reason[] {
  const told = { "co-spend": "were spent together with coins of a claimed wallet", "shared-address": "came to an address of a claimed wallet", consolidation: "were sent to where coins of a claimed wallet are" } as const;
  return [...new Set(events.map(({ kind }) => kind))].map((kind) => ({ code: kind, text: `Payouts ${told[kind]}, in ${events.filter((event) => event.kind === kind).length} transactions.` }));
}

function onsetReasons(matches: readonly Match[]): readonly Reason[] {
  const fresh = matches.filter(({ receiver, payouts }) => receiver.firstSeen >= 0 && (payouts[0]?.time ?? 0) - receiver.firstSeen <= PARAMETERS.fresh).length;
  return [{ code: "onset", text: `No pool paid ${matches.length === 1 ? "the wallet" : "these wallets"} in the 30 days before; ${fresh} of ${matches.length} first appeared within a week of the first payout.` }];
}

function notTold({ tried }: Chance): readonly NotTestable[] {
  return tried >= PARAMETERS.tried ? [] : [{ code: "chance", needs: "the payout transactions of the pools in this time: fewer recipients are in the store than chance can be told from" }];
}
