import { intAt } from "@/lib/core/analysis/lists";
import { type Paid, paidAt } from "@/lib/core/detect/accounts";
import type { Category } from "@/lib/core/casework/claims";
import type { ScriptClaim } from "@/lib/core/detect/detect-input";
import { distinctClaims, type Finding, RIVALS } from "@/lib/core/detect/findings";
import { PARAMETERS } from "@/lib/core/detect/parameters";
import type { PaidOut } from "@/lib/core/detect/receivers";
import { type Dirt, isDirtyEnough, type Scene, type Taint } from "@/lib/core/detect/taint";

/** Who keeps addresses for customers. */
const KEEPERS: readonly Category[] = ["exchange", "wallet-service", "payment-processor", "gambling"];

/**
 * Payouts and dirty coins that meet at one deposit address of an exchange (F14, the pattern of Chainalysis 2023): matched by
 * address, and only what customers send there; what a service moves between its own addresses never counts.
 */
export function sharedDeposits(scene: Scene, taint: Taint): readonly Finding[] {
  const { input, parties, keepers } = scene;
  const { ledger } = input;
  const byScript = new Map<number, Deposits>();
  const poolAt = new Map(input.payouts.map(({ t, pool }) => [t, pool]));
  for (let t = 0; t < ledger.txCount; t += 1) {
    const hand = parties.handAt(t);
    for (let o = intAt(ledger.outputStart, t), end = intAt(ledger.outputStart, t + 1); o < end; o += 1) {
      const script = intAt(ledger.outputAddress, o);
      const keeper = keepers.at(script);
      if (keeper === null || !KEEPERS.includes(keeper.category)) continue;
      const deposits = byScript.get(script) ?? { keeper, payouts: [], dirty: [], claims: new Set<ScriptClaim>(), received: 0, ownHand: false };
      byScript.set(script, deposits);
      deposits.received += 1;
      if (hand !== 0 && keepers.at(hand) === keeper) deposits.ownHand = true;
      else add(scene, { t, output: o, pool: poolAt.get(t) ?? null, dirt: taint.of(o) }, deposits);
    }
  }
  return [...byScript.values()].flatMap((deposits) => (isShared(deposits) ? [findingOf(deposits)] : []));
}

interface Deposits {
  readonly keeper: ScriptClaim;
  readonly payouts: PaidOut[];
  readonly dirty: Paid[];
  readonly claims: Set<ScriptClaim>;
  received: number;
  /** Also paid by the custodian itself: its own change, no customer's address. */
  ownHand: boolean;
}

interface Arrival {
  readonly t: number;
  readonly output: number;
  readonly pool: string | null;
  readonly dirt: Dirt | null;
}

function add(scene: Scene, { t, output, pool, dirt }: Arrival, deposits: Deposits): void {
  if (isPayoutHere(scene, t, output)) deposits.payouts.push({ ...paidAt(scene, output, t), pool, service: null });
  if (dirt === null || !isDirtyEnough(dirt)) return;
  deposits.dirty.push(paidAt(scene, output, t));
  deposits.claims.add(dirt.claim);
}

/** Paid by a pool to this address, or by a wallet that spends payouts and nothing else. */
function isPayoutHere({ input: { ledger }, parties, spends, keepers }: Scene, t: number, output: number): boolean {
  if (parties.payoutAt[output] !== 0) return true;
  const hand = parties.handAt(t);
  if (hand === 0 || keepers.at(hand) !== null || parties.dirtyClaims(hand) !== null) return false;
  return spends.source.subarray(intAt(ledger.inputStart, t), intAt(ledger.inputStart, t + 1)).every((source) => (parties.payoutAt[source] ?? 0) !== 0);
}

/** One customer's: not paid by the custodian itself, and not by half the world. */
const isShared = ({ payouts, dirty, received, ownHand }: Deposits): boolean => payouts.length > 0 && dirty.length > 0 && !ownHand && received <= PARAMETERS.deposits;

function findingOf({ keeper, payouts, dirty, claims }: Deposits): Finding {
  const [actor] = claims;
  return {
    kind: "shared-deposit",
    grade: "supported",
    actor: actor ?? null,
    service: keeper,
    payments: dirty,
    payouts,
    commingling: [],
    ratio: null,
    lag: null,
    chance: null,
    restsOn: distinctClaims([keeper, ...claims]),
    supports: [{ code: "shared-deposit", text: `${payouts.length} payments of mined coins and ${dirty.length} of dirty ones came to one address that ${keeper.name} is claimed to keep for one customer.` }],
    contradicts: [],
    notTestable: [],
    rivals: [RIVALS.custodian, RIVALS.label],
  };
}
