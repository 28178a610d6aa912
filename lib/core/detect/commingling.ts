import { intAt } from "@/lib/core/analysis/lists";
import type { ScriptClaim } from "@/lib/core/detect/detect-input";
import { PARAMETERS } from "@/lib/core/detect/parameters";
import type { Scene } from "@/lib/core/detect/taint";

export const COMMINGLING_KINDS = ["co-spend", "shared-address", "consolidation"] as const;

/** Payouts and dirty coins in one hand (F11). */
export interface Commingling {
  readonly kind: (typeof COMMINGLING_KINDS)[number];
  readonly t: number;
  /** Of the payouts that were co-spent; else the address that both came to. */
  readonly script: number;
  /** The claim that makes the other side dirty. */
  readonly claim: ScriptClaim;
  /** The dirty wallet, without commingling. */
  readonly dirty: number;
  /** The wallets whose payouts these are, without commingling. */
  readonly receivers: readonly number[];
}

/** Every place where payouts met dirty coins, in chain order. CoinJoins and wallets of custodians are no such place. */
export function comminglingOf(scene: Scene): readonly Commingling[] {
  const { input, parties } = scene;
  const found: Commingling[] = [];
  const met = new Meetings(scene);
  for (let t = 0; t < input.ledger.txCount; t += 1) {
    if (parties.commingles[t] === 1) found.push(...coSpends(scene, t));
    else found.push(...paidInto(scene, t), ...met.at(t));
  }
  return found;
}

function coSpends({ input, parties, spends }: Scene, t: number): Commingling[] {
  const { ledger } = input;
  const receivers = new Set<number>();
  let [script, dirty] = [0, 0];
  let claim: ScriptClaim | null = null;
  for (let i = intAt(ledger.inputStart, t), end = intAt(ledger.inputStart, t + 1); i < end; i += 1) {
    const spent = intAt(ledger.inputAddress, i);
    const claims = parties.dirtyClaims(spent);
    if (claims?.[0] !== undefined) {
      claim ??= claims[0];
      if (dirty === 0) dirty = intAt(parties.apart, spent);
      continue;
    }
    const paid = parties.payoutAt[spends.source[i] ?? -1] ?? 0;
    if (paid === 0) continue;
    receivers.add(intAt(parties.apart, paid));
    if (script === 0) script = spent;
  }
  return claim === null || receivers.size === 0 ? [] : [{ kind: "co-spend", t, script, claim, dirty, receivers: [...receivers] }];
}

/** A pool that pays a dirty wallet itself, and payouts that are moved to one. */
function paidInto(scene: Scene, t: number): readonly Commingling[] {
  const { input: { ledger }, parties, keepers } = scene;
  const hand = parties.handAt(t);
  const moved = hand !== 0 && parties.dirtyClaims(hand) === null && keepers.at(hand) === null ? payoutsSpent(scene, t) : NONE;
  const found: Commingling[] = [];
  for (let o = intAt(ledger.outputStart, t), end = intAt(ledger.outputStart, t + 1); o < end; o += 1) {
    const script = intAt(ledger.outputAddress, o);
    const [claim] = parties.dirtyClaims(script) ?? [];
    if (claim === undefined) continue;
    const dirty = intAt(parties.apart, script);
    if (parties.payoutAt[o] === script) found.push({ kind: "shared-address", t, script, claim, dirty, receivers: [dirty] });
    else if (moved.length > 0) found.push({ kind: "consolidation", t, script, claim, dirty, receivers: moved });
  }
  return found;
}

const NONE: readonly number[] = [];

/** The wallets whose payouts t spends, when it spends nothing else. */
function payoutsSpent({ input: { ledger }, parties, spends }: Scene, t: number): readonly number[] {
  const [start, end] = [intAt(ledger.inputStart, t), intAt(ledger.inputStart, t + 1)];
  for (let i = start; i < end; i += 1) if ((parties.payoutAt[spends.source[i] ?? -1] ?? 0) === 0) return NONE;
  return [...new Set([...spends.source.subarray(start, end)].map((source) => intAt(parties.apart, intAt(parties.payoutAt, source))))];
}

interface Arrival {
  readonly receivers: readonly number[];
  readonly dirty: { readonly wallet: number; readonly claim: ScriptClaim } | null;
}

/**
 * A third address, nobody's by any claim, to which both sides move all they spend: who comes second tells. Payments that leave
 * change tell nothing, for both may have paid the same shop; neither do busy addresses.
 */
class Meetings {
  readonly #scene: Scene;
  readonly #arrived = new Map<number, Arrival & { readonly count: number }>();

  constructor(scene: Scene) {
    this.#scene = scene;
  }

  at(t: number): readonly Commingling[] {
    const { input, parties, keepers } = this.#scene;
    const { ledger } = input;
    const hand = parties.handAt(t);
    if (hand === 0 || keepers.at(hand) !== null || intAt(ledger.outputStart, t + 1) - intAt(ledger.outputStart, t) !== 1) return [];
    const [claim] = parties.dirtyClaims(hand) ?? [];
    const now: Arrival = { receivers: claim === undefined ? payoutsSpent(this.#scene, t) : NONE, dirty: claim === undefined ? null : { wallet: intAt(parties.apart, hand), claim } };
    const found: Commingling[] = [];
    for (let o = intAt(ledger.outputStart, t), end = intAt(ledger.outputStart, t + 1); o < end; o += 1) {
      const script = intAt(ledger.outputAddress, o);
      if (script === 0 || parties.dirtyClaims(script) !== null || keepers.at(script) !== null) continue;
      const meeting = this.#meet(script, now, t);
      if (meeting !== null) found.push(meeting);
    }
    return found;
  }

  #meet(script: number, now: Arrival, t: number): Commingling | null {
    const known = this.#arrived.get(script);
    // Whoever else pays there counts only once one side was seen: of all other addresses nothing need be kept.
    if (known === undefined && now.receivers.length === 0 && now.dirty === null) return null;
    const before = known ?? { receivers: NONE, dirty: null, count: 0 };
    const after = { receivers: [...new Set([...before.receivers, ...now.receivers])], dirty: before.dirty ?? now.dirty, count: before.count + 1 };
    this.#arrived.set(script, after);
    const isFirst = before.dirty === null || before.receivers.length === 0;
    if (!isFirst || after.dirty === null || after.receivers.length === 0 || after.count > PARAMETERS.meetings) return null;
    return { kind: "consolidation", t, script, claim: after.dirty.claim, dirty: after.dirty.wallet, receivers: after.receivers };
  }
}
