import type { Sats } from "@/lib/core/money";

/** `from`: where money came from, through inputs. `to`: where it went, through outputs. */
export const EXPOSURE_DIRECTIONS = ["from", "to"] as const;
export type ExposureDirection = (typeof EXPOSURE_DIRECTIONS)[number];

/** In place of a holder's number, where a share of the money ends. */
export const NEWLY_MINED = -1;
/** Not in the store, or beyond the bounds. */
export const OPEN = -2;
export const UNSPENT = -3;

/** An input or output on the way. */
export interface FlowEnd {
  /** Null where not known. */
  readonly value: Sats | null;
  /** Number of who is claimed to hold it, OPEN where following would say nothing; null to follow on. */
  readonly holder: number | null;
  /** Row id of the transaction that made or spends it; null where there is none. */
  readonly next: number | null;
}

export interface FlowTx {
  /** In the order of their numbers. */
  readonly ends: readonly FlowEnd[];
  /** The whole transaction ends here: a pool's payout, a CoinJoin, a coinbase. */
  readonly stop: number | null;
}

export interface Part {
  /** Of one. */
  readonly share: number;
  /** Least number of transactions. */
  readonly hops: number;
}

/** Whose the money was, or became: by holder, or one of the numbers above. Shares add up to one. */
export type Composition = ReadonlyMap<number, Part>;

/**
 * Exposure by haircut (METHODS 2): what a transaction spends is made of its inputs by value, what it pays goes on by the value
 * of its outputs; wallets that nobody claims are passed, at most `hops` transactions, claimed ones end the way. Each
 * transaction is looked at once for each number of hops left, so that what one address is exposed to does not depend on which
 * others are asked for.
 */
export class Exposure {
  readonly #direction: ExposureDirection;
  readonly #txs: ReadonlyMap<number, FlowTx>;
  /** By hops left. */
  readonly #known: Map<number, Composition>[] = [];

  constructor(direction: ExposureDirection, txs: ReadonlyMap<number, FlowTx>) {
    this.#direction = direction;
    this.#txs = txs;
  }

  /** Of all that a transaction spends or pays. @param left transactions that may be passed beyond it */
  of(txId: number, left: number): Composition {
    const known = (this.#known[left] ??= new Map());
    const before = known.get(txId);
    if (before !== undefined) return before;
    const found = this.#compose(txId, left);
    known.set(txId, found);
    return found;
  }

  /** Several such sums as one; a weight of null stands for money that was not followed. */
  sum(parts: readonly { readonly txId: number | null; readonly value: Sats }[], left: number): Composition {
    const whole = asDouble(parts.reduce((sum, { value }) => sum + value, 0n));
    const sum = new Sum();
    for (const { txId, value } of parts) {
      if (value === 0n) continue;
      if (txId === null) sum.add(OPEN, asDouble(value) / whole, 0);
      else sum.addAll(this.of(txId, left), asDouble(value) / whole, 0);
    }
    return sum.parts;
  }

  #compose(txId: number, left: number): Composition {
    const tx = this.#txs.get(txId);
    if (tx === undefined) return WHOLLY_OPEN;
    if (tx.stop !== null) return new Map([[tx.stop, { share: 1, hops: 1 }]]);
    let total = 0n;
    for (const { value } of tx.ends) {
      if (value === null) return WHOLLY_OPEN;
      total += value;
    }
    const sum = new Sum();
    for (const end of tx.ends) if ((end.value ?? 0n) > 0n) this.#addEnd(sum, end, asDouble(end.value ?? 0n) / asDouble(total), left);
    return sum.parts;
  }

  #addEnd(sum: Sum, { holder, next }: FlowEnd, share: number, left: number): void {
    if (holder !== null) sum.add(holder, share, 1);
    else if (next === null) sum.add(this.#direction === "from" ? OPEN : UNSPENT, share, 1);
    else if (left === 0) sum.add(OPEN, share, 1);
    else sum.addAll(this.of(next, left - 1), share, 1);
  }
}

const WHOLLY_OPEN: Composition = new Map([[OPEN, { share: 1, hops: 1 }]]);

class Sum {
  readonly parts = new Map<number, Part>();

  add(holder: number, share: number, hops: number): void {
    const before = this.parts.get(holder);
    this.parts.set(holder, before === undefined ? { share, hops } : { share: before.share + share, hops: Math.min(before.hops, hops) });
  }

  addAll(parts: Composition, weight: number, further: number): void {
    for (const [holder, { share, hops }] of parts) this.add(holder, share * weight, hops + further);
  }
}

const asDouble = (sats: Sats): number => parseInt(sats.toString(), 10);

const FINE = 2 ** 40;

/** The share of an amount, to the nearest satoshi. */
export const portion = (total: Sats, share: number): Sats => (total * BigInt(Math.round(share * FINE)) + BigInt(FINE / 2)) / BigInt(FINE);
