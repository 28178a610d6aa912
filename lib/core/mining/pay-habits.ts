import type { MiningLedger } from "@/lib/core/mining/mining-ledger";
import type { PayoutReason, PoolSpend } from "@/lib/core/mining/payout";
import { isInWindow, type PayoutWindow, payoutWindow } from "@/lib/core/mining/payout-windows";

/** Fewer payouts than this are no habit. */
const ENOUGH = 10;
/** So many percent of them are one. */
const HABIT = 90;

interface Habit {
  readonly times: number[];
  payouts: number;
  /** Of them, coinbases. */
  coinbases: number;
  /** How often somebody was paid, and how often together with others. */
  paid: number;
  together: number;
  /** Scripts that were paid together with others. */
  readonly company: Set<number>;
  /** Wallets that paid several at once. */
  readonly payers: Set<number>;
  window: PayoutWindow | null | undefined;
}

/** How each pool pays: at which hours, one by one or many together, in the coinbase or after it. Learned from what lineage and recurrence tell. */
export class PayHabits {
  readonly #view: MiningLedger;
  readonly #pools: readonly string[];
  readonly #habits = new Map<number, Habit>();

  constructor(view: MiningLedger, pools: readonly string[]) {
    this.#view = view;
    this.#pools = pools;
  }

  learn({ t, pool, outputs }: PoolSpend): void {
    const habit = this.#of(pool);
    habit.times.push(this.#view.timeOf(t));
    habit.payouts += 1;
    if (this.#isCoinbase(t)) habit.coinbases += 1;
    habit.paid += outputs.length;
    if (outputs.length < 2) return;
    habit.together += outputs.length;
    habit.payers.add(this.#view.hand[t] ?? 0);
    for (const output of outputs) habit.company.add(this.#view.scriptOf(output));
  }

  window({ t, pool }: PoolSpend): PayoutReason[] {
    const habit = this.#of(pool);
    if (habit.window === undefined) habit.window = payoutWindow(this.#pools[pool] ?? "", habit.times);
    const { window } = habit;
    if (window === null || !isInWindow(window, this.#view.timeOf(t))) return [];
    return [{ code: "window", text: `It was made between ${window.from} and ${window.to} UTC, when this pool pays (${window.source}).` }];
  }

  /**
   * Says so when a pool that pays many at once, or in its coinbases, has paid somebody alone whom it never pays with others: as
   * likely it sells there what it earned itself.
   */
  alone(spend: PoolSpend): PayoutReason[] {
    return this.#isOutOfHabit(spend) ? [{ code: "alone", text: "It pays one recipient, whom this pool never pays together with others: it may be the pool's own affair." }] : [];
  }

  /** Does the wallet that pays here also pay many at once? */
  paysManyFrom({ t, pool }: PoolSpend): boolean {
    return this.#of(pool).payers.has(this.#view.hand[t] ?? 0);
  }

  #isOutOfHabit({ t, pool, outputs }: PoolSpend): boolean {
    const { payouts, paid, together, coinbases, company } = this.#of(pool);
    const [only] = outputs;
    if (payouts < ENOUGH || only === undefined || outputs.length > 1 || company.has(this.#view.scriptOf(only))) return false;
    return together * 100 >= HABIT * paid || (coinbases * 100 >= HABIT * payouts && !this.#isCoinbase(t));
  }

  #isCoinbase(t: number): boolean {
    return this.#view.input.ledger.coinbase[t] === 1;
  }

  #of(pool: number): Habit {
    let habit = this.#habits.get(pool);
    if (habit === undefined) {
      habit = { times: [], payouts: 0, coinbases: 0, paid: 0, together: 0, company: new Set(), payers: new Set(), window: undefined };
      this.#habits.set(pool, habit);
    }
    return habit;
  }
}
