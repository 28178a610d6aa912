import { DAY, HOUR, MATURITY, type Economy } from "@/lib/core/simulate/economy";
import type { Actor } from "@/lib/core/simulate/model";
import type { Random } from "@/lib/core/simulate/random";
import type { LoopRecord } from "@/lib/core/simulate/truth-record";
import type { Wallet } from "@/lib/core/simulate/wallet";
import type { Exchange } from "@/lib/core/simulate/agents/exchange";
import { somebodysHabits } from "@/lib/core/simulate/agents/habits";
import type { Pool } from "@/lib/core/simulate/agents/pool";
import type { Order, Rental } from "@/lib/core/simulate/agents/rental";
import { depositNowAndThen } from "@/lib/core/simulate/agents/users";

/** What a customer of the rental service has to deal with. */
export interface RentalTrade {
  readonly economy: Economy;
  readonly exchange: Exchange;
  readonly rental: Rental;
  readonly pools: readonly Pool[];
}

/** Amounts and yields are those of the launderer: only the coins are other ones. */
export const PRICE = { min: 8_000_000n, max: 60_000_000n } as const;
export const YIELD = { min: 8_650, max: 10_400 } as const;

/** Honest renters: they buy coins on the exchange, rent hash power for them, and are paid by the pool of their choice. */
export function addRenters(trade: RentalTrade): void {
  const random = trade.economy.random("renters");
  for (let i = 0; i < trade.economy.options.renters; i += 1) {
    const actor = trade.economy.actor("renter");
    new Renter(trade, random, actor).begin();
  }
}

class Renter {
  private readonly trade: RentalTrade;
  private readonly random: Random;
  private readonly actor: Actor;
  private readonly wallet: Wallet;

  constructor(trade: RentalTrade, random: Random, actor: Actor) {
    this.trade = trade;
    this.random = random;
    this.actor = actor;
    this.wallet = trade.economy.wallet(actor, "wallet", somebodysHabits(random));
  }

  begin(): void {
    const { economy, exchange } = this.trade;
    const ready = MATURITY * economy.options.blockSeconds + DAY;
    economy.after(ready + this.random.wait(3 * DAY), () => { this.cycle(); });
    depositNowAndThen(economy, this.random, { actor: this.actor, wallet: this.wallet, exchange, days: 25 });
  }

  /** Buys coins, orders for them a day or so later, and starts again some days after that. */
  private cycle(): void {
    const { economy, exchange } = this.trade;
    const price = this.random.sats(PRICE.min, PRICE.max);
    exchange.withdraw({ key: this.wallet.freshKey(), value: price + 100_000n });
    economy.after(6 * HOUR + this.random.below(DAY), () => {
      this.buy(economy.truth.openLoop(this.actor, true), price);
      economy.after(4 * DAY + this.random.wait(8 * DAY), () => { this.cycle(); });
    });
  }

  private buy(loop: LoopRecord, price: bigint): void {
    const { economy, rental, pools } = this.trade;
    const { actor, wallet, random } = this;
    const refund = random.chance(25) ? random.between(5, 30) : 0;
    const order: Order = {
      pool: random.pick(pools),
      destination: random.chance(40) ? wallet.mainKey : wallet.freshKey(),
      yield: random.between(YIELD.min, YIELD.max),
      seconds: random.between(DAY / 2, 5 * DAY),
      refund: refund === 0 ? null : { percent: refund, to: { key: wallet.mainKey, value: 0n, onPaid: (paid) => loop.refunds.push(paid) } },
      onPaid: (paid, pool) => loop.payouts.push({ paid, pool }),
      onClosed: () => { loop.complete = true; },
    };
    rental.buy(actor, order, (key) => economy.pay(wallet, [{ key, value: price, onPaid: (paid) => loop.purchases.push({ paid, service: rental.actor }) }]));
  }
}
