import { DAY, HOUR, MATURITY, START_TIME, type Economy } from "@/lib/core/simulate/economy";
import type { Key, Payment } from "@/lib/core/simulate/model";
import type { Random } from "@/lib/core/simulate/random";
import type { Wallet } from "@/lib/core/simulate/wallet";
import { somebodysHabits } from "@/lib/core/simulate/agents/habits";
import type { MiningTrade } from "@/lib/core/simulate/agents/miners";
import type { Pool } from "@/lib/core/simulate/agents/pool";
import { depositNowAndThen } from "@/lib/core/simulate/agents/users";

const INVESTORS = 14;
const STAFF = 18;
const HOSTING_RATE = 60_000_000n;
const SALARY = 3_000_000n;

/** Those who pay many people again and again and are no pools: what they send must not pass for mining payouts. */
export function addLookalikes(trade: MiningTrade): void {
  const random = trade.economy.random("lookalikes");
  for (const pool of trade.pools) {
    addHosting(trade, pool, random);
    sellIncome(trade, pool);
  }
  addEmployer(trade, random);
  rentalMines(trade, random);
}

/** A hosting firm is a member of a pool and shares what it is paid among its investors, some of whom are members themselves. */
function addHosting(trade: MiningTrade, pool: Pool, random: Random): void {
  const { economy } = trade;
  const actor = economy.actor("hosting");
  const wallet = economy.wallet(actor, "wallet", { ...somebodysHabits(random), reusesChange: true });
  const investors = Array.from({ length: INVESTORS }, () => addPerson(trade, random, random.chance(30) ? pool : null));
  pool.accounts.open({ destination: wallet.mainKey, rate: HOSTING_RATE, rented: null }, START_TIME);
  everySoOften(economy, random, () => { share(economy, wallet, investors, (wallet.balance * 9n) / 10n); });
}

/** An employer buys coins and pays salaries, to miners among others. */
function addEmployer(trade: MiningTrade, random: Random): void {
  const { economy, exchange } = trade;
  const actor = economy.actor("employer");
  const wallet = economy.wallet(actor, "wallet", { ...somebodysHabits(random), reusesChange: true });
  const staff = Array.from({ length: STAFF }, () => addPerson(trade, random, random.chance(50) ? random.pick(trade.pools) : null));
  everySoOften(economy, random, () => {
    const payroll = SALARY * BigInt(staff.length);
    share(economy, wallet, staff, payroll);
    exchange.withdraw({ key: wallet.mainKey, value: payroll + 1_000_000n });
  });
}

/** The rental service lets idle machines mine for itself: a pool pays its hot wallet, which pays sellers who are members too. */
function rentalMines({ economy, rental, pools, exchange }: MiningTrade, random: Random): void {
  const pool = random.pick(pools);
  pool.accounts.open({ destination: rental.mainKey, rate: HOSTING_RATE, rented: null }, START_TIME);
  for (let i = 0; i < economy.options.sellers; i += 2) {
    const key = addPerson({ economy, exchange }, random, pool);
    rental.addSeller(key);
  }
}

/** A pool sells what it earns itself, in a payment of its own at any hour. */
function sellIncome({ economy, exchange }: MiningTrade, pool: Pool): void {
  const random = economy.random(`income of ${pool.actor.id}`);
  everySoOften(economy, random, () => { pool.sell({ key: exchange.depositKey(pool.actor), value: random.sats(50_000_000n, 250_000_000n) }); });
}

/** Somebody with a wallet and one address for all who pay, perhaps a member of a pool with it. */
function addPerson({ economy, exchange }: Pick<MiningTrade, "economy" | "exchange">, random: Random, pool: Pool | null): Key {
  const actor = economy.actor("miner");
  const wallet = economy.wallet(actor, "wallet", somebodysHabits(random));
  depositNowAndThen(economy, random, { actor, wallet, exchange, days: random.between(6, 20) });
  pool?.accounts.open({ destination: wallet.mainKey, rate: random.sats(400_000n, 4_000_000n), rented: null }, START_TIME);
  return wallet.mainKey;
}

function everySoOften(economy: Economy, random: Random, act: () => void): void {
  const first = MATURITY * economy.options.blockSeconds + 2 * DAY;
  const again = (): void => {
    act();
    economy.after(3 * DAY + random.below(3 * DAY), again);
  };
  economy.after(first + random.below(3 * DAY) + HOUR, again);
}

/** Pays each an about equal part of an amount. */
function share(economy: Economy, wallet: Wallet, to: readonly Key[], amount: bigint): void {
  const part = amount / BigInt(to.length);
  if (part < 10_000n) return;
  const payments: Payment[] = to.map((key, i) => ({ key, value: (part * BigInt(90 + ((7 * i) % 10))) / 100n }));
  economy.pay(wallet, payments);
}
