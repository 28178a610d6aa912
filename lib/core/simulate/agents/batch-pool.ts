import { DAY, HOUR, START_TIME, type Economy } from "@/lib/core/simulate/economy";
import type { Payment } from "@/lib/core/simulate/model";
import type { Wallet } from "@/lib/core/simulate/wallet";
import { SERVICE_HABITS } from "@/lib/core/simulate/agents/habits";
import { Pool, type PoolOptions } from "@/lib/core/simulate/agents/pool";

const SWEPT = 100;
const RECIPIENTS = 200;
const RESERVE = 300_000_000n;

/**
 * A pool that gathers its coinbases on a collecting address once a day and pays all members from there in large batches:
 * the same members again and again (METHODS 3.2, "single collector").
 */
export class BatchPool extends Pool {
  protected readonly coinbases: Wallet;
  private readonly collector: Wallet;
  private due: Payment[] = [];

  constructor(economy: Economy, options: PoolOptions) {
    super(economy, options);
    this.coinbases = economy.wallet(this.actor, "coinbases", { ...SERVICE_HABITS, type: "p2pkh", sequence: 0xffffffff });
    this.collector = economy.wallet(this.actor, "collector", SERVICE_HABITS);
    for (const [wallet, label] of [[this.coinbases, "coinbase address"], [this.collector, "paying address"]] as const) {
      economy.truth.known.push({ key: wallet.mainKey, label: `${options.name} ${label}`, category: "mining-pool", actor: this.actor, confidence: "service_data" });
    }
    this.sweepEveryDay(0);
  }

  protected get treasury(): Wallet {
    return this.collector;
  }

  protected payOut(payments: Payment[]): void {
    const waiting = this.due.length > 0;
    this.due.push(...payments);
    if (!waiting) this.step();
  }

  private sweepEveryDay(day: number): void {
    this.economy.schedule.at(START_TIME + day * DAY + HOUR + this.random.below(2 * HOUR), () => {
      const coins = this.economy.spendable(this.coinbases).slice();
      for (let from = 0; from < coins.length; from += SWEPT) {
        this.economy.sweep(this.coinbases, coins.slice(from, from + SWEPT), { key: this.collector.mainKey });
      }
      this.sweepEveryDay(day + 1);
    });
  }

  /** One batch; the last of the day takes the farms with it. */
  private step(): void {
    const batch = this.due.slice(0, RECIPIENTS);
    const small = batch.reduce((sum, payment) => sum + payment.value, 0n);
    if (batch.length === this.due.length) batch.push(...this.farmPayments(this.collector.balance - small - RESERVE));
    if (batch.length === 0) return;
    if (this.economy.pay(this.collector, this.random.shuffle(batch), this.recordPayout) !== null) this.due.splice(0, RECIPIENTS);
    if (this.due.length > 0) this.nextBlock(() => { this.step(); });
  }
}
