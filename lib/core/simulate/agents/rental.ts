import { DAY, HOUR, START_TIME, type Economy } from "@/lib/core/simulate/economy";
import type { Actor, Coin, Key, Paid, Payment, Tx } from "@/lib/core/simulate/model";
import type { Random } from "@/lib/core/simulate/random";
import type { Wallet } from "@/lib/core/simulate/wallet";
import { SERVICE_HABITS } from "@/lib/core/simulate/agents/habits";
import type { Pool } from "@/lib/core/simulate/agents/pool";

/** What a customer asks for before paying. The pool, not the service, pays what is mined (DOMAIN finding 1). */
export interface Order {
  readonly pool: Pool;
  readonly destination: Key;
  /** What the hash power will earn, in hundredths of a percent of the price. */
  readonly yield: number;
  readonly seconds: number;
  /** Percent of the deposit that is not used and withdrawn, and where to. */
  readonly refund: { readonly percent: number; readonly to: Payment } | null;
  readonly onPaid: (paid: Paid, pool: Actor) => void;
  readonly onClosed: () => void;
}

const SWEPT = 60;
/** What is left for the sellers of hash power, after the service's fee of 3 %. */
const SELLERS_PERCENT = 97n;
const SELLER_MINIMUM = 200_000n;

/**
 * A marketplace for hash power. Customers pay to deposit addresses that the service keeps and sweeps into its hot wallet;
 * sellers are paid from there once a day. An order starts some hours after its deposit.
 */
export class Rental {
  readonly actor: Actor;
  private readonly economy: Economy;
  private readonly random: Random;
  private readonly hot: Wallet;
  private readonly deposits: Wallet;
  private readonly depositKeys = new Map<Actor, Key>();
  private readonly orders = new Map<Key, Order[]>();
  private readonly sellers: Key[] = [];
  private readonly earned = new Map<Key, bigint>();
  private refunds: Payment[] = [];

  constructor(economy: Economy) {
    this.economy = economy;
    this.random = economy.random("rental");
    this.actor = economy.actor("hash-rental", "NiceHash-like rental");
    this.hot = economy.wallet(this.actor, "hot", SERVICE_HABITS);
    this.deposits = economy.wallet(this.actor, "deposits", { ...SERVICE_HABITS, reusesChange: false });
    this.deposits.onReceive = (coin) => { this.received(coin); };
    economy.truth.known.push({ key: this.hot.mainKey, label: "Hash rental hot wallet", category: "hash-rental", actor: this.actor, confidence: "service_data" });
    this.sweepLater();
    this.payEveryDay(1);
  }

  /** The hot wallet's address. */
  get mainKey(): Key {
    return this.hot.mainKey;
  }

  addSeller(key: Key): void {
    this.sellers.push(key);
  }

  /**
   * Has the customer pay to its deposit address, always the same; the deposit starts the order.
   * @param pay sends the price to the address given; null when the customer could not.
   * @returns whether it was sent.
   */
  buy(customer: Actor, order: Order, pay: (deposit: Key) => Tx | null): boolean {
    let key = this.depositKeys.get(customer);
    if (key === undefined) {
      key = this.deposits.freshKey();
      this.depositKeys.set(customer, key);
    }
    if (pay(key) === null) return false;
    this.orders.set(key, [...(this.orders.get(key) ?? []), order]);
    return true;
  }

  private received(coin: Coin): void {
    const order = this.orders.get(coin.key)?.shift();
    if (order === undefined) return;
    const back = order.refund === null ? 0n : (coin.value * BigInt(order.refund.percent)) / 100n;
    this.economy.after(2 * HOUR + this.random.below(8 * HOUR), () => { this.start(order, coin.value - back); });
    if (order.refund !== null && back > 0n) this.refunds.push({ ...order.refund.to, value: back });
  }

  private start(order: Order, price: bigint): void {
    const total = (price * BigInt(order.yield)) / 10_000n;
    const until = this.economy.now + order.seconds;
    order.pool.open({
      destination: order.destination,
      rate: (total * BigInt(DAY)) / BigInt(order.seconds),
      rented: { total, until },
      onPaid: (paid) => { order.onPaid(paid, order.pool.actor); },
      onClosed: order.onClosed,
    });
    this.credit((price * SELLERS_PERCENT) / 100n);
  }

  /** A rented order is served by a few sellers. */
  private credit(amount: bigint): void {
    const parts = this.random.between(1, 4);
    for (let i = 0; i < parts; i += 1) {
      const seller = this.random.pick(this.sellers);
      this.earned.set(seller, (this.earned.get(seller) ?? 0n) + amount / BigInt(parts));
    }
  }

  private sweepLater(): void {
    this.economy.after(3 * HOUR + this.random.wait(3 * HOUR), () => {
      for (let from = 0, coins = this.economy.spendable(this.deposits).slice(); from < coins.length; from += SWEPT) {
        this.economy.sweep(this.deposits, coins.slice(from, from + SWEPT), { key: this.hot.mainKey });
      }
      this.sweepLater();
    });
  }

  private payEveryDay(day: number): void {
    this.economy.schedule.at(START_TIME + day * DAY + 12 * HOUR + this.random.below(2 * HOUR), () => {
      const due = [...this.earned].filter(([, value]) => value >= SELLER_MINIMUM);
      const payments = [...this.refunds, ...due.map(([key, value]) => ({ key, value }))];
      if (payments.length > 0 && this.economy.pay(this.hot, payments) !== null) {
        this.refunds = [];
        for (const [key] of due) this.earned.delete(key);
      }
      this.payEveryDay(day + 1);
    });
  }
}
