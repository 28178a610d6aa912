import type { Economy } from "@/lib/core/simulate/economy";
import type { BlockMiner, Payment } from "@/lib/core/simulate/model";
import type { Wallet } from "@/lib/core/simulate/wallet";
import { SERVICE_HABITS } from "@/lib/core/simulate/agents/habits";
import { Pool, type PoolOptions } from "@/lib/core/simulate/agents/pool";

const RECIPIENTS = 60;
/** What the pool keeps of a reward, in percent, and what does not fit. */
const FEE = 2n;
const LEAST_FOR_FARMS = 50_000_000n;

/** A pool whose coinbases pay its members directly: there is no payout transaction but the coinbase. */
export class CoinbasePool extends Pool {
  protected readonly coinbases: Wallet;
  private due: Payment[] = [];

  constructor(economy: Economy, options: PoolOptions) {
    super(economy, options);
    this.coinbases = economy.wallet(this.actor, "fees", { ...SERVICE_HABITS, type: "p2tr" });
    economy.truth.known.push({
      key: this.coinbases.mainKey, label: `${options.name} fee address`, category: "mining-pool", actor: this.actor, confidence: "service_data",
    });
  }

  protected override miner(plain: BlockMiner): BlockMiner {
    return { ...plain, split: (reward) => this.split(reward), onFound: (coinbase) => { if (coinbase.outputs.length > 2) this.recordPayout(coinbase); } };
  }

  protected get treasury(): Wallet {
    return this.coinbases;
  }

  /** The daily round only fills the queue; blocks empty it. */
  protected payOut(payments: Payment[]): void {
    this.due.push(...payments);
  }

  private split(reward: bigint): readonly Payment[] {
    let left = reward - (reward * FEE) / 100n;
    const end = this.due.findIndex((payment, i) => i >= RECIPIENTS || (left -= payment.value) < 0n);
    const paid = this.due.splice(0, end < 0 ? this.due.length : end);
    const rest = paid.reduce((sum, { value }) => sum - value, reward - (reward * FEE) / 100n);
    return rest < LEAST_FOR_FARMS ? paid : [...paid, ...this.farmPayments(rest)];
  }
}
