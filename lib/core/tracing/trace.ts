import type { Sats } from "@/lib/core/money";
import type { TraceMethod } from "@/lib/core/tracing/methods";
import { ChainQueue } from "@/lib/core/tracing/queue";
import { step, type Stepped } from "@/lib/core/tracing/step";
import { CLEAN, overlay, taintedSats, wholly, type Taint } from "@/lib/core/tracing/taint";
import { FEE, lastOfBlock, type Direction, type Ord, type TraceCoin, type TraceTx } from "@/lib/core/tracing/trace-tx";

/**
 * Why a branch ended. `service`: money in custody says nothing of one customer. `coinjoin`: inputs and outputs cannot be paired.
 * `payout`: a pool's payout, going backward. `unresolved`: a transaction or a value is not in the store. `budget`: more than
 * one trace may hold. `seed`: the coin is traced on its own account. `coinbase`: newly mined.
 */
export const STOP_REASONS = ["unspent", "service", "coinjoin", "payout", "coinbase", "max-hops", "min-value", "height", "seed", "unspendable", "unresolved", "budget"] as const;
export type StopReason = (typeof STOP_REASONS)[number];

export interface TracePlan {
  readonly method: TraceMethod;
  readonly direction: Direction;
  /** Taint that leaves as fee goes on into the coinbase of the block; else it is dropped and counted. */
  readonly followFees: boolean;
  readonly maxHops: number | null;
  /** Coins with fewer tainted sats are not followed. */
  readonly minValue: Sats;
  /** Forward: spends later in the chain than this have not happened. */
  readonly lastOrd: Ord | null;
  /** How many coins and runs may be held. */
  readonly budget: number;
  /** A coin that comes back to a seed is counted again instead of stopping there: for compositions of all that came. */
  readonly throughSeeds: boolean;
  /** Whether the coin is in the custody of a service, where a branch ends. */
  readonly isService: (coin: TraceCoin) => boolean;
  /** Transactions that end a branch going backward. */
  readonly isPayout: (txId: number) => boolean;
}

/** A coin on its way. `hops` is the least number of transactions between it and a seed. */
interface Carried {
  readonly coin: TraceCoin;
  readonly taint: Taint;
  readonly tainted: Sats;
  readonly hops: number;
}

export interface Stop {
  readonly reason: StopReason;
  readonly coin: TraceCoin;
  readonly tainted: Sats;
  readonly hops: number;
}

/** Coins by their place in a transaction: mostly one, for which a map would be too much. */
class Slots {
  #slot = NaN;
  #coin: Carried | null = null;
  #more: Map<number, Carried> | null = null;

  get(slot: number): Carried | undefined {
    return this.#coin !== null && this.#slot === slot ? this.#coin : this.#more?.get(slot);
  }

  set(slot: number, coin: Carried): void {
    if (this.#coin === null || this.#slot === slot) {
      this.#slot = slot;
      this.#coin = coin;
    } else (this.#more ??= new Map()).set(slot, coin);
  }

  values(): readonly Carried[] {
    if (this.#coin === null) return [];
    return this.#more === null ? [this.#coin] : [this.#coin, ...this.#more.values()];
  }
}

/** What a transaction received and made of it. Taint may come after it was traced through; it is then traced through again. */
interface Touched {
  readonly id: number;
  readonly ord: Ord;
  readonly slots: Slots;
  state: "waiting" | "done" | "again";
  /** Null while there is none, as with most transactions. */
  stops: Stop[] | null;
  aside: Sats;
}

export interface TraceOutcome {
  readonly stops: readonly Stop[];
  /** Sats that left as fees, or that no miner claimed. */
  readonly fees: Sats;
  readonly transactions: number;
}

/**
 * Follows the taint of whole outputs through the chain, a transaction at a time in chain order; whoever runs it fetches what it
 * wants. Each coin ends in exactly one stop or goes on whole, so stops and fees add up to the seeds (poison excepted). The
 * order of arrival does not matter: taint that comes to a transaction late replaces what was made of it.
 */
export class Trace {
  readonly #plan: TracePlan;
  readonly #queue: ChainQueue;
  readonly #touched = new Map<number, Touched>();
  readonly #seeds = new Map<number, Set<number>>();
  readonly #seedStops: Stop[] = [];
  readonly #own = new Map<string, Taint>();
  #held = 0;

  constructor(plan: TracePlan, seeds: readonly TraceCoin[]) {
    this.#plan = plan;
    this.#queue = new ChainQueue(plan.direction === "backward");
    for (const { txId, n } of seeds) this.#seeds.set(txId, (this.#seeds.get(txId) ?? new Set()).add(n));
    for (const coin of seeds) {
      const taint = wholly(coin.value ?? 0n);
      if (taint.length === 0) continue;
      if (plan.throughSeeds && coin.next !== null) this.#own.set(`${coin.next.txId}:${coin.next.slot}`, taint);
      const stop = this.#place({ coin, taint, tainted: coin.value ?? 0n, hops: 0 }, true);
      if (stop !== null) this.#seedStops.push(stop);
    }
  }

  /** The next transaction to trace through; null when the trace has ended. */
  get first(): { readonly id: number; readonly ord: Ord } | null {
    this.#skipBeyondBudget();
    return this.#queue.first;
  }

  /** The next ones, in order. */
  wanted(most: number): readonly number[] {
    this.#skipBeyondBudget();
    return this.#queue.head(most);
  }

  /** Traces through as many of the transactions at hand as are next in order, and takes those away. @returns how many */
  advance(atHand: Map<number, TraceTx>): number {
    for (let count = 0; ; count += 1) {
      const { first } = this;
      const tx = first === null ? undefined : atHand.get(first.id);
      if (tx === undefined) return count;
      this.#queue.pop();
      atHand.delete(tx.id);
      this.#through(tx);
    }
  }

  outcome(): TraceOutcome {
    const stops = [...this.#seedStops];
    let [fees, transactions] = [0n, 0];
    for (const touched of this.#touched.values()) {
      for (const stop of touched.stops ?? []) stops.push(stop);
      fees += touched.aside;
      if (touched.state === "waiting") for (const carried of touched.slots.values()) stops.push(ended("budget", carried));
      else transactions += 1;
    }
    return { stops, fees, transactions };
  }

  /** Beyond the budget nothing new is begun; what was made before is still put right when taint comes late. */
  #skipBeyondBudget(): void {
    while (this.#held >= this.#plan.budget) {
      const { first } = this.#queue;
      if (first === null || this.#touched.get(first.id)?.state !== "waiting") return;
      this.#queue.pop();
    }
  }

  #through(tx: TraceTx): void {
    const touched = this.#touched.get(tx.id);
    if (touched === undefined) return;
    touched.state = "done";
    touched.stops = null;
    touched.aside = 0n;
    const refusal = this.#refusal(tx);
    const stepped = refusal === null ? step(this.#plan.method, this.#plan.direction, tx, (slot) => touched.slots.get(slot)?.taint ?? CLEAN) : null;
    if (stepped === null) {
      touched.stops = touched.slots.values().map((carried) => ended(refusal ?? "unresolved", carried));
      return;
    }
    this.#spread(tx, touched, stepped);
  }

  #refusal(tx: TraceTx): StopReason | null {
    if (tx.coinjoin !== null) return "coinjoin";
    return this.#plan.direction === "backward" && this.#plan.isPayout(tx.id) ? "payout" : null;
  }

  #spread(tx: TraceTx, touched: Touched, { far, paidFees, aside, excess }: Stepped): void {
    let hops = Infinity;
    for (const carried of touched.slots.values()) hops = Math.min(hops, carried.hops);
    const go = (coin: TraceCoin, taint: Taint): void => {
      if (taint.length === 0) return;
      const carried = { coin, taint, tainted: taintedSats(taint), hops: hops + 1 };
      const stop = this.#plan.followFees && this.#turnsBack(tx, coin) ? ended("unresolved", carried) : this.#place(carried, false);
      if (stop !== null) (touched.stops ??= []).push(stop);
    };
    far.forEach((taint, i) => {
      const coin = tx.far[i];
      if (coin !== undefined) go(coin, taint);
    });
    for (const { txId, ord, fee } of paidFees.size === 0 ? [] : (tx.block?.fees ?? [])) go({ ...feeCoin(txId, fee), next: { txId, slot: FEE, ord } }, paidFees.get(txId) ?? CLEAN);
    if (excess.length > 0) go({ ...feeCoin(tx.id, null), kind: "unresolved" }, excess);
    if (aside.length > 0) this.#setAside(tx, touched, { taint: aside, hops: hops + 1, go });
  }

  /**
   * Damaged data may spend an output in an earlier block. With fees followed, a coin could so come back to the very transaction that it
   * left, by way of the coinbase.
   */
  #turnsBack(tx: TraceTx, { kind, next }: TraceCoin): boolean {
    if (next === null) return false;
    const here = tx.coinbase ? lastOfBlock(tx.ord) : tx.ord;
    if (this.#plan.direction === "forward") return tx.coinbase ? next.ord <= here : next.ord < here;
    return kind === "coinbase" ? lastOfBlock(next.ord) >= here : next.ord > here;
  }

  /** Fees, which are dropped or followed into the coinbase; going backward, what a coinbase made. */
  #setAside(tx: TraceTx, touched: Touched, { taint, hops, go }: { readonly taint: Taint; readonly hops: number; readonly go: (coin: TraceCoin, taint: Taint) => void }): void {
    const tainted = taintedSats(taint);
    if (this.#plan.direction === "backward") (touched.stops ??= []).push({ reason: "coinbase", coin: { ...feeCoin(tx.id, tx.block?.subsidy ?? null), kind: "coinbase" }, tainted, hops: hops - 1 });
    else if (!this.#plan.followFees || tx.coinbase) touched.aside += tainted;
    else if (tx.coinbaseId === null) go({ ...feeCoin(tx.id, tx.fee), kind: "unresolved" }, taint);
    else go({ ...feeCoin(tx.id, tx.fee), next: { txId: tx.coinbaseId, slot: tx.id, ord: lastOfBlock(tx.ord) } }, taint);
  }

  /** @returns the stop where the coin ends here; else it waits for the transaction that it goes on to */
  #place(carried: Carried, isSeed: boolean): Stop | null {
    this.#held += 1 + carried.taint.length / 2;
    const { next } = carried.coin;
    const reason = this.#reasonToStop(carried, isSeed);
    if (reason !== null || next === null) return ended(reason ?? "unspent", carried);
    const touched = this.#touched.get(next.txId) ?? this.#touch(next.txId, carried.coin.kind === "coinbase" ? lastOfBlock(next.ord) : next.ord);
    const own = isSeed || this.#own.size === 0 ? CLEAN : (this.#own.get(`${next.txId}:${next.slot}`) ?? CLEAN);
    const taint = own.length === 0 ? carried.taint : overlay(own, carried.taint);
    touched.slots.set(next.slot, own.length === 0 ? carried : { ...carried, taint, tainted: taintedSats(taint), hops: 0 });
    if (touched.state === "done") {
      touched.state = "again";
      this.#queue.push(touched.id, touched.ord);
    }
    return null;
  }

  #touch(id: number, ord: Ord): Touched {
    const touched: Touched = { id, ord, slots: new Slots(), state: "waiting", stops: null, aside: 0n };
    this.#touched.set(id, touched);
    this.#queue.push(id, ord);
    return touched;
  }

  /** What can be told of the coin itself comes before the limits of the trace. */
  #reasonToStop(carried: Carried, isSeed: boolean): StopReason | null {
    const { followFees, throughSeeds } = this.#plan;
    const { coin } = carried;
    if (!isSeed && !throughSeeds && this.#seeds.get(coin.txId)?.has(coin.n) === true) return "seed";
    if (coin.kind === "unspendable" || coin.kind === "unresolved") return coin.kind;
    if (!isSeed && this.#plan.isService(coin)) return "service";
    if (coin.kind === "coinbase" && !followFees) return "coinbase";
    return coin.next === null ? "unspent" : this.#limitReached(carried, coin.next.ord, isSeed);
  }

  #limitReached({ tainted, hops }: Carried, ord: Ord, isSeed: boolean): StopReason | null {
    const { maxHops, minValue, lastOrd } = this.#plan;
    if (lastOrd !== null && ord > lastOrd) return "height";
    if (maxHops !== null && hops >= maxHops) return "max-hops";
    return !isSeed && tainted < minValue ? "min-value" : null;
  }
}

const ended = (reason: StopReason, { coin, tainted, hops }: Carried): Stop => ({ reason, coin, tainted, hops });

/** The fee of a transaction, as a coin. */
const feeCoin = (txId: number, value: Sats | null): TraceCoin => ({ txId, n: FEE, via: null, value, addressId: null, walletId: null, kind: "plain", next: null });
