import type { Economy } from "@/lib/core/simulate/economy";
import type { Coin, Key, Paid, Payment } from "@/lib/core/simulate/model";
import type { Wallet } from "@/lib/core/simulate/wallet";
import { SERVICE_HABITS } from "@/lib/core/simulate/agents/habits";
import { Pool, type PoolOptions } from "@/lib/core/simulate/agents/pool";

const GATHERED = 120;
const LEAF = 18;
const BRANCHES = 8;
const BTC = 100_000_000n;
const FEE_ROOM = 200_000n;
const RESERVE = 200_000_000n;

/**
 * A pool that first divides what it has into round sums on intermediate addresses and pays its members from these, with the
 * change going back (METHODS 3.2, "tree"). Some such pools use the same intermediate addresses every day, others fresh ones.
 */
export class TreePool extends Pool {
  protected readonly coinbases: Wallet;
  private readonly trunk: Wallet;
  private readonly branches: Wallet;
  private readonly fixed: Key[] = [];
  private due: Payment[] = [];

  constructor(economy: Economy, options: PoolOptions) {
    super(economy, options);
    this.coinbases = economy.wallet(this.actor, "coinbases", { ...SERVICE_HABITS, type: "p2pkh", sequence: 0xffffffff });
    this.trunk = economy.wallet(this.actor, "trunk", SERVICE_HABITS);
    this.branches = economy.wallet(this.actor, "branches", { ...SERVICE_HABITS, reusesChange: false });
    economy.truth.known.push({
      key: this.coinbases.mainKey, label: `${options.name} coinbase address`, category: "mining-pool", actor: this.actor, confidence: "service_data",
    });
    if (this.random.chance(50)) for (let i = 0; i < BRANCHES; i += 1) this.fixed.push(this.branches.freshKey());
  }

  protected get treasury(): Wallet {
    return this.trunk;
  }

  protected payOut(payments: Payment[]): void {
    this.due.push(...payments);
    const coins = [...this.trunk.coins, ...this.economy.spendable(this.coinbases).slice(0, GATHERED)];
    const available = coins.reduce((sum, coin) => sum + coin.value, 0n);
    const leaves = this.leaves(available);
    if (leaves.length === 0) return;
    const roots = leaves.map((leaf, i) => ({
      key: this.fixed[i % BRANCHES] ?? this.branches.freshKey(),
      value: roundUp(leaf.reduce((sum, { value }) => sum + value, FEE_ROOM)),
      onPaid: (paid: Paid) => { this.nextBlock(() => { this.pay(paid, leaf); }); },
    }));
    if (this.economy.spend({ habits: this.trunk.habits, coins, payments: roots, change: this.trunk.mainKey }) === null) this.due.unshift(...leaves.flat());
  }

  /** Members in groups, as far as the money goes, and the farms' parts of what is left. */
  private leaves(available: bigint): Payment[][] {
    let left = available - RESERVE;
    const leaves: Payment[][] = [];
    while (this.due.length > 0) {
      const leaf = this.due.slice(0, LEAF);
      const wanted = roundUp(leaf.reduce((sum, { value }) => sum + value, FEE_ROOM));
      if (wanted > left) return leaves;
      left -= wanted;
      leaves.push(leaf);
      this.due.splice(0, LEAF);
    }
    const farms = this.farmPayments(left - 2n * BTC);
    if (farms.length > 0) leaves.push(farms);
    return leaves;
  }

  private pay(root: Paid, payments: readonly Payment[]): void {
    const coin = this.branches.coins.find((each: Coin) => each.txid === root.txid && each.n === root.n);
    if (coin === undefined) throw new Error("a branch has lost its coin");
    this.economy.spend({ habits: this.branches.habits, coins: [coin], payments, change: this.trunk.mainKey, onConfirmed: this.recordPayout });
  }
}

/** To whole coins: the sums of the tree's first step are round. */
const roundUp = (value: bigint): bigint => ((value + BTC - 1n) / BTC) * BTC;
