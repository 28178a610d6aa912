import type { Economy } from "@/lib/core/simulate/economy";
import type { Coin, Payment, Tx } from "@/lib/core/simulate/model";
import type { Wallet } from "@/lib/core/simulate/wallet";
import { SERVICE_HABITS } from "@/lib/core/simulate/agents/habits";
import { Pool, type PoolOptions } from "@/lib/core/simulate/agents/pool";

const GATHERED = 120;
const RECIPIENTS = 12;
const RESERVE = 200_000_000n;

/**
 * A pool that pays a few members at a time in a chain of transactions: the largest output of each is the pool's change, at
 * a new address, and the next one spends it (METHODS 3.2, "chained payouts").
 */
export class ChainPool extends Pool {
  protected readonly coinbases: Wallet;
  private readonly chain: Wallet;
  private due: Payment[] = [];
  private farmsWait = false;
  /** Sent and not yet in a block: its change is the next link. */
  private pending = false;

  constructor(economy: Economy, options: PoolOptions) {
    super(economy, options);
    this.coinbases = economy.wallet(this.actor, "coinbases", { ...SERVICE_HABITS, sequence: 0xffffffff });
    this.chain = economy.wallet(this.actor, "chain", { ...SERVICE_HABITS, sequence: 0xffffffff, reusesChange: false });
    economy.truth.known.push({
      key: this.coinbases.mainKey, label: `${options.name} coinbase address`, category: "mining-pool", actor: this.actor, confidence: "service_data",
    });
  }

  /** The chain's coins are spoken for. */
  protected get treasury(): Wallet {
    return this.coinbases;
  }

  protected payOut(payments: Payment[]): void {
    const running = this.due.length > 0 || this.farmsWait;
    this.due.push(...payments);
    this.farmsWait = true;
    if (!running) this.step();
  }

  /** One link; the last of the day pays the farms. */
  private step(): void {
    if (!this.pending && this.due.length > 0) {
      if (this.send(this.due.slice(0, RECIPIENTS))) this.due.splice(0, RECIPIENTS);
    } else if (!this.pending) {
      const available = this.links().reduce((sum, coin) => sum + coin.value, 0n);
      const payments = this.farmPayments(available - RESERVE);
      this.farmsWait = payments.length > 0 && !this.send(payments);
    }
    if (this.due.length > 0 || this.farmsWait) this.nextBlock(() => { this.step(); });
  }

  private send(payments: readonly Payment[]): boolean {
    const onConfirmed = (tx: Tx): void => {
      this.pending = false;
      this.recordPayout(tx);
    };
    const { habits } = this.chain;
    this.pending = this.economy.spend({ habits, coins: this.links(), payments, change: this.chain.freshKey(), onConfirmed }) !== null;
    return this.pending;
  }

  /** The change of the transaction before, and coinbases that have matured since. */
  private links(): readonly Coin[] {
    return [...this.chain.coins, ...this.economy.spendable(this.coinbases).slice(0, GATHERED)];
  }
}
