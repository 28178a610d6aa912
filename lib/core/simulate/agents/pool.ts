import { DAY, HOUR, START_TIME, type Economy } from "@/lib/core/simulate/economy";
import type { Actor, BlockMiner, Payment } from "@/lib/core/simulate/model";
import type { Random } from "@/lib/core/simulate/random";
import type { PoolRecord } from "@/lib/core/simulate/truth-record";
import type { Wallet } from "@/lib/core/simulate/wallet";
import { PoolAccounts, type Terms } from "@/lib/core/simulate/agents/pool-accounts";

/** Early blocks are found by miners on their own, so that there are coins for an economy before the pools' mature. */
export const FOUNDING_BLOCKS = 40;

/** A large customer who takes a part of what a pool has left. */
export interface Farm {
  readonly pay: Payment["key"];
  readonly weight: number;
}

export interface PoolOptions {
  readonly name: string;
  readonly shape: Exclude<PoolRecord["shape"], "solo">;
  readonly weight: number;
  /** Hours of the day (UTC) between which it starts to pay. */
  readonly paysFrom: number;
  readonly paysTo: number;
}

/** What pools of every shape have in common: coinbases, books, a daily round of payments. */
export abstract class Pool {
  readonly actor: Actor;
  readonly record: PoolRecord;
  /** Weight among those who mine, for what its members can earn. */
  readonly weight: number;
  readonly accounts: PoolAccounts;
  readonly farms: Farm[] = [];
  protected readonly economy: Economy;
  protected readonly random: Random;
  protected abstract readonly coinbases: Wallet;

  constructor(economy: Economy, options: PoolOptions) {
    const tag = `/${options.name} (synthetic)/`;
    this.economy = economy;
    this.random = economy.random(options.name);
    this.accounts = new PoolAccounts(this.random);
    this.weight = options.weight;
    this.actor = economy.actor("pool", options.name);
    this.record = economy.truth.openPool(this.actor, options.shape, tag);
    const opens = START_TIME + FOUNDING_BLOCKS * economy.options.blockSeconds;
    economy.schedule.at(opens, () => {
      economy.miners.push(this.miner({ actor: this.actor, weight: options.weight, tag, coinbaseKey: this.coinbases.mainKey }));
    });
    this.everyDay(options, 0);
  }

  /** How it mines. */
  protected miner(plain: BlockMiner): BlockMiner {
    return plain;
  }

  /** Takes a member on, or rented hash power. */
  open(terms: Terms): void {
    this.accounts.open(terms, this.economy.now);
  }

  /** What it pays from when it pays for itself. */
  protected abstract readonly treasury: Wallet;

  /** Sells some of what it has earned. */
  sell(payment: Payment): void {
    this.economy.pay(this.treasury, [payment]);
  }

  /** Pays these, and what is left to the farms, in this pool's way. */
  protected abstract payOut(payments: Payment[]): void;

  /** A round in each day's window. */
  private everyDay(options: PoolOptions, day: number): void {
    const from = START_TIME + day * DAY + options.paysFrom * HOUR;
    this.economy.schedule.at(from + this.random.below((options.paysTo - options.paysFrom) * HOUR), () => {
      this.payOut(this.accounts.settle(this.economy.now));
      this.everyDay(options, day + 1);
    });
  }

  /** The farms' parts of an amount. */
  protected farmPayments(amount: bigint): Payment[] {
    const weights = this.farms.reduce((sum, farm) => sum + farm.weight, 0);
    if (amount < 10_000_000n || weights === 0) return [];
    return this.farms.map((farm) => ({ key: farm.pay, value: (amount * BigInt(farm.weight)) / BigInt(weights) }));
  }

  protected readonly recordPayout = (tx: { readonly txid: Uint8Array }): void => {
    this.record.payoutTxids.push(tx.txid);
  };

  /** Payments are sent with the blocks, since each spends the change of the one before. */
  protected nextBlock(act: () => void): void {
    this.economy.after(this.economy.options.blockSeconds, act);
  }
}
