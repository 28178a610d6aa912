import type { Sats } from "@/lib/core/money";
import type { Ord } from "@/lib/core/tracing/trace-tx";

/** What makes one path better than another: fewer payments, a larger smallest payment, an earlier arrival. */
export const PATH_PREFERENCES = ["shortest", "largest", "earliest"] as const;
export type PathPreference = (typeof PATH_PREFERENCES)[number];

/** A payment between two wallets: one output of a transaction that no CoinJoin is. Ids are row ids. */
export interface Payment {
  readonly payer: number;
  readonly payee: number;
  readonly payeeAddress: number;
  readonly txId: number;
  readonly n: number;
  readonly value: Sats;
  readonly ord: Ord;
}

/** Where a search goes on from one wallet: payments from `ord` on (backward: up to it). */
export interface Bound {
  readonly walletId: number;
  readonly ord: Ord;
}

/** What to read next. */
export interface Level {
  readonly direction: "forward" | "backward";
  /** The first level: from the end itself, which whoever reads payments knows. */
  readonly isEnd: boolean;
  readonly bounds: readonly Bound[];
}

/** One way to a wallet, or from it on: the last payment of it, and what led there. */
interface Way {
  readonly payment: Payment;
  readonly before: Way | null;
}

/** Transactions whose height nobody states have no order among themselves. */
const UNPLACED: Ord = 2 ** 61;
const clamped = (ord: Ord): Ord => Math.min(ord, UNPLACED);

/**
 * A search for the path of fewest payments between two ends, from both at once, a level at a time. Each payment comes no earlier in the
 * chain than the one before. Of a wallet only the ways that arrive earlier (backward: leave later) than those of fewer
 * payments are kept: whatever another leads to, they lead to as well.
 */
export class PathSearch {
  readonly #forward = new Side(1);
  readonly #backward = new Side(-1);
  readonly #passable: (walletId: number) => boolean;
  #found: readonly Payment[] | null = null;

  /** @param passable wallets that a path may lead through: not those of services, where everybody meets everybody */
  constructor(passable: (walletId: number) => boolean) {
    this.#passable = passable;
  }

  get found(): readonly Payment[] | null {
    return this.#found;
  }

  /** How many payments the paths looked at so far have at most. */
  get depth(): number {
    return this.#forward.depth + this.#backward.depth;
  }

  /** The side to go on with: the start first, then the one with fewer wallets to look at. Null when one of them leads no further. */
  next(): Level | null {
    const [start, end] = [this.#forward.depth === 0, this.#backward.depth === 0];
    const [ahead, back] = [this.#forward.frontier(), this.#backward.frontier()];
    if ((!start && ahead.length === 0) || (!end && back.length === 0)) return null;
    const retreats = !start && (end ? ahead.length > 1 : back.length < ahead.length);
    return retreats ? { direction: "backward", bounds: back, isEnd: end } : { direction: "forward", bounds: ahead, isEnd: start };
  }

  /** The next level from the start. @param arrives whether a payment reaches the other end */
  advance(payments: readonly Payment[], arrives: (payment: Payment) => boolean): void {
    const ways = this.#forward.waysOf(payments);
    for (const way of ways) {
      if (arrives(way.payment)) this.#offer(pathTo(way));
      else if (this.#passable(way.payment.payee)) this.#meet(way, this.#backward.ways(way.payment.payee), true);
    }
    this.#forward.add(ways.filter(({ payment }) => this.#passable(payment.payee)), ({ payee }) => payee);
  }

  /** The next level back from the end. */
  retreat(payments: readonly Payment[]): void {
    const ways = this.#backward.waysOf(payments).filter(({ payment }) => this.#passable(payment.payer));
    for (const way of ways) this.#meet(way, this.#forward.ways(way.payment.payer), false);
    this.#backward.add(ways, ({ payer }) => payer);
  }

  #meet(way: Way, others: readonly Way[], forward: boolean): void {
    for (const other of others) {
      const [into, out] = forward ? [way, other] : [other, way];
      if (into.payment.txId !== out.payment.txId && clamped(into.payment.ord) <= out.payment.ord) this.#offer([...pathTo(into), ...pathTo(out).reverse()]);
    }
  }

  /** Fewer payments, then the earlier arrival, then the chain order of the payments, so that one path is chosen, always the same. */
  #offer(path: readonly Payment[]): void {
    if (this.#found === null || compare(path, this.#found) < 0) this.#found = path;
  }
}

function pathTo(way: Way): Payment[] {
  const path: Payment[] = [];
  for (let at: Way | null = way; at !== null; at = at.before) path.push(at.payment);
  return path.reverse();
}

function compare(one: readonly Payment[], other: readonly Payment[]): number {
  if (one.length !== other.length) return one.length - other.length;
  for (let i = one.length - 1; i >= 0; i -= 1) {
    const [a, b] = [one[i], other[i]];
    if (a === undefined || b === undefined) return 0;
    if (a.ord !== b.ord) return a.ord - b.ord;
    if (a.txId !== b.txId) return a.txId - b.txId;
    if (a.n !== b.n) return a.n - b.n;
  }
  return 0;
}

/** The search from one end. */
class Side {
  depth = 0;
  readonly #sign: 1 | -1;
  readonly #ways = new Map<number, Way[]>();
  #level = new Map<number, Way>();

  constructor(sign: 1 | -1) {
    this.#sign = sign;
  }

  ways(walletId: number): readonly Way[] {
    return this.#ways.get(walletId) ?? [];
  }

  frontier(): readonly Bound[] {
    return [...this.#level].map(([walletId, { payment }]) => ({ walletId, ord: this.#sign > 0 ? clamped(payment.ord) : payment.ord >= UNPLACED ? Infinity : payment.ord }));
  }

  /** Each payment with what led to its wallet of this side. */
  waysOf(payments: readonly Payment[]): readonly Way[] {
    if (this.depth === 0) return payments.map((payment) => ({ payment, before: null }));
    return payments.flatMap((payment) => {
      const before = this.#level.get(this.#sign > 0 ? payment.payer : payment.payee);
      return before === undefined || before.payment.txId === payment.txId ? [] : [{ payment, before }];
    });
  }

  add(ways: readonly Way[], walletOf: (payment: Payment) => number): void {
    const level = new Map<number, Way>();
    for (const way of ways) {
      const wallet = walletOf(way.payment);
      const best = level.get(wallet) ?? this.#ways.get(wallet)?.at(-1);
      if (best === undefined || this.#sign * (way.payment.ord - best.payment.ord) < 0) level.set(wallet, way);
    }
    for (const [wallet, way] of level) this.#ways.set(wallet, [...this.ways(wallet), way]);
    this.#level = level;
    this.depth += 1;
  }
}
