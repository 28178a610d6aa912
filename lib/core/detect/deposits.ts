import { intAt } from "@/lib/core/analysis/lists";
import { type Paid, paidAt } from "@/lib/core/detect/accounts";
import type { ScriptClaim } from "@/lib/core/detect/detect-input";
import { distinctClaims, type Finding, RIVALS } from "@/lib/core/detect/findings";
import type { PaidOut } from "@/lib/core/detect/receivers";
import { isDirtyEnough, type Scene, type Taint } from "@/lib/core/detect/taint";

interface Deposits {
  readonly payouts: PaidOut[];
  readonly dirty: Paid[];
  readonly claims: Set<ScriptClaim>;
}

/**
 * Payouts and dirty coins that meet at one deposit address of an exchange (F14, the pattern of Chainalysis 2023): matched by
 * address, and only what customers send there; what a service moves between its own addresses never counts.
 */
export function sharedDeposits(scene: Scene, taint: Taint): readonly Finding[] {
  const { input, parties, services } = scene;
  const { ledger } = input;
  const byScript = new Map<number, Deposits>();
  const at = (script: number): Deposits => {
    const found = byScript.get(script) ?? { payouts: [], dirty: [], claims: new Set<ScriptClaim>() };
    byScript.set(script, found);
    return found;
  };
  for (let t = 0; t < ledger.txCount; t += 1) {
    const hand = parties.handAt(t);
    const kept = hand !== 0 && parties.custodianOf(hand) !== null;
    const pool = poolNamed(scene, t);
    for (let o = intAt(ledger.outputStart, t), end = intAt(ledger.outputStart, t + 1); o < end; o += 1) {
      const script = intAt(ledger.outputAddress, o);
      if (script === 0 || parties.dirtyClaims(script) !== null || services.at(script) !== null) continue;
      if (isPayoutHere(scene, t, o)) at(script).payouts.push({ ...paidAt(scene, o, t), pool });
      const dirt = kept ? null : taint.of(o);
      const paid = paidAt(scene, o, t);
      if (dirt === null || !isDirtyEnough(dirt, paid.value)) continue;
      at(script).dirty.push(paid);
      at(script).claims.add(dirt.claim);
    }
  }
  return [...byScript].flatMap(([script, deposits]) => (deposits.payouts.length > 0 && deposits.dirty.length > 0 ? findingAt(scene, script, deposits) : []));
}

/** Paid by a pool to this address, or the payouts of a wallet that spends nothing else with them. */
function isPayoutHere({ input: { ledger }, parties, spends }: Scene, t: number, output: number): boolean {
  if (parties.payoutAt[output] !== 0) return true;
  const hand = parties.handAt(t);
  if (hand === 0 || parties.custodianOf(hand) !== null || parties.dirtyClaims(hand) !== null) return false;
  for (let i = intAt(ledger.inputStart, t), end = intAt(ledger.inputStart, t + 1); i < end; i += 1) if ((parties.payoutAt[spends.source[i] ?? -1] ?? 0) === 0) return false;
  return true;
}

const poolNamed = ({ input }: Scene, t: number): string | null => input.payouts.find((payment) => payment.t === t)?.pool ?? null;

function findingAt(scene: Scene, script: number, { payouts, dirty, claims }: Deposits): readonly Finding[] {
  const custodian = keeperOf(scene, script);
  if (custodian === null) return [];
  const [actor] = claims;
  return [{
    kind: "shared-deposit",
    grade: "supported",
    actor: actor ?? null,
    service: custodian,
    payments: dirty,
    payouts,
    commingling: [],
    ratio: null,
    lag: null,
    chance: null,
    restsOn: distinctClaims([custodian, ...claims]),
    supports: [{ code: "shared-deposit", text: `${payouts.length} payments of mined coins and ${dirty.length} of dirty ones came to one address that ${custodian.name} is claimed to keep for one customer.` }],
    contradicts: [],
    notTestable: [],
    rivals: [RIVALS.custodian, RIVALS.label],
  }];
}

/** Who keeps the address: its wallet is claimed, or everything it received was passed on to one claimed wallet. */
function keeperOf({ input: { ledger }, parties }: Scene, script: number): ScriptClaim | null {
  const own = parties.custodianOf(script);
  if (own !== null) return isKeeper(own) ? own : null;
  let keeper: ScriptClaim | null = null;
  for (let t = 0; t < ledger.txCount; t += 1) {
    for (let i = intAt(ledger.inputStart, t), end = intAt(ledger.inputStart, t + 1); i < end; i += 1) {
      if (ledger.inputAddress[i] !== script) continue;
      for (let o = intAt(ledger.outputStart, t), last = intAt(ledger.outputStart, t + 1); o < last; o += 1) {
        const to = parties.custodianOf(intAt(ledger.outputAddress, o));
        if (to === null || !isKeeper(to) || (keeper !== null && to !== keeper)) return null;
        keeper = to;
      }
    }
  }
  return keeper;
}

const isKeeper = ({ category }: ScriptClaim): boolean => category === "exchange" || category === "wallet-service" || category === "payment-processor" || category === "gambling";
