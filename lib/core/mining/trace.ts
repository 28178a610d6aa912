import { intAt, satsAt } from "@/lib/core/analysis/lists";
import { type MiningLedger, atLeast, NOBODY } from "@/lib/core/mining/mining-ledger";
import { Payments } from "@/lib/core/mining/payments";

/** All of it, in parts per million. */
export const WHOLE = 1_000_000;
const WHOLE_SATS = BigInt(WHOLE);
/** A wallet is traced while so many percent of what it received came from one pool: customers' deposits drown a service's share. */
export const FROM_POOL = 80n;
/** Fewer recipients than this say nothing about who pays, unless the payer is the pool for sure or gives change back to it. */
const FAN = 3;

/**
 * One walk through the ledger: who spends a pool's coins, how much of them descends from the pool's own coinbases, and whom
 * that pays. It follows the coins beyond the pool's wallets, into wallets that receive nearly nothing else.
 */
export class Trace {
  /** By position: the pool whose coins are spent, by itself or by a traced wallet. */
  readonly payer: Int16Array;
  /** By position: 1 where the spender is the pool itself. */
  readonly own: Uint8Array;
  /** By position: parts per million of the inputs that descend from the pool's coinbases through its own hands. */
  readonly mined: Int32Array;
  /** By position: parts per million whose origin the store does not hold. */
  readonly unknown: Int32Array;
  /** By wallet: the pool most of its coins came from. */
  readonly traced: Int16Array;
  /** By wallet, sats: what came from others than itself, and how much of it came from `traced`. */
  readonly received: BigInt64Array;
  readonly fromPool: BigInt64Array;
  readonly payments: Payments;
  readonly #view: MiningLedger;
  readonly #owner: Int16Array;

  constructor(view: MiningLedger, owner: Int16Array) {
    const { txCount, addressSlots, time } = view.input.ledger;
    this.payer = new Int16Array(txCount);
    this.own = new Uint8Array(txCount);
    this.mined = new Int32Array(txCount);
    this.unknown = new Int32Array(txCount);
    this.traced = new Int16Array(addressSlots);
    this.received = new BigInt64Array(addressSlots);
    this.fromPool = new BigInt64Array(addressSlots);
    this.payments = new Payments(time, addressSlots);
    this.#view = view;
    this.#owner = owner;
  }

  walk(from: number, to: number): void {
    for (let t = from; t < to; t += 1) {
      const pool = this.#spender(t);
      this.payer[t] = pool;
      if (pool !== NOBODY) this.#weigh(t, pool);
      this.#pay(t, pool);
    }
  }

  /** Does the wallet have its coins from one pool? */
  livesOn(wallet: number, pool: number): boolean {
    return this.traced[wallet] === pool && atLeast(FROM_POOL, satsAt(this.fromPool, wallet), satsAt(this.received, wallet));
  }

  #spender(t: number): number {
    const { minedBy, mixes, foreign } = this.#view.input;
    const mined = minedBy[t] ?? NOBODY;
    const pool = mined === NOBODY ? this.#view.poolAt(t, this.#owner) : mined;
    if (pool !== NOBODY) {
      this.own[t] = 1;
      return pool;
    }
    const hand = intAt(this.#view.hand, t);
    const traced = this.traced[hand] ?? NOBODY;
    return traced !== NOBODY && mixes[t] !== 1 && !foreign.has(hand) && this.livesOn(hand, traced) ? traced : NOBODY;
  }

  #weigh(t: number, pool: number): void {
    const { ledger, minedBy } = this.#view.input;
    if (ledger.coinbase[t] === 1) {
      this.mined[t] = WHOLE;
      return;
    }
    let [all, mined, unknown] = [0n, 0n, 0n];
    for (let i = intAt(ledger.inputStart, t), end = intAt(ledger.inputStart, t + 1); i < end; i += 1) {
      const value = satsAt(ledger.inputValue, i);
      const parent = ledger.inputParent[i] ?? -1;
      if (value <= 0n) continue;
      all += value;
      if (parent === -1) unknown += value * WHOLE_SATS;
      else if (this.#isOwnCoinbase(i, parent, pool)) mined += value * WHOLE_SATS;
      else if (minedBy[parent] === pool || this.payer[parent] === pool) {
        mined += value * BigInt(this.mined[parent] ?? 0);
        unknown += value * BigInt(this.unknown[parent] ?? 0);
      }
    }
    if (all === 0n) this.unknown[t] = WHOLE;
    else {
      this.mined[t] = parts(mined, all);
      this.unknown[t] = parts(unknown, all);
    }
  }

  /** A coinbase nobody is known to have mined, but which pays a wallet of the pool. */
  #isOwnCoinbase(input: number, parent: number, pool: number): boolean {
    const { ledger, minedBy, walletOf } = this.#view.input;
    return ledger.coinbase[parent] === 1 && minedBy[parent] === NOBODY && this.#owner[intAt(walletOf, intAt(ledger.inputAddress, input))] === pool;
  }

  #pay(t: number, pool: number): void {
    const hand = intAt(this.#view.hand, t);
    this.#view.eachOutput(t, (_, wallet, value) => {
      if (hand !== 0 && wallet === hand) return;
      this.received[wallet] = satsAt(this.received, wallet) + value;
      if (pool === NOBODY) return;
      if (this.traced[wallet] === NOBODY) this.traced[wallet] = pool;
      if (this.traced[wallet] === pool) this.fromPool[wallet] = satsAt(this.fromPool, wallet) + value;
    });
    if (pool === NOBODY) return;
    const { outputs, returned } = this.#view.recipients(t, pool, this.#owner);
    if (outputs.length < FAN && returned === 0n && this.own[t] !== 1) return;
    for (const output of outputs) this.payments.add(pool, this.#view.scriptOf(output), t);
  }
}

/** A quotient of sats · parts by sats; at most a million, so its digits fit. */
const parts = (sum: bigint, all: bigint): number => parseInt((sum / all).toString(), 10);
