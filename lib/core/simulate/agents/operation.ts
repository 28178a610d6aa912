import { DAY, HOUR } from "@/lib/core/simulate/economy";
import type { Actor, Key, Paid, Tx } from "@/lib/core/simulate/model";
import type { Random } from "@/lib/core/simulate/random";
import type { LoopRecord, MoveKind } from "@/lib/core/simulate/truth-record";
import type { Wallet } from "@/lib/core/simulate/wallet";
import type { Order } from "@/lib/core/simulate/agents/rental";
import type { CloudMining, Contract } from "@/lib/core/simulate/agents/cloud";
import { YIELD, type RentalTrade } from "@/lib/core/simulate/agents/renters";
import type { Users } from "@/lib/core/simulate/agents/users";

/** Where a launderer works. */
export interface Underworld extends RentalTrade {
  readonly users: Users;
  /** Only where somebody launders through it. */
  readonly cloud: CloudMining | null;
}

/** How an operation buys, and how it ends: payouts are mixed with old loot, kept apart, or sold where old loot is sold, too. */
export interface Style {
  readonly through: "rental" | "cloud";
  readonly ends: "mixed" | "apart" | "one-deposit";
}

/** Those who run an operation, and what they have in common from one to the next. */
export interface Gang {
  readonly actor: Actor;
  readonly style: Style;
  readonly world: Underworld;
  readonly random: Random;
  readonly earlier: Wallet;
  wallet(name: string): Wallet;
  /** How long a step takes that usually takes so many seconds. */
  paced(seconds: number): number;
  after(seconds: number, act: () => void): void;
  rob(to: Key, amount: bigint, campaign: string): void;
  move(kind: MoveKind): (paid: Paid) => void;
}

const VICTIMS = { min: 8, max: 12 } as const;
const LOOT = { min: 3_000_000n, max: 12_000_000n } as const;
const SMALLEST_PRICE = 2_000_000n;
const PEELS = { min: 2, max: 3 } as const;

/**
 * One round trip: thefts, collection (with some of the earlier loot), purchases of hash power peeled off one after the
 * other, payouts by pools at fresh addresses, and the mistake at the end.
 */
export class Operation {
  private readonly gang: Gang;
  private readonly name: string;
  private readonly loop: LoopRecord;
  private readonly loot: Wallet;
  private readonly hop: Wallet;
  private readonly payouts: Wallet;
  private readonly usualYield: number;
  private running = 0;
  private planned = 1;
  private destination: Key | null = null;
  private done: () => void = () => undefined;

  constructor(gang: Gang, number: number) {
    this.gang = gang;
    this.name = `operation-${number}`;
    this.loop = gang.world.economy.truth.openLoop(gang.actor, false);
    this.loot = gang.wallet(`${this.name} loot`);
    this.hop = gang.wallet(`${this.name} hop`);
    this.payouts = gang.wallet(`${this.name} payouts`);
    this.usualYield = gang.random.between(YIELD.min + 150, YIELD.max - 150);
  }

  begin(done: () => void): void {
    const { gang, loot } = this;
    const { random } = gang;
    this.done = done;
    for (let left = random.between(VICTIMS.min, VICTIMS.max); left > 0; left -= 1) {
      const amount = random.sats(LOOT.min, LOOT.max);
      gang.after(random.below(2.5 * DAY), () => { gang.rob(loot.freshKey(), amount, this.name); });
    }
    gang.after(2.6 * DAY, () => { this.topUp(); });
    gang.after(3 * DAY, () => { this.collect(); });
    gang.after(3.3 * DAY, () => { this.buyThroughHop(); });
    const peels = random.between(PEELS.min, PEELS.max);
    this.planned += peels;
    for (let i = 1; i <= peels; i += 1) gang.after((3 + 0.8 * i) * DAY + random.below(DAY / 4), () => { this.buyByPeel(i === peels); });
  }

  /** Some of the earlier loot joins the new: the purchases are tainted by what an analyst knows. */
  private topUp(): void {
    const { economy } = this.gang.world;
    const { earlier } = this.gang;
    economy.pay(earlier, [{ key: this.loot.freshKey(), value: (earlier.balance * 2n) / 5n, onPaid: this.gang.move("top-up") }]);
  }

  private collect(): void {
    const { economy } = this.gang.world;
    economy.sweep(this.loot, economy.spendable(this.loot), { key: this.loot.freshKey(), onPaid: this.gang.move("collection") });
  }

  /** Earlier loot goes to the rental service by way of one address. */
  private buyThroughHop(): void {
    const { economy } = this.gang.world;
    const { earlier, random } = this.gang;
    const moved = this.gang.move("hop");
    this.hop.onReceive = () => {
      economy.after(2 * HOUR + random.below(4 * HOUR), () => { this.buy((key, onPaid) => economy.sweep(this.hop, this.hop.coins, { key, onPaid })); });
    };
    if (economy.pay(earlier, [{ key: this.hop.freshKey(), value: (earlier.balance * 9n) / 20n, onPaid: moved }]) === null) this.settled();
  }

  /** A part of the collected loot, or all that is left of it. */
  private buyByPeel(last: boolean): void {
    const { economy } = this.gang.world;
    const { loot } = this;
    const price = (loot.balance * BigInt(this.gang.random.between(40, 55))) / 100n;
    if (loot.balance < SMALLEST_PRICE || price < SMALLEST_PRICE / 2n) this.settled();
    else if (last) this.buy((key, onPaid) => economy.sweep(loot, loot.coins, { key, onPaid }));
    else this.buy((key, onPaid) => economy.pay(loot, [{ key, value: price, onPaid }]));
  }

  private buy(pay: (deposit: Key, onPaid: (paid: Paid) => void) => Tx | null): void {
    const { actor, style, world } = this.gang;
    const cloud = style.through === "cloud" ? world.cloud : null;
    const service = (cloud ?? world.rental).actor;
    const onPaid = (paid: Paid): void => { this.loop.purchases.push({ paid, service }); };
    this.running += 1;
    const sent = cloud === null ? world.rental.buy(actor, this.order(), (key) => pay(key, onPaid)) : cloud.buy(actor, this.contract(cloud), (key) => pay(key, onPaid));
    if (!sent) this.running -= 1;
    this.settled();
  }

  private contract(cloud: CloudMining): Contract {
    const { random } = this.gang;
    if (this.destination === null || random.chance(40)) this.destination = this.payouts.freshKey();
    return {
      destination: this.destination,
      yield: random.between(5_500, 9_500),
      days: Math.max(2, Math.ceil(this.gang.paced(random.between(3, 8) * DAY) / DAY)),
      onPaid: (paid) => this.loop.payouts.push({ paid, pool: cloud.actor }),
      onClosed: () => {
        this.running -= 1;
        this.endWhenPaid();
      },
    };
  }

  private order(): Order {
    const { random, world } = this.gang;
    if (this.destination === null || random.chance(65)) this.destination = this.payouts.freshKey();
    return {
      pool: random.pick(world.pools),
      destination: this.destination,
      yield: this.usualYield + random.between(-150, 150),
      seconds: this.gang.paced(random.between(DAY / 2, Math.floor(3.5 * DAY))),
      refund: null,
      onPaid: (paid, pool) => this.loop.payouts.push({ paid, pool }),
      onClosed: () => {
        this.running -= 1;
        this.endWhenPaid();
      },
    };
  }

  private settled(): void {
    this.planned -= 1;
    this.endWhenPaid();
  }

  private endWhenPaid(): void {
    if (this.planned > 0 || this.running > 0) return;
    this.gang.after(DAY / 2 + this.gang.random.below(1.5 * DAY), () => {
      if (this.gang.style.ends === "mixed") this.mix();
      else if (this.gang.style.ends === "apart") this.keepApart();
      else this.sellBoth();
    });
  }

  /** No mistake: payouts are spent by themselves. */
  private keepApart(): void {
    const { economy, users } = this.gang.world;
    const coins = economy.spendable(this.payouts);
    this.loop.complete = this.loop.payouts.length > 0;
    for (const coin of coins.slice(0, 3)) economy.spend({ habits: this.payouts.habits, coins: [coin], payments: [{ key: this.gang.random.pick(users.merchants), value: coin.value / 3n }], change: this.payouts.freshKey() });
    this.done();
  }

  /** Payouts and old loot are sold on the exchange, at the one deposit address of the gang. */
  private sellBoth(): void {
    const { economy, exchange } = this.gang.world;
    const { earlier, actor } = this.gang;
    const key = exchange.depositKey(actor);
    const sold = (paid: Paid): void => {
      this.loop.commingling.push({ kind: "shared-deposit", txid: paid.txid, time: paid.time });
      this.loop.complete = true;
    };
    economy.sweep(this.payouts, economy.spendable(this.payouts), { key, onPaid: sold });
    economy.pay(earlier, [{ key, value: earlier.balance / 3n }]);
    this.done();
  }

  /** The mistake. Sometimes a part of the payouts is first sent to the old address as such. */
  private mix(): void {
    const { economy } = this.gang.world;
    const { earlier, random } = this.gang;
    const coins = economy.spendable(this.payouts).slice();
    const old = economy.spendable(earlier);
    const kept = [...old.filter(({ key }) => key === earlier.mainKey), ...old.filter(({ key }) => key !== earlier.mainKey)].slice(0, 2);
    if (this.payouts.coins.length === 0) {
      this.done();
      return;
    }
    if (kept.length === 0 || coins.length === 0) {
      this.gang.after(HOUR, () => { this.mix(); });
      return;
    }
    if (coins.length >= 4 && random.chance(35)) {
      const part = coins.splice(0, coins.length >> 1);
      economy.spend({ habits: earlier.habits, coins: part, payments: [], change: earlier.mainKey, onConfirmed: this.mixed("consolidation") });
    }
    economy.spend({ habits: earlier.habits, coins: [...coins, ...kept], payments: [], change: earlier.freshKey(), onConfirmed: this.mixed("co-spend") });
  }

  private mixed(kind: "co-spend" | "consolidation"): NonNullable<Tx["onConfirmed"]> {
    return (tx, time) => {
      this.loop.commingling.push({ kind, txid: tx.txid, time });
      if (kind === "consolidation") return;
      this.loop.complete = true;
      this.gang.after(DAY / 2 + this.gang.random.below(1.5 * DAY), () => { this.spendOut(); });
    };
  }

  /** Clean coins buy infrastructure, and some are cashed out. */
  private spendOut(): void {
    const { economy, users, exchange } = this.gang.world;
    const { earlier, random, actor } = this.gang;
    const key = random.chance(60) ? random.pick(users.merchants) : exchange.depositKey(actor);
    economy.pay(earlier, [{ key, value: (earlier.balance * BigInt(random.between(20, 40))) / 100n, onPaid: this.gang.move("spend-out") }]);
    this.done();
  }
}
