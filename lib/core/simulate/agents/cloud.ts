import { DAY, HOUR, MATURITY, START_TIME, type Economy } from "@/lib/core/simulate/economy";
import type { Actor, Key, Paid, Payment, Tx } from "@/lib/core/simulate/model";
import type { Random } from "@/lib/core/simulate/random";
import type { Wallet } from "@/lib/core/simulate/wallet";
import type { Exchange } from "@/lib/core/simulate/agents/exchange";
import { SERVICE_HABITS, somebodysHabits } from "@/lib/core/simulate/agents/habits";
import { PRICE } from "@/lib/core/simulate/agents/renters";

/** Hash power bought for a while: the service itself pays what it earns, day by day. */
export interface Contract {
  readonly destination: Key;
  /** What it earns in all, in hundredths of a percent of the price. */
  readonly yield: number;
  readonly days: number;
  readonly onPaid: (paid: Paid) => void;
  readonly onClosed: () => void;
}

interface Running {
  readonly contract: Contract;
  readonly perDay: bigint;
  daysLeft: number;
  due: bigint;
}

const SMALLEST_PAYMENT = 100_000n;
const SWEPT = 60;

/**
 * Cloud mining: customers pay to deposit addresses that are swept into a hot wallet, and earnings are paid from there, whatever
 * was mined. No pool pays the customers.
 */
export class CloudMining {
  readonly actor: Actor;
  private readonly economy: Economy;
  private readonly random: Random;
  private readonly hot: Wallet;
  private readonly deposits: Wallet;
  private readonly depositKeys = new Map<Actor, Key>();
  private readonly ordered = new Map<Key, Contract[]>();
  private running: Running[] = [];

  constructor(economy: Economy) {
    this.economy = economy;
    this.random = economy.random("cloud");
    this.actor = economy.actor("cloud-mining", "Hashing24-like cloud");
    this.hot = economy.wallet(this.actor, "hot", SERVICE_HABITS);
    this.deposits = economy.wallet(this.actor, "deposits", { ...SERVICE_HABITS, reusesChange: false });
    this.deposits.onReceive = ({ key, value }) => {
      const contract = this.ordered.get(key)?.shift();
      if (contract === undefined) return;
      const total = (value * BigInt(contract.yield)) / 10_000n;
      this.running.push({ contract, perDay: total / BigInt(contract.days), daysLeft: contract.days, due: 0n });
    };
    economy.truth.known.push({ key: this.hot.mainKey, label: "Cloud mining hot wallet", category: "cloud-mining", actor: this.actor, confidence: "service_data" });
    this.sweepLater();
    this.payEveryDay(1);
  }

  /** Has the customer pay to its deposit address. @returns whether it was sent */
  buy(customer: Actor, contract: Contract, pay: (deposit: Key) => Tx | null): boolean {
    const key = this.depositKeys.get(customer) ?? this.deposits.freshKey();
    this.depositKeys.set(customer, key);
    if (pay(key) === null) return false;
    this.ordered.set(key, [...(this.ordered.get(key) ?? []), contract]);
    return true;
  }

  private sweepLater(): void {
    this.economy.after(5 * HOUR + this.random.wait(3 * HOUR), () => {
      for (let from = 0, coins = this.economy.spendable(this.deposits).slice(); from < coins.length; from += SWEPT) {
        this.economy.sweep(this.deposits, coins.slice(from, from + SWEPT), { key: this.hot.mainKey });
      }
      this.sweepLater();
    });
  }

  private payEveryDay(day: number): void {
    this.economy.schedule.at(START_TIME + day * DAY + 15 * HOUR + this.random.below(HOUR), () => {
      for (const run of this.running) {
        if (run.daysLeft > 0) run.due += run.perDay;
        run.daysLeft -= 1;
      }
      const due = this.running.filter((run) => run.due >= SMALLEST_PAYMENT || (run.daysLeft <= 0 && run.due > 10_000n));
      const payments: Payment[] = due.map((run) => ({ key: run.contract.destination, value: run.due, onPaid: run.contract.onPaid }));
      if (payments.length > 0 && this.economy.pay(this.hot, payments) !== null) for (const run of due) run.due = 0n;
      const over = this.running.filter((run) => run.daysLeft <= 0 && run.due <= 10_000n);
      this.running = this.running.filter((run) => !over.includes(run));
      for (const { contract } of over) contract.onClosed();
      this.payEveryDay(day + 1);
    });
  }
}

const CUSTOMERS = 8;

interface CloudTrade {
  readonly economy: Economy;
  readonly exchange: Exchange;
  readonly cloud: CloudMining;
}

/** Honest customers: they buy coins on the exchange and pay for a contract with them; some are never paid back in full. */
export function addCloudCustomers({ economy, exchange, cloud }: CloudTrade): void {
  const random = economy.random("cloud customers");
  for (let i = 0; i < CUSTOMERS; i += 1) {
    const actor = economy.actor("renter");
    const wallet = economy.wallet(actor, "wallet", somebodysHabits(random));
    const price = random.sats(PRICE.min, PRICE.max);
    economy.after(MATURITY * economy.options.blockSeconds + DAY + random.wait(4 * DAY), () => {
      exchange.withdraw({ key: wallet.freshKey(), value: price + 100_000n });
      economy.after(6 * HOUR + random.below(DAY), () => {
        const loop = economy.truth.openLoop(actor, true);
        const contract: Contract = {
          destination: wallet.freshKey(), yield: random.between(3_000, 10_500), days: random.between(3, 12),
          onPaid: (paid) => loop.payouts.push({ paid, pool: cloud.actor }), onClosed: () => { loop.complete = true; },
        };
        cloud.buy(actor, contract, (key) => economy.pay(wallet, [{ key, value: price, onPaid: (paid) => loop.purchases.push({ paid, service: cloud.actor }) }]));
      });
    });
  }
}
