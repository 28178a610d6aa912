import type { LedgerColumns } from "@/lib/core/analysis/columns";
import { BATCH_ROWS, countingOrder, intAt, satsAt, unknownTimes } from "@/lib/core/analysis/lists";
import { widen } from "@/lib/core/graph/flows-sum";

/** What addresses did in transactions: sums of the outputs that pay them and of the inputs that spend from them, in sats. */
export interface HistoryBatch {
  readonly count: number;
  readonly address: Int32Array;
  readonly wallet: Int32Array;
  readonly ord: BigInt64Array;
  readonly txId: Int32Array;
  readonly received: BigInt64Array;
  readonly sent: BigInt64Array;
}

/**
 * Plain sums over addresses' histories: what each received in all and what it spent in all, change to itself included. Times in
 * Unix seconds, -1 where no transaction has one.
 */
export interface AddressBatch {
  readonly count: number;
  readonly address: Int32Array;
  readonly wallet: Int32Array;
  readonly txCount: Int32Array;
  readonly received: BigInt64Array;
  readonly sent: BigInt64Array;
  readonly firstTime: Float64Array;
  readonly lastTime: Float64Array;
}

/**
 * One row per address and transaction. An input whose value is not known counts as zero: `sent` is then a lower bound, and the
 * transaction says that its input is unresolved.
 */
export class Histories {
  readonly #ledger: LedgerColumns;
  readonly #address: Int32Array;
  readonly #tx: Int32Array;
  readonly #received: BigInt64Array;
  readonly #sent: BigInt64Array;
  /** The newest row of every address. */
  readonly #latest: Int32Array;
  #length = 0;

  constructor(ledger: LedgerColumns) {
    const most = ledger.inputAddress.length + ledger.outputAddress.length;
    this.#ledger = ledger;
    this.#address = new Int32Array(most);
    this.#tx = new Int32Array(most);
    this.#received = new BigInt64Array(most);
    this.#sent = new BigInt64Array(most);
    this.#latest = new Int32Array(ledger.addressSlots).fill(-1);
  }

  /** Adds the transactions `from` .. `to`; ranges must follow each other. */
  add(from: number, to: number): void {
    const { inputStart, inputAddress, inputValue, outputStart, outputAddress, outputValue } = this.#ledger;
    for (let t = from; t < to; t += 1) {
      for (let i = intAt(inputStart, t), end = intAt(inputStart, t + 1); i < end; i += 1) {
        const value = satsAt(inputValue, i);
        const address = intAt(inputAddress, i);
        if (address !== 0) this.#book({ sums: this.#sent, t, address, value: value < 0n ? 0n : value });
      }
      for (let o = intAt(outputStart, t), end = intAt(outputStart, t + 1); o < end; o += 1) {
        const address = intAt(outputAddress, o);
        if (address !== 0) this.#book({ sums: this.#received, t, address, value: satsAt(outputValue, o) });
      }
    }
  }

  #book({ sums, t, address, value }: { sums: BigInt64Array; t: number; address: number; value: bigint }): void {
    let row = intAt(this.#latest, address);
    if (row === -1 || this.#tx[row] !== t) {
      row = this.#length;
      this.#length += 1;
      this.#address[row] = address;
      this.#tx[row] = t;
      this.#latest[address] = row;
    }
    sums[row] = satsAt(sums, row) + value;
  }

  /** 1 for every address that has a history. */
  get active(): Uint8Array {
    return Uint8Array.from(this.#latest, (row) => (row === -1 ? 0 : 1));
  }

  get length(): number {
    return this.#length;
  }

  /** Rising by address, then in chain order. */
  *batches(walletOf: Int32Array): Generator<HistoryBatch> {
    const order = this.#order();
    for (let from = 0; from < order.length; from += BATCH_ROWS) yield this.#batch(order.subarray(from, from + BATCH_ROWS), walletOf);
  }

  #batch(order: Int32Array, walletOf: Int32Array): HistoryBatch {
    const { ord, txId } = this.#ledger;
    const tx = gathered(this.#tx, order);
    const address = gathered(this.#address, order);
    return { count: order.length, address, wallet: gathered(walletOf, address), ord: gatheredSats(ord, tx), txId: gathered(txId, tx), received: gatheredSats(this.#received, order), sent: gatheredSats(this.#sent, order) };
  }

  /** Rising by address. */
  *sums(walletOf: Int32Array): Generator<AddressBatch> {
    const order = this.#order();
    let at = 0;
    while (at < order.length) {
      const batch = emptySums();
      let row = 0;
      for (; row < BATCH_ROWS && at < order.length; row += 1) at = this.#sum(order, at, { batch, row });
      const address = batch.address.subarray(0, row);
      yield { ...batch, count: row, wallet: gathered(walletOf, address) };
    }
  }

  /** Sums the address whose rows begin at `start`. @returns where those of the next one begin */
  #sum(order: Int32Array, start: number, { batch, row }: { batch: Omit<AddressBatch, "count" | "wallet">; row: number }): number {
    const address = intAt(this.#address, intAt(order, start));
    let at = start;
    let received = 0n;
    let sent = 0n;
    for (; at < order.length; at += 1) {
      const i = intAt(order, at);
      if (this.#address[i] !== address) break;
      received += satsAt(this.#received, i);
      sent += satsAt(this.#sent, i);
      widen(batch, row, this.#ledger.time[intAt(this.#tx, i)] ?? -1);
    }
    batch.address[row] = address;
    batch.txCount[row] = at - start;
    batch.received[row] = received;
    batch.sent[row] = sent;
    return at;
  }

  #order(): Int32Array {
    // Rows stand in chain order; the sort is stable.
    return countingOrder(this.#address.subarray(0, this.#length), 0, this.#ledger.addressSlots - 1);
  }
}

const emptySums = (): Omit<AddressBatch, "count" | "wallet"> => ({
  address: new Int32Array(BATCH_ROWS), txCount: new Int32Array(BATCH_ROWS), received: new BigInt64Array(BATCH_ROWS), sent: new BigInt64Array(BATCH_ROWS),
  firstTime: unknownTimes(BATCH_ROWS), lastTime: unknownTimes(BATCH_ROWS),
});

const gathered = (values: Int32Array, at: Int32Array): Int32Array => at.map((i) => intAt(values, i));

function gatheredSats(values: BigInt64Array, at: Int32Array): BigInt64Array {
  const result = new BigInt64Array(at.length);
  for (let i = 0; i < at.length; i += 1) result[i] = satsAt(values, intAt(at, i));
  return result;
}
