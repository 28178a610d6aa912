import { DAY, HOUR, MATURITY, type Economy } from "@/lib/core/simulate/economy";
import type { Actor, Key } from "@/lib/core/simulate/model";
import type { Random } from "@/lib/core/simulate/random";
import type { Wallet } from "@/lib/core/simulate/wallet";
import type { Exchange } from "@/lib/core/simulate/agents/exchange";
import { somebodysHabits } from "@/lib/core/simulate/agents/habits";

export interface User {
  readonly actor: Actor;
  readonly wallet: Wallet;
  /** About what this user keeps, in sats. */
  readonly stake: bigint;
}

const HOLDERS = 150;
const BTC = 100_000_000n;
const MERCHANTS = 3;

/**
 * Ordinary people: they buy coins on the exchange, pay each other and merchants, deposit, and tidy their wallets up.
 * The first 150 hold about a coin each; when there are more, the others hold less, as there is not more to hold.
 */
export class Users {
  readonly all: User[] = [];
  /** Merchants' addresses: hosting, VPN, goods. */
  readonly merchants: Key[] = [];
  private readonly economy: Economy;
  private readonly exchange: Exchange;
  private readonly random: Random;

  constructor(economy: Economy, exchange: Exchange) {
    this.economy = economy;
    this.exchange = exchange;
    this.random = economy.random("users");
    const { users, blockSeconds } = economy.options;
    for (let i = 0; i < users; i += 1) {
      const actor = economy.actor("user");
      const wallet = economy.wallet(actor, "wallet", somebodysHabits(this.random));
      const user = { actor, wallet, stake: i < HOLDERS ? this.random.spread(BTC / 2n, 2n * BTC) : this.random.spread(50n * BTC, 200n * BTC) / BigInt(users) };
      this.all.push(user);
      economy.after(MATURITY * blockSeconds + this.random.below(DAY), () => { this.buy(user); });
      this.later(user);
    }
    for (let i = 0; i < MERCHANTS; i += 1) this.addMerchant();
  }

  /** Somebody among those who hold about a coin, with at least this much at hand; null when nobody was found. */
  findHolder(random: Random, atLeast: bigint): User | null {
    const holders = Math.min(HOLDERS, this.all.length);
    for (let tries = 0; tries < 40; tries += 1) {
      const user = this.all[random.below(holders)];
      if (user !== undefined && user.wallet.balance > atLeast) return user;
    }
    return null;
  }

  private addMerchant(): void {
    const actor = this.economy.actor("merchant");
    const wallet = this.economy.wallet(actor, "wallet", somebodysHabits(this.random));
    this.merchants.push(wallet.mainKey);
    depositNowAndThen(this.economy, this.random, { actor, wallet, exchange: this.exchange, days: 3 });
  }

  private later(user: User): void {
    this.economy.after(this.random.wait(this.economy.options.userSeconds), () => {
      this.act(user);
      this.later(user);
    });
  }

  private act(user: User): void {
    const { random, economy } = this;
    const { wallet, stake } = user;
    if (wallet.balance < stake / 8n) {
      this.buy(user);
      return;
    }
    const dice = random.below(100);
    if (wallet.coins.length > 25 || dice < 4) economy.sweep(wallet, economy.spendable(wallet), { key: wallet.changeKey() });
    else if (dice < 20 || wallet.balance > 4n * stake) economy.pay(wallet, [{ key: this.exchange.depositKey(user.actor), value: this.amount(user) }]);
    else if (dice < 32) economy.pay(wallet, [{ key: random.pick(this.merchants), value: this.amount(user) }]);
    else if (dice < 90) this.payUser(user);
    else this.buy(user);
  }

  private payUser(user: User): void {
    const other = this.random.pick(this.all);
    if (other === user) return;
    const key = this.random.chance(15) ? other.wallet.mainKey : other.wallet.freshKey();
    this.economy.pay(user.wallet, [{ key, value: this.amount(user) }]);
  }

  private buy(user: User): void {
    this.exchange.withdraw({ key: user.wallet.freshKey(), value: round(this.random, this.random.spread(user.stake / 4n, user.stake)) });
  }

  /** From a fiftieth to three quarters of what the user has. */
  private amount(user: User): bigint {
    const { balance } = user.wallet;
    return round(this.random, this.random.spread(balance / 50n + 3_000n, (3n * balance) / 4n + 3_000n));
  }
}

/** People like round amounts; programs that convert from other money do not. */
export function round(random: Random, value: bigint): bigint {
  if (!random.chance(40)) return value;
  let unit = 1n;
  while (unit * 100n <= value) unit *= 10n;
  return (value / unit) * unit;
}

/** Sends what a wallet has to its owner's deposit address every so many days. */
export function depositNowAndThen(
  economy: Economy,
  random: Random,
  plan: { readonly actor: Actor; readonly wallet: Wallet; readonly exchange: Exchange; readonly days: number },
): void {
  economy.after(random.wait(plan.days * DAY) + HOUR, () => {
    const coins = economy.spendable(plan.wallet);
    economy.sweep(plan.wallet, coins, { key: plan.exchange.depositKey(plan.actor) });
    depositNowAndThen(economy, random, plan);
  });
}
