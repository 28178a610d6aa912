import type { Account } from "@/lib/core/detect/accounts";
import type { Commingling } from "@/lib/core/detect/commingling";
import { type Chance, distinctClaims, type Finding, type FindingGrade, RIVALS } from "@/lib/core/detect/findings";
import { boundsOf, chanceOf, explained, isPlausible, type Match, matchesOf, ratioOf, refundsIn, shiftedMatches } from "@/lib/core/detect/matching";
import { PARAMETERS } from "@/lib/core/detect/parameters";
import { inChainOrder, isServiceLike, type PaidOut, type Receiver, type Receivers } from "@/lib/core/detect/receivers";
import { chanceReason, CLEAN_COINS, comminglingReasons, notTold, onsetReason, originsOf, ratioReasons, SERVICE_LIKE, taintReasons } from "@/lib/core/detect/trip-reasons";

interface Context {
  readonly receivers: Receivers;
  readonly commingling: readonly Commingling[];
}

interface Trip {
  readonly finding: Finding;
  readonly wallets: readonly number[];
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

const isTainted = ({ purchases }: Account): boolean => purchases.some(({ tainted }) => tainted);

/** Who surely paid with dirty coins comes first: what explains their payouts is not left for others. */
function taintedFirst(one: Account, other: Account): number {
  if (isTainted(one) !== isTainted(other)) return isTainted(one) ? -1 : 1;
  return (one.purchases[0]?.output ?? 0) - (other.purchases[0]?.output ?? 0);
}

/** The payouts were mixed with coins of the very actor whose coins had paid. */
function commingledTrip(account: Account, { receivers, commingling }: Context, open: readonly Receiver[]): Trip | null {
  const { purchases } = account;
  const bounds = boundsOf(account);
  const origins = originsOf(purchases);
  const events = commingling.filter(({ claim }) => origins.some(({ name }) => name === claim.name));
  const mixed = new Set(events.flatMap((event) => event.receivers));
  const parts = open.filter(({ wallet }) => mixed.has(wallet)).map((receiver) => ({ wallet: receiver.wallet, payouts: laterPayouts(account, receiver) })).filter(({ payouts }) => payouts.length > 0);
  const payouts = inChainOrder(parts.flatMap((part) => part.payouts));
  const [first, last, firstPayout] = [purchases[0], purchases.at(-1), payouts[0]];
  if (first === undefined || last === undefined || firstPayout === undefined) return null;
  const wallets = parts.map(({ wallet }) => wallet);
  const relevant = events.filter((event) => event.receivers.some((wallet) => wallets.includes(wallet)));
  const likeService = [...relevant.map(({ dirty }) => dirty), ...wallets].some((wallet) => isServiceLike(receivers.likeness(wallet)));
  const ratio = ratioOf(payouts, purchases, refundsIn(account, first.time, last.time + bounds.lagMax));
  const amounts = ratioReasons(ratio, isPlausible(ratio, bounds));
  const chance = chanceOf(account, { purchases }, receivers.all);
  const finding: Finding = {
    kind: "mining-round-trip",
    grade: commingledGrade(relevant, likeService, chance),
    actor: origins[0] ?? null,
    service: account.service,
    payments: purchases,
    payouts,
    commingling: relevant,
    ratio,
    lag: firstPayout.time - first.time,
    chance,
    restsOn: distinctClaims([account.service, ...origins, ...relevant.map(({ claim }) => claim)]),
    supports: [...taintReasons(purchases), ...comminglingReasons(relevant), ...amounts.supports],
    contradicts: [...amounts.contradicts, ...(likeService ? [SERVICE_LIKE] : [])],
    notTestable: notTold(chance),
    rivals: [RIVALS.label, RIVALS.custodian, RIVALS.sale],
  };
  return { finding, wallets };
}

/** Payouts that the account may explain; of a wallet that was paid before, those after the first payment. */
function laterPayouts(account: Account, receiver: Receiver): readonly PaidOut[] {
  const bounds = boundsOf(account);
  const from = (account.purchases[0]?.time ?? 0) + bounds.lagMin;
  const to = (account.purchases.at(-1)?.time ?? 0) + bounds.lagMax;
  return explained(account.purchases, receiver, bounds) ?? receiver.payouts.filter(({ time }) => time >= from && time <= to);
}

/** Only a co-spend away from services corroborates; where chance cannot be told, it is a lead. */
function commingledGrade(events: readonly Commingling[], likeService: boolean, chance: Chance): FindingGrade {
  if (likeService || notTold(chance).length > 0) return "lead";
  return events.some(({ kind }) => kind === "co-spend") ? "corroborated" : "supported";
}

/** Amount and time only: what they say depends on how many others match as well. */
function matchedTrip(account: Account, { receivers }: Context, open: readonly Receiver[]): Trip | null {
  const people = open.filter(({ wallet }) => !isServiceLike(receivers.likeness(wallet)));
  const matches = matchesOf(account, account.purchases, people);
  if (matches.length === 0) return null;
  const bounds = boundsOf(account);
  const chance = most(matches.map((match) => chanceOf(account, match, receivers.all)));
  const shifted = most(matches.map((match) => shiftedMatches(account, match)));
  const payments = inChainOrder(matches.flatMap(({ purchases }) => purchases));
  const payouts = inChainOrder(matches.flatMap((match) => match.payouts));
  const origins = originsOf(payments);
  const ratio = ratioOf(payouts, payments, refundsIn(account, payments[0]?.time ?? 0, (payments.at(-1)?.time ?? 0) + bounds.lagMax));
  const finding: Finding = {
    kind: "mining-round-trip",
    grade: origins.length > 0 && chance.matching <= PARAMETERS.rank && notTold(chance).length === 0 ? "supported" : "lead",
    actor: origins[0] ?? null,
    service: account.service,
    payments,
    payouts,
    commingling: [],
    ratio,
    lag: Math.min(...matches.map(({ lag }) => lag)),
    chance,
    restsOn: distinctClaims([account.service, ...origins]),
    supports: [...taintReasons(payments), ...ratioReasons(ratio, true).supports, onsetReason(matches), chanceReason(chance)],
    contradicts: [...(origins.length > 0 ? [] : [CLEAN_COINS]), ...shiftedReasons(shifted)],
    notTestable: notTold(chance),
    rivals: [RIVALS.renter, RIVALS.miner, RIVALS.victim, RIVALS.custodian, RIVALS.label],
  };
  return { finding, wallets: matches.map(({ receiver }: Match) => receiver.wallet) };
}

const most = (chances: readonly Chance[]): Chance => chances.reduce((worst, one) => (one.matching > worst.matching ? one : worst));

const shiftedReasons = ({ matching, tried }: Chance) => (matching === 0 ? [] : [{ code: "shifted-dates", text: `At ${matching} of ${tried} shifted dates the same wallets match as well.` }]);
