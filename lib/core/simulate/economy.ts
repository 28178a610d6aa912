import type { Hasher } from "@/lib/core/bitcoin/columns";
import { networkByName } from "@/lib/core/network";
import { KeyRing } from "@/lib/core/simulate/keys";
import type { Actor, ActorKind, BlockMiner, Coin, Paid, Payment, SimulatedBlock, Tx } from "@/lib/core/simulate/model";
import { makeBlock } from "@/lib/core/simulate/block";
import type { SimulationOptions } from "@/lib/core/simulate/options";
import { Random } from "@/lib/core/simulate/random";
import { Schedule } from "@/lib/core/simulate/schedule";
import { TxSerializer } from "@/lib/core/simulate/serialize";
import { makeTransaction, type Spend } from "@/lib/core/simulate/spend";
import { TruthRecord } from "@/lib/core/simulate/truth-record";
import { Wallet, type Habits } from "@/lib/core/simulate/wallet";

/**
 * Its blocks look like testnet3's, so that addresses (`tb1…`) can never be a real person's and importers find the network by
 * themselves, and lie where that network's subsidy is 6.25 coins, as Bitcoin's was in September 2022.
 */
export const SIMULATED_NETWORK = networkByName("testnet3");
export const FIRST_HEIGHT = 752_000;
/** 2022-09-01T00:00:00Z. */
export const START_TIME = 1_661_990_400;
export const DAY = 86_400;
export const HOUR = 3_600;
/** A coinbase may be spent by a block this much higher (consensus rule). */
export const MATURITY = 100;
/** Weight left for transactions beside the coinbase. */
const BLOCK_ROOM = 3_990_000;
const MAX_INPUTS = 400;

/** The state of a simulated economy: clock, agents' plans, transactions that wait for a block, and the chain's tip. */
export class Economy {
  readonly options: SimulationOptions;
  readonly keys: KeyRing;
  readonly schedule = new Schedule();
  readonly actors: Actor[] = [];
  readonly miners: BlockMiner[] = [];
  readonly truth = new TruthRecord();
  readonly hasher: Hasher;
  /** Unix seconds. */
  now = START_TIME;
  /** Height of the block that is being worked on. */
  height = FIRST_HEIGHT;
  private waiting: Tx[] = [];
  private prevHash: Uint8Array;
  private feeRate = 8_000;
  private readonly seed: Uint8Array;
  private readonly serializer: TxSerializer;
  private readonly chance: Random;
  private readonly counts = new Map<ActorKind, number>();

  constructor(options: SimulationOptions, hasher: Hasher) {
    this.options = options;
    this.hasher = hasher;
    this.seed = hasher.sha256(new TextEncoder().encode(`Assay simulated economy, version 1, seed ${options.seed}`));
    this.keys = new KeyRing(hasher, this.seed);
    this.serializer = new TxSerializer(hasher);
    this.prevHash = hasher.sha256d(this.seed);
    this.chance = this.random("economy");
  }

  /** A stream of random numbers of its own for each name. */
  random(name: string): Random {
    const label = new TextEncoder().encode(name);
    const message = new Uint8Array(this.seed.length + label.length);
    message.set(this.seed);
    message.set(label, this.seed.length);
    return new Random(this.hasher.sha256(message));
  }

  /** @param name by default the kind and a number; every name says that it is made up. */
  actor(kind: ActorKind, name?: string): Actor {
    const count = (this.counts.get(kind) ?? 0) + 1;
    this.counts.set(kind, count);
    const id = `${kind}-${count}`;
    const actor: Actor = { id, kind, name: `${name ?? id} (synthetic)`, wallets: [] };
    this.actors.push(actor);
    return actor;
  }

  wallet(actor: Actor, name: string, habits: Habits): Wallet {
    return new Wallet(actor, name, habits, (owner) => this.keys.make(habits.type, owner));
  }

  after(seconds: number, act: () => void): void {
    this.schedule.at(this.now + Math.max(1, Math.floor(seconds)), act);
  }

  /** Coins that a transaction of now may spend: oldest first, without coinbases that are not mature. */
  spendable(wallet: Wallet): readonly Coin[] {
    const unripe = (coin: Coin): boolean => coin.coinbase && coin.height + MATURITY > this.height;
    return wallet.coins.some(unripe) ? wallet.coins.filter((coin) => !unripe(coin)) : wallet.coins;
  }

  /** Spends chosen coins, whoever's they are; null (and nothing changed) when they do not suffice. */
  spend(spend: Spend): Tx | null {
    const tx = makeTransaction(spend, { feeRate: this.feeRate, height: this.height }, this.chance, this.serializer);
    if (tx === null) return null;
    for (const owner of new Set(spend.coins.map((coin) => coin.key.owner))) owner.remove(spend.coins.filter((coin) => coin.key.owner === owner));
    this.waiting.push(tx);
    return tx;
  }

  /** Pays from a wallet's oldest coins; null when it has too little. */
  pay(wallet: Wallet, payments: readonly Payment[], onConfirmed?: Tx["onConfirmed"]): Tx | null {
    const wanted = payments.reduce((sum, payment) => sum + payment.value, 0n);
    if (wallet.balance < wanted) return null;
    const coins = this.spendable(wallet);
    const change = wallet.changeKey();
    let sum = 0n;
    for (let count = 1; count <= Math.min(coins.length, MAX_INPUTS); count += 1) {
      sum += coins[count - 1]?.value ?? 0n;
      if (sum < wanted) continue;
      const tx = this.spend({ habits: wallet.habits, coins: coins.slice(0, count), payments, change, onConfirmed });
      if (tx !== null) return tx;
    }
    return null;
  }

  /** Moves coins of one wallet to one address. */
  sweep(wallet: Wallet, coins: readonly Coin[], to: Pick<Payment, "key" | "onPaid">): Tx | null {
    if (coins.length === 0) return null;
    return this.spend({ habits: wallet.habits, coins: coins.slice(0, MAX_INPUTS), payments: [], change: to.key, onChange: to.onPaid });
  }

  /** Lets agents act until `time`, then mines what they sent. */
  mine(time: number): SimulatedBlock {
    for (let next = this.schedule.nextTime; next !== null && next <= time; next = this.schedule.nextTime) {
      this.now = next;
      this.schedule.take()();
    }
    this.now = time;
    const { height, prevHash } = this;
    const template = { network: SIMULATED_NETWORK, height, time, prevHash, miner: this.finder(), transactions: this.takeWaiting() };
    const block = makeBlock(template, this.serializer, this.hasher);
    this.prevHash = block.hash;
    this.height += 1;
    for (const tx of block.transactions) deliver(tx, height, time);
    this.feeRate = Math.min(40_000, Math.max(1_500, this.feeRate + this.chance.between(-600, 600)));
    return block;
  }

  /** The transactions of the next block, in the order they were sent; what does not fit waits. */
  private takeWaiting(): Tx[] {
    let room = BLOCK_ROOM;
    const fits = this.waiting.findIndex((tx) => (room -= tx.weight) < 0);
    return this.waiting.splice(0, fits < 0 ? this.waiting.length : fits);
  }

  private finder(): BlockMiner {
    let ticket = this.chance.below(this.miners.reduce((sum, miner) => sum + miner.weight, 0));
    const winner = this.miners.find((miner) => (ticket -= miner.weight) < 0);
    if (winner === undefined) throw new Error("nobody mines");
    return winner;
  }
}

/** Hands the outputs of a confirmed transaction to their owners. */
function deliver(tx: Tx, height: number, time: number): void {
  tx.onConfirmed?.(tx, time);
  tx.outputs.forEach(({ payment, value }, n) => {
    if (payment === null) return;
    const paid: Paid = { txid: tx.txid, n, value, key: payment.key, height, time };
    payment.onPaid?.(paid);
    payment.key.owner.receive({ txid: tx.txid, n, value, key: payment.key, height, coinbase: tx.coinbase !== null }, time);
  });
}
