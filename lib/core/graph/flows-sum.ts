import { BigInt64List, Int32List, countingOrder, intAt, satsAt } from "@/lib/core/analysis/lists";

/** Money between two parties over all transactions. Times in Unix seconds, null where no transaction has one. */
export interface FlowSum {
  readonly src: number;
  readonly dst: number;
  readonly txCount: number;
  readonly value: bigint;
  readonly firstTime: number | null;
  readonly lastTime: number | null;
}

/** Collects the flows of transactions, 20 bytes each, and sums them by pair of parties. */
export class FlowSums {
  readonly #src = new Int32List();
  readonly #dst = new Int32List();
  readonly #tx = new Int32List();
  readonly #value = new BigInt64List();

  get length(): number {
    return this.#src.length;
  }

  /** @param t position of the transaction; those of one transaction are added in one run. */
  add(t: number, src: number, dst: number, value: bigint): void {
    this.#src.push(src);
    this.#dst.push(dst);
    this.#tx.push(t);
    this.#value.push(value);
  }

  /** Rising by payer, then payee. `time` is by transaction, -1 unknown. */
  *summed(time: Float64Array): Generator<FlowSum> {
    const [src, dst, tx, value] = [this.#src.view(), this.#dst.view(), this.#tx.view(), this.#value.view()];
    const order = inOrder(src, dst);
    let at = 0;
    while (at < order.length) {
      const first = intAt(order, at);
      const pair = { src: intAt(src, first), dst: intAt(dst, first) };
      const span = new TimeSpan();
      let [txCount, sum, previous] = [0, 0n, -1];
      for (; at < order.length; at += 1) {
        const i = intAt(order, at);
        if (src[i] !== pair.src || dst[i] !== pair.dst) break;
        sum += satsAt(value, i);
        const t = intAt(tx, i);
        if (t === previous) continue;
        previous = t;
        txCount += 1;
        span.add(time[t] ?? -1);
      }
      yield { ...pair, txCount, value: sum, firstTime: span.first, lastTime: span.last };
    }
  }
}

/** Two stable counting sorts: by payee, then by payer. Transactions stay in the order in which they were added. */
function inOrder(src: Int32Array, dst: Int32Array): Int32Array {
  let [least, most] = [0, 0];
  for (const keys of [src, dst]) {
    for (const key of keys) {
      if (key < least) least = key;
      if (key > most) most = key;
    }
  }
  return countingOrder(src, least, most, countingOrder(dst, least, most));
}

/** Earliest and latest of the times that are known (Unix seconds; -1 is not). */
export class TimeSpan {
  first: number | null = null;
  last: number | null = null;

  add(time: number): void {
    if (time < 0) return;
    if (this.first === null || time < this.first) this.first = time;
    if (this.last === null || time > this.last) this.last = time;
  }
}
