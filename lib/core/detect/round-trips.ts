import type { Account } from "@/lib/core/detect/accounts";
import type { Commingling } from "@/lib/core/detect/commingling";
import { type Chance, distinctClaims, type Finding, type FindingGrade, RIVALS } from "@/lib/core/detect/findings";
import { boundsOf, chanceOf, explained, isPlausible, type Match, matchesOf, ratioOf, refundsIn, shiftedMatches } from "@/lib/core/detect/matching";
import { PARAMETERS } from "@/lib/core/detect/parameters";
import { inChainOrder, isServiceLike, type PaidOut, type Receiver, type Receivers } from "@/lib/core/detect/receivers";
import { chanceReason, CLEAN_COINS, comminglingReasons, notTold, onsetReason, originsOf, ratioReasons, SERVICE_LIKE, taintReasons } from "@/lib/core/detect/trip-reasons";
import { WHOLE } from "@/lib/core/detect/taint";

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
  const explainedBy = new Set<number>();
  const left: Account[] = [];
  const found: Finding[] = [];
  const open = ({ service }: Account): readonly Receiver[] => context.receivers.paidFor(service).filter(({ wallet }) => !explainedBy.has(wallet));
  for (const account of [...accounts].sort(taintedFirst)) {
    const trip = commingledTrip(account, context, open(account));
    if (trip === null) left.push(account);
    else {
      for (const wallet of trip.wallets) explainedBy.add(wallet);
      found.push(trip.finding);
    }
  }
  const isPerson = ({ wallet }: Receiver): boolean => !isServiceLike(context.receivers.likeness(wallet));
  const matches = matchesOf(left, (account) => open(account).filter(isPerson));
  return [...found, ...[...matches].map(([account, own]) => matchedTrip(account, own, context.receivers))];
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
  const chance = chanceOf(account, { purchases, off: PARAMETERS.offMost }, receivers.paidFor(account.service));
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
function matchedTrip(account: Account, own: readonly Match[], receivers: Receivers): Finding {
  const everybody = receivers.paidFor(account.service);
  const all = own.map((match) => ({ match, chance: chanceOf(account, match, everybody) }));
  const alone = all.filter(({ match, chance }) => match.off <= PARAMETERS.offTelling[match.purchases.length > 1 ? "several" : "one"] && chance.matching <= PARAMETERS.rank && notTold(chance).length === 0);
  const telling = covers(alone.map(({ match }) => match), account);
  const matches = (telling ? alone : all).map(({ match }) => match);
  const bounds = boundsOf(account);
  const chance = most((telling ? alone : all).map((one) => one.chance));
  const payments = inChainOrder(matches.flatMap(({ purchases }) => purchases));
  const payouts = inChainOrder(matches.flatMap((match) => match.payouts));
  const origins = originsOf(payments);
  const ratio = ratioOf(payouts, payments, refundsIn(account, payments[0]?.time ?? 0, (payments.at(-1)?.time ?? 0) + bounds.lagMax));
  return {
    kind: "mining-round-trip",
    grade: origins.length > 0 && telling ? "supported" : "lead",
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
    contradicts: [...(origins.length > 0 ? [] : [CLEAN_COINS]), ...shiftedReasons(most(matches.map((match) => shiftedMatches(account, match, everybody))))],
    notTestable: notTold(chance),
    rivals: [RIVALS.renter, RIVALS.miner, RIVALS.victim, RIVALS.custodian, RIVALS.label],
  };
}

/** Do the matches explain most of what the account paid? One purchase matches something easily, several in one go or three do not. */
function covers(matches: readonly Match[], { purchases }: Account): boolean {
  if (purchases.length > 1 && matches.length < PARAMETERS.singles && matches.every((match) => match.purchases.length === 1)) return false;
  const explainedSats = matches.flatMap((match) => match.purchases).reduce((sum, { value }) => sum + value, 0n);
  return atLeast(PARAMETERS.covered, explainedSats, purchases.reduce((sum, { value }) => sum + value, 0n));
}

const atLeast = (share: number, part: bigint, whole: bigint): boolean => part * BigInt(WHOLE) >= whole * BigInt(share);

const most = (chances: readonly Chance[]): Chance => chances.reduce((worst, one) => (one.matching > worst.matching ? one : worst));

const shiftedReasons = ({ matching, tried }: Chance) => (matching === 0 ? [] : [{ code: "shifted-dates", text: `At ${matching} of ${tried} shifted dates some other wallet matches as well.` }]);
