import type { Actor, Coin, Key, KeyType, Owner } from "@/lib/core/simulate/model";

/** The marks a wallet program leaves on its transactions. */
export interface Habits {
  readonly type: KeyType;
  readonly version: 1 | 2;
  readonly sequence: number;
  /** Locktime of the current height, against fee sniping, as Core and Electrum set it. */
  readonly locksToHeight: boolean;
  /** Added to the market's fee rate, in percent. */
  readonly feePercent: number;
  /** Change comes back to the wallet's first address. */
  readonly reusesChange: boolean;
}

/** Coins under one control. Coins are oldest first; those in a transaction that waits for its block are not in it. */
export class Wallet implements Owner {
  readonly actor: Actor;
  readonly name: string;
  readonly habits: Habits;
  /** Keys that have received something. */
  readonly keyIds: number[] = [];
  coins: Coin[] = [];
  balance = 0n;
  /** Told of every coin that arrives, once its block is there. */
  onReceive: ((coin: Coin, time: number) => void) | null = null;
  private readonly makeKey: (wallet: Wallet) => Key;
  private firstKey: Key | null = null;

  constructor(actor: Actor, name: string, habits: Habits, makeKey: (wallet: Wallet) => Key) {
    this.actor = actor;
    this.name = name;
    this.habits = habits;
    this.makeKey = makeKey;
    actor.wallets.push(this);
  }

  freshKey(): Key {
    const key = this.makeKey(this);
    this.firstKey ??= key;
    return key;
  }

  /** The address this wallet gives to everybody. */
  get mainKey(): Key {
    return this.firstKey ?? this.freshKey();
  }

  /** Where change goes. */
  changeKey(): Key {
    return this.habits.reusesChange ? this.mainKey : this.freshKey();
  }

  receive(coin: Coin, time: number): void {
    if (!coin.key.seen) {
      coin.key.seen = true;
      this.keyIds.push(coin.key.id);
    }
    this.coins.push(coin);
    this.balance += coin.value;
    this.onReceive?.(coin, time);
  }

  /** Takes coins out, to be spent. */
  remove(spent: readonly Coin[]): void {
    if (spent.every((coin, i) => this.coins[i] === coin)) this.coins.splice(0, spent.length);
    else {
      const gone = new Set(spent);
      this.coins = this.coins.filter((coin) => !gone.has(coin));
    }
    for (const coin of spent) this.balance -= coin.value;
  }
}
