import { intAt } from "@/lib/core/analysis/lists";
import { type MiningLedger, NOBODY } from "@/lib/core/mining/mining-ledger";
import { RECURRENT } from "@/lib/core/mining/own-wallets";
import { isInWindow, type PayoutWindow, payoutWindow } from "@/lib/core/mining/payout-windows";
import { RECURRENCE_DAYS } from "@/lib/core/mining/payments";
import { type Trace, WHOLE } from "@/lib/core/mining/trace";

export const PAYOUT_GRADES = ["high", "medium"] as const;
export type PayoutGrade = (typeof PAYOUT_GRADES)[number];
export const PAYOUT_REASONS = ["lineage", "lineage-unknown", "recurrence", "size", "batch", "chain", "window", "coinbase"] as const;
export interface PayoutReason {
  readonly code: (typeof PAYOUT_REASONS)[number];
  readonly text: string;
}

/** A payout. What is not sure enough is none: size and shape alone are never called a payout. */
export interface Payout {
  /** Position in the ledger. */
  readonly t: number;
  readonly pool: number;
  readonly grade: PayoutGrade;
  readonly reasons: readonly PayoutReason[];
  /** Numbers of the outputs that pay members; the others stay with the pool. */
  readonly members: readonly number[];
}

/** Half of what is spent descends from the pool's coinbases: it may add coins of other origin. */
const LINEAGE = WHOLE / 2;
/** As a payout's size counts: at least so many recipients, and a median below two coins (METHODS 3.2, 3.4). */
const MANY = 10;
const MEDIAN_BELOW = 200_000_000n;
/** A pool's batches are of one size when so many before had it. */
const SAME_SIZE = 3;

interface Deps {
  readonly view: MiningLedger;
  readonly owner: Int16Array;
  readonly trace: Trace;
  readonly pools: readonly string[];
}

interface Facts {
  readonly t: number;
  readonly pool: number;
  readonly outputs: readonly number[];
  readonly recurrent: number;
  readonly lineage: boolean;
  /** Too much of what is spent comes from outside the store to tell. */
  readonly untold: boolean;
}

/** Decides which of a pool's transactions are payouts, and why. */
export class PayoutGrades {
  readonly #deps: Deps;
  /** By position: 1 for payouts found by lineage and recurrence. */
  readonly #strong: Uint8Array;
  readonly #windows = new Map<number, PayoutWindow | null>();
  readonly #sizes = new Map<string, number>();

  constructor(deps: Deps) {
    this.#deps = deps;
    this.#strong = new Uint8Array(deps.view.input.ledger.txCount);
  }

  all(): readonly Payout[] {
    const facts = this.#facts();
    const times = new Map<number, number[]>();
    for (const fact of facts) {
      if (!isStrong(fact)) continue;
      this.#strong[fact.t] = 1;
      times.set(fact.pool, [...(times.get(fact.pool) ?? []), this.#deps.view.timeOf(fact.t)]);
    }
    for (const [pool, seen] of times) this.#windows.set(pool, payoutWindow(this.#deps.pools[pool] ?? "", seen));
    return facts.flatMap((fact) => this.#judge(fact) ?? []);
  }

  #facts(): Facts[] {
    const { view, owner, trace } = this.#deps;
    const facts: Facts[] = [];
    for (let t = 0; t < trace.payer.length; t += 1) {
      const pool = trace.payer[t] ?? NOBODY;
      if (pool === NOBODY || trace.own[t] !== 1) continue;
      const { outputs } = view.recipients(t, pool, owner);
      if (outputs.length === 0) continue;
      const recurrent = outputs.filter((output) => trace.payments.recurs(pool, view.scriptOf(output), t)).length;
      const [mined, unknown] = [intAt(trace.mined, t), intAt(trace.unknown, t)];
      facts.push({ t, pool, outputs, recurrent, lineage: mined >= LINEAGE, untold: mined < LINEAGE && mined + unknown >= LINEAGE });
    }
    return facts;
  }

  #judge(fact: Facts): Payout | null {
    const shape = [...this.#size(fact), ...this.#batch(fact)];
    const chain = this.#chain(fact);
    const window = this.#window(fact);
    const evidence = { shape, chain, window };
    const grade = gradeOf(fact, evidence);
    if (grade === null) return null;
    const { ledger } = this.#deps.view.input;
    const start = intAt(ledger.outputStart, fact.t);
    return { t: fact.t, pool: fact.pool, grade, members: fact.outputs.map((output) => output - start), reasons: [...this.#origin(fact), ...recurrence(fact), ...shape, ...chain, ...window] };
  }

  #origin({ t, lineage }: Facts): PayoutReason[] {
    const { ledger } = this.#deps.view.input;
    if (ledger.coinbase[t] === 1) return [{ code: "coinbase", text: "It is the coinbase of a block of this pool: members are paid with the reward itself." }];
    if (!lineage) return [{ code: "lineage-unknown", text: "It spends from an address claimed as this pool's; where the coins come from is not in the store." }];
    const percent = Math.floor(intAt(this.#deps.trace.mined, t) / (WHOLE / 100));
    return [{ code: "lineage", text: `${percent} % of what it spends descends from coinbases of this pool through the pool's own wallets.` }];
  }

  #size({ outputs }: Facts): PayoutReason[] {
    if (outputs.length < MANY) return [];
    const values = outputs.map((output) => this.#deps.view.valueOf(output)).sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
    const median = values[values.length >> 1] ?? 0n;
    return median < MEDIAN_BELOW ? [{ code: "size", text: `It pays ${outputs.length} recipients, half of them less than 2 BTC each.` }] : [];
  }

  #batch({ pool, outputs, lineage }: Facts): PayoutReason[] {
    const key = `${pool}:${outputs.length}`;
    const before = this.#sizes.get(key) ?? 0;
    if (lineage) this.#sizes.set(key, before + 1);
    return outputs.length > 2 && before >= SAME_SIZE ? [{ code: "batch", text: `${before} payments of this pool before it had exactly ${outputs.length} recipients, too.` }] : [];
  }

  /** Its coins are the change of a payout. */
  #chain({ t }: Facts): PayoutReason[] {
    const { inputStart, inputParent } = this.#deps.view.input.ledger;
    for (let i = intAt(inputStart, t), end = intAt(inputStart, t + 1); i < end; i += 1) {
      if (this.#strong[inputParent[i] ?? -1] === 1) return [{ code: "chain", text: "It spends what a payout of this pool left over." }];
    }
    return [];
  }

  #window({ t, pool }: Facts): PayoutReason[] {
    const window = this.#windows.get(pool) ?? null;
    if (window === null || !isInWindow(window, this.#deps.view.timeOf(t))) return [];
    return [{ code: "window", text: `It was made between ${window.from} and ${window.to} UTC, when this pool pays (${window.source}).` }];
  }
}

const isRecurrent = ({ outputs, recurrent }: Facts): boolean => recurrent * 100 >= RECURRENT.percent * outputs.length;
const isStrong = (fact: Facts): boolean => fact.lineage && fact.recurrent > 0 && isRecurrent(fact);

function recurrence({ outputs, recurrent }: Facts): PayoutReason[] {
  if (recurrent === 0) return [];
  return [{ code: "recurrence", text: `${recurrent} of ${outputs.length} recipients were paid by this pool in another transaction within ${RECURRENCE_DAYS} days.` }];
}

interface Evidence {
  readonly shape: readonly PayoutReason[];
  readonly chain: readonly PayoutReason[];
  readonly window: readonly PayoutReason[];
}

/**
 * High: lineage and recurrence, at any size and median. Medium: lineage with a payout's size, or as a link of the chain in the
 * pool's hours; or recurrence of several recipients paid from a claimed address whose coins' origin is not in the store.
 */
function gradeOf(fact: Facts, { shape, chain, window }: Evidence): PayoutGrade | null {
  if (isStrong(fact)) return "high";
  if (fact.lineage) return shape.length > 0 || (chain.length > 0 && window.length > 0) ? "medium" : null;
  return fact.untold && fact.recurrent > RECURRENT.least && isRecurrent(fact) ? "medium" : null;
}
