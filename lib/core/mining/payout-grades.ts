import { intAt } from "@/lib/core/analysis/lists";
import { type MiningLedger, NOBODY } from "@/lib/core/mining/mining-ledger";
import { RECURRENT } from "@/lib/core/mining/own-wallets";
import { PayHabits } from "@/lib/core/mining/pay-habits";
import type { Payout, PayoutReason, PoolSpend } from "@/lib/core/mining/payout";
import { RECURRENCE_DAYS } from "@/lib/core/mining/payments";
import { type Trace, WHOLE } from "@/lib/core/mining/trace";
import type { PayoutGrade } from "@/lib/core/mining/words";

/** Half of what is spent descends from the pool's coinbases: it may add coins of other origin. */
const LINEAGE = WHOLE / 2;
/** As a payout's size counts: at least so many recipients, and a median below two coins (METHODS 3.2, 3.4). */
const MANY = 10;
const MEDIAN_BELOW = 200_000_000n;
/** A pool's batches are of one size when so many before had it. */
const SAME_SIZE = 3;
/** In a chain or in the pool's hours, so many recipients may be new to the pool. */
const NEW = 2;

interface Deps {
  readonly view: MiningLedger;
  readonly owner: Int16Array;
  readonly trace: Trace;
  /** Names by number. */
  readonly pools: readonly string[];
}

/** Decides which of a pool's transactions are payouts, and why. */
export class PayoutGrades {
  readonly #deps: Deps;
  readonly #habits: PayHabits;
  /** By position: 1 for payouts told by lineage and recurrence. */
  readonly #strong: Uint8Array;
  readonly #sizes = new Map<string, number>();

  constructor(deps: Deps) {
    this.#deps = deps;
    this.#habits = new PayHabits(deps.view, deps.pools);
    this.#strong = new Uint8Array(deps.view.input.ledger.txCount);
  }

  all(): readonly Payout[] {
    const spends = this.#spends();
    for (const spend of spends) {
      if (!isStrong(spend)) continue;
      this.#strong[spend.t] = 1;
      this.#habits.learn(spend);
    }
    return spends.flatMap((spend) => this.#judge(spend) ?? []);
  }

  #spends(): PoolSpend[] {
    const { view, owner, trace } = this.#deps;
    const spends: PoolSpend[] = [];
    for (let t = 0; t < trace.payer.length; t += 1) {
      const pool = trace.payer[t] ?? NOBODY;
      if (pool === NOBODY || trace.own[t] !== 1) continue;
      const { outputs } = view.recipients(t, pool, owner);
      if (outputs.length === 0) continue;
      const recurrent = outputs.filter((output) => trace.payments.recurs(pool, view.scriptOf(output), t)).length;
      const [mined, unknown] = [intAt(trace.mined, t), intAt(trace.unknown, t)];
      spends.push({ t, pool, outputs, recurrent, lineage: mined >= LINEAGE, untold: mined < LINEAGE && mined + unknown >= LINEAGE });
    }
    return spends;
  }

  #judge(spend: PoolSpend): Payout | null {
    const shape = [...this.#size(spend), ...this.#batch(spend)];
    const chain = this.#chain(spend);
    const window = this.#habits.window(spend);
    const alone = this.#habits.alone(spend);
    // From the wallet that pays the others, at the hour when it does, it may be one of them all the same.
    if (alone.length > 0 && (window.length === 0 || (chain.length === 0 && !this.#habits.paysManyFrom(spend)))) return null;
    const grade = gradeOf(spend, { shape, chain, window, alone });
    if (grade === null) return null;
    const start = intAt(this.#deps.view.input.ledger.outputStart, spend.t);
    return { t: spend.t, pool: spend.pool, grade, members: spend.outputs.map((output) => output - start), reasons: [this.#origin(spend), ...recurrence(spend), ...shape, ...chain, ...window, ...alone] };
  }

  #origin({ t, lineage }: PoolSpend): PayoutReason {
    if (this.#deps.view.input.ledger.coinbase[t] === 1) return { code: "coinbase", text: "It is the coinbase of a block of this pool: members are paid with the reward itself." };
    if (!lineage) return { code: "lineage-unknown", text: "It spends from a wallet claimed as this pool's; where the coins come from is not in the store." };
    const percent = Math.floor(intAt(this.#deps.trace.mined, t) / (WHOLE / 100));
    return { code: "lineage", text: `${percent} % of what it spends descends from coinbases of this pool through the pool's own wallets.` };
  }

  #size({ outputs }: PoolSpend): PayoutReason[] {
    if (outputs.length < MANY) return [];
    const values = outputs.map((output) => this.#deps.view.valueOf(output)).sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
    const median = values[values.length >> 1] ?? 0n;
    return median < MEDIAN_BELOW ? [{ code: "size", text: `It pays ${outputs.length} recipients, half of them less than 2 BTC each.` }] : [];
  }

  #batch({ pool, outputs, lineage }: PoolSpend): PayoutReason[] {
    const key = `${pool}:${outputs.length}`;
    const before = this.#sizes.get(key) ?? 0;
    if (lineage) this.#sizes.set(key, before + 1);
    return outputs.length > NEW && before >= SAME_SIZE ? [{ code: "batch", text: `${before} payments of this pool before it had exactly ${outputs.length} recipients, too.` }] : [];
  }

  #chain({ t }: PoolSpend): PayoutReason[] {
    const { inputStart, inputParent } = this.#deps.view.input.ledger;
    for (let i = intAt(inputStart, t), end = intAt(inputStart, t + 1); i < end; i += 1) {
      if (this.#strong[inputParent[i] ?? -1] === 1) return [{ code: "chain", text: "It spends what a payout of this pool left over." }];
    }
    return [];
  }
}

const isRecurrent = ({ outputs, recurrent }: PoolSpend): boolean => recurrent * 100 >= RECURRENT.percent * outputs.length;
const isStrong = (spend: PoolSpend): boolean => spend.lineage && spend.recurrent > 0 && isRecurrent(spend);

function recurrence({ outputs, recurrent }: PoolSpend): PayoutReason[] {
  if (recurrent === 0) return [];
  return [{ code: "recurrence", text: `${recurrent} of ${outputs.length} recipients were paid by this pool in another transaction within ${RECURRENCE_DAYS} days.` }];
}

interface Evidence {
  readonly shape: readonly PayoutReason[];
  readonly chain: readonly PayoutReason[];
  readonly window: readonly PayoutReason[];
  readonly alone: readonly PayoutReason[];
}

/**
 * High: lineage and recurrence, at any size and median. Medium: these, against the pool's habit but in its hours; lineage with a
 * payout's size, or as a link of the chain in the pool's hours; or recurrence of several recipients paid from a claimed wallet the origin of whose coins is not in the store.
 */
function gradeOf(spend: PoolSpend, { shape, chain, window, alone }: Evidence): PayoutGrade | null {
  if (isStrong(spend)) return alone.length === 0 ? "high" : "medium";
  if (!spend.lineage) return spend.untold && spend.recurrent > RECURRENT.least && isRecurrent(spend) ? "medium" : null;
  const isLink = chain.length > 0 && window.length > 0 && spend.outputs.length - spend.recurrent <= NEW;
  return shape.length > 0 || isLink ? "medium" : null;
}
