import type { Economy } from "@/lib/core/simulate/economy";
import { HOUR } from "@/lib/core/simulate/economy";
import type { Actor, Key, Payment } from "@/lib/core/simulate/model";
import type { Random } from "@/lib/core/simulate/random";
import type { Wallet } from "@/lib/core/simulate/wallet";
import { SERVICE_HABITS } from "@/lib/core/simulate/agents/habits";

const RECIPIENTS = 40;
const SWEPT = 80;

/**
 * An exchange: each customer has a deposit address that the exchange keeps and sweeps into its hot wallet; withdrawals are
 * batched from there. What customers trade inside it leaves no trace.
 */
export class Exchange {
  readonly actor: Actor;
  private readonly economy: Economy;
  private readonly random: Random;
  private readonly hot: Wallet;
  private readonly deposits: Wallet;
  private readonly depositKeys = new Map<Actor, Key>();
  private readonly queue: Payment[] = [];

  constructor(economy: Economy) {
    this.economy = economy;
    this.random = economy.random("exchange");
    this.actor = economy.actor("exchange", "Exchange One");
    this.hot = economy.wallet(this.actor, "hot", SERVICE_HABITS);
    this.deposits = economy.wallet(this.actor, "deposits", { ...SERVICE_HABITS, type: "p2sh", reusesChange: false });
    economy.truth.known.push({ key: this.hot.mainKey, label: "Exchange One hot wallet", category: "exchange", actor: this.actor, confidence: "service_data" });
    this.sweepLater();
    this.payLater();
  }

  /** The customer's deposit address, always the same. */
  depositKey(customer: Actor): Key {
    let key = this.depositKeys.get(customer);
    if (key === undefined) {
      key = this.deposits.freshKey();
      this.depositKeys.set(customer, key);
    }
    return key;
  }

  /** Paid with the next batch that the hot wallet can bear. */
  withdraw(payment: Payment): void {
    this.queue.push(payment);
  }

  private sweepLater(): void {
    this.economy.after(4 * HOUR + this.random.wait(2 * HOUR), () => {
      const { deposits } = this;
      for (let from = 0, coins = this.economy.spendable(deposits).slice(); from < coins.length; from += SWEPT) {
        this.economy.sweep(deposits, coins.slice(from, from + SWEPT), { key: this.hot.mainKey });
      }
      this.sweepLater();
    });
  }

  private payLater(): void {
    const gap = Math.max(HOUR, Math.floor(1.5 * this.economy.options.blockSeconds));
    this.economy.after(gap + this.random.below(HOUR / 2), () => {
      this.payBatches();
      this.payLater();
    });
  }

  /** One batch, or several when many are waiting: each spends other coins, since change has yet to be confirmed. */
  private payBatches(): void {
    while (this.queue.length > 0) {
      const batch = this.affordable();
      if (batch.length === 0 || this.economy.pay(this.hot, batch) === null) return;
      this.queue.splice(0, batch.length);
    }
  }

  private affordable(): Payment[] {
    let left = this.hot.balance - (this.hot.balance >> 6n);
    const end = this.queue.findIndex((payment, i) => i >= RECIPIENTS || (left -= payment.value) < 0n);
    return this.queue.slice(0, end < 0 ? this.queue.length : end);
  }
}
