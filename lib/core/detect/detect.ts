import { accountsOf, type Paid } from "@/lib/core/detect/accounts";
import { actorMining, comminglingFindings, dirtyToPool } from "@/lib/core/detect/actor-findings";
import { comminglingOf } from "@/lib/core/detect/commingling";
import { sharedDeposits } from "@/lib/core/detect/deposits";
import type { DetectInput } from "@/lib/core/detect/detect-input";
import { DIRTY, PARAMETERS } from "@/lib/core/detect/parameters";
import { FINDING_GRADES, FINDING_KINDS, type Finding } from "@/lib/core/detect/findings";
import { Keepers } from "@/lib/core/detect/keepers";
import { Parties } from "@/lib/core/detect/parties";
import { peelChains, victimCollections } from "@/lib/core/detect/patterns";
import { Receivers } from "@/lib/core/detect/receivers";
import { roundTrips } from "@/lib/core/detect/round-trips";
import { spendsOf } from "@/lib/core/detect/spends";
import { type Scene, Taint } from "@/lib/core/detect/taint";

/** Raise it whenever the same input would give other findings. */
export const DETECT_METHOD = `mining laundering; 1; parameters of ${PARAMETERS.version}`;

/** Transactions worked through between two yields. */
const STRIDE = 20_000;

/**
 * Mining laundering (METHODS 4, DOMAIN 2.4): round trips through hash services, actors paid by pools, commingling, shared
 * deposits, dirty coins to pools, gathered thefts and peel chains, graded by evidence. A pure function in steps: yields the
 * share done, so that the caller may report, cancel and let others run. Findings are strongest first, then in chain order.
 */
export function* findingsOf(given: DetectInput): Generator<number, readonly Finding[]> {
  const input = given.actor === null ? given : { ...given, claims: ofActor(given.claims, given.actor) };
  const spends = spendsOf(input.ledger);
  yield 0.2;
  const parties = new Parties(input, spends);
  const keepers = new Keepers(input, parties);
  const scene: Scene = { input, spends, parties, keepers };
  yield 0.4;
  const taint = new Taint(scene);
  for (let from = 0; from < input.ledger.txCount; from += STRIDE) {
    taint.walk(from, Math.min(input.ledger.txCount, from + STRIDE));
    yield 0.4 + (0.2 * from) / input.ledger.txCount;
  }
  const receivers = new Receivers(scene);
  const events = comminglingOf(scene);
  yield 0.7;
  const found = [
    ...roundTrips(accountsOf(scene, taint), { receivers, commingling: events }),
    ...actorMining(events, receivers), ...comminglingFindings(events, receivers), ...sharedDeposits(scene, taint), ...dirtyToPool(scene, taint), ...victimCollections(scene, taint), ...peelChains(scene, taint),
  ];
  return found.filter((finding) => inTime(finding, input) && (given.actor === null || finding.actor !== null)).sort(strongestFirst);
}

/** Services stay as they are; of the dirty claims only the actor's. */
const ofActor = (claims: DetectInput["claims"], actor: string): DetectInput["claims"] => claims.filter((claim) => !DIRTY.includes(claim.category) || claim.name.toLowerCase() === actor.toLowerCase());

function evidenceIn({ payments, payouts, commingling }: Finding, { ledger }: DetectInput): readonly number[] {
  return [...payments, ...payouts].map(({ time }: Paid) => time).concat(commingling.map(({ t }) => ledger.time[t] ?? -1)).filter((time) => time >= 0);
}

/** Some of its evidence lies in the time asked for. */
function inTime(finding: Finding, input: DetectInput): boolean {
  const { fromTime, toTime } = input;
  if (fromTime === null && toTime === null) return true;
  return evidenceIn(finding, input).some((time) => (fromTime === null || time >= fromTime) && (toTime === null || time <= toTime));
}

const firstOf = ({ payments, payouts, commingling }: Finding): number => Math.min(payments[0]?.t ?? Infinity, payouts[0]?.t ?? Infinity, commingling[0]?.t ?? Infinity);
const rankOf = ({ grade, kind }: Finding): number => FINDING_KINDS.length * (FINDING_GRADES.length - FINDING_GRADES.indexOf(grade)) + FINDING_KINDS.indexOf(kind);
const strongestFirst = (one: Finding, other: Finding): number => (rankOf(one) === rankOf(other) ? firstOf(one) - firstOf(other) : rankOf(one) - rankOf(other));
