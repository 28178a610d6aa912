import { BATCH_ROWS, BigInt64List, Int32List, countingOrder, intAt, satsAt, unknownTimes } from "@/lib/core/analysis/lists";
import { LOST, TO_FEES } from "@/lib/core/graph/flows";

/** Money between pairs of parties over all transactions, in columns. Times in Unix seconds, -1 where no transaction has one. */
export interface FlowBatch {
  readonly count: number;
  readonly src: Int32Array;
  readonly dst: Int32Array;
  readonly txCount: Int32Array;
  readonly value: BigInt64Array;
  readonly firstTime: Float64Array;
  readonly lastTime: Float64Array;
}

/** By wallet id. */
export interface PartyCounts {
  readonly in: Int32Array;
  readonly out: Int32Array;
}

/** Collects the flows of transactions, 20 bytes each, and sums them by pair of parties. */
export class FlowSums {
  readonly #src = new Int32List();
  readonly #dst = new Int32List();
  readonly #tx = new Int32List();
  readonly #value = new BigInt64List();
  #sorted: Int32Array | null = null;

  get length(): number {
    return this.#src.length;
  }

  /** @param t position of the transaction; those of one transaction are added in one run. */
  add(t: number, src: number, dst: number, value: bigint): void {
    this.#src.push(src);
    this.#dst.push(dst);
    this.#tx.push(t);
    this.#value.push(value);
    this.#sorted = null;
  }

  #order(): Int32Array {
    this.#sorted ??= inOrder(this.#src.view(), this.#dst.view());
    return this.#sorted;
  }

  /** How many parties each wallet below `slots` received from and paid; fees and unspendable outputs are nobody. */
  parties(slots: number): PartyCounts {
    const [src, dst] = [this.#src.view(), this.#dst.view()];
    const counts = { in: new Int32Array(slots), out: new Int32Array(slots) };
    let [payer, payee] = [0, 0];
    this.#order().forEach((i, at) => {
      const [from, to] = [intAt(src, i), intAt(dst, i)];
      if (at > 0 && from === payer && to === payee) return;
      [payer, payee] = [from, to];
      if (from > 0 && to !== TO_FEES && to !== LOST) counts.out[from] = intAt(counts.out, from) + 1;
      if (to > 0) counts.in[to] = intAt(counts.in, to) + 1;
    });
    return counts;
  }

  /** Rising by payer, then payee. `time` is by transaction, -1 unknown. */
  *batches(time: Float64Array): Generator<FlowBatch> {
    const flows: Flows = { src: this.#src.view(), dst: this.#dst.view(), tx: this.#tx.view(), value: this.#value.view(), time };
    const order = this.#order();
    let at = 0;
    while (at < order.length) {
      const batch = emptyBatch();
      let row = 0;
      for (; row < BATCH_ROWS && at < order.length; row += 1) at = sumPair(flows, order, at, { batch, row });
      yield { ...batch, count: row };
    }
  }
}

interface Flows {
  readonly src: Int32Array;
  readonly dst: Int32Array;
  readonly tx: Int32Array;
  readonly value: BigInt64Array;
  readonly time: Float64Array;
}

const emptyBatch = (): Omit<FlowBatch, "count"> => ({
  src: new Int32Array(BATCH_ROWS), dst: new Int32Array(BATCH_ROWS), txCount: new Int32Array(BATCH_ROWS), value: new BigInt64Array(BATCH_ROWS),
  firstTime: unknownTimes(BATCH_ROWS), lastTime: unknownTimes(BATCH_ROWS),
});

/** Sums the pair that begins at `start` into a row. @returns where the next pair begins */
function sumPair(flows: Flows, order: Int32Array, start: number, { batch, row }: { batch: Omit<FlowBatch, "count">; row: number }): number {
  const src = intAt(flows.src, intAt(order, start));
  const dst = intAt(flows.dst, intAt(order, start));
  let at = start;
  let value = 0n;
  let transactions = 0;
  let previous = -1;
  for (; at < order.length; at += 1) {
    const i = intAt(order, at);
    if (flows.src[i] !== src || flows.dst[i] !== dst) break;
    value += satsAt(flows.value, i);
    const t = intAt(flows.tx, i);
    if (t === previous) continue;
    previous = t;
    transactions += 1;
    widen(batch, row, flows.time[t] ?? -1);
  }
  batch.src[row] = src;
  batch.dst[row] = dst;
  batch.txCount[row] = transactions;
  batch.value[row] = value;
  return at;
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

/** Lets the span of a row reach over a time; -1 is none. */
export function widen(span: { readonly firstTime: Float64Array; readonly lastTime: Float64Array }, row: number, time: number): void {
  if (time < 0) return;
  const first = span.firstTime[row] ?? -1;
  if (first < 0 || time < first) span.firstTime[row] = time;
  if (time > (span.lastTime[row] ?? -1)) span.lastTime[row] = time;
}
