import type { LedgerColumns } from "@/lib/core/analysis/columns";
import { countingOrder, intAt, satsAt } from "@/lib/core/analysis/lists";
import { TimeSpan } from "@/lib/core/graph/flows-sum";

/** What an address did in one transaction: sums of the outputs that pay it and of the inputs that spend from it, in sats. */
export interface HistoryRow {
  readonly address: number;
  readonly ord: bigint;
  readonly txId: number;
  readonly received: bigint;
  readonly sent: bigint;
}

/** Plain sums over an address's history: what it received in all and what it spent in all, change to itself included. */
export interface AddressSum {
  readonly address: number;
  readonly txCount: number;
  readonly received: bigint;
  readonly sent: bigint;
  /** Unix seconds; null where no transaction has a time. */
  readonly firstTime: number | null;
  readonly lastTime: number | null;
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
  *rows(): Generator<HistoryRow> {
    for (const row of this.#order()) yield this.#row(row);
  }

  /** Rising by address. */
  *sums(): Generator<AddressSum> {
    const order = this.#order();
    let at = 0;
    while (at < order.length) {
      const address = intAt(this.#address, intAt(order, at));
      const sum = { address, txCount: 0, received: 0n, sent: 0n };
      const span = new TimeSpan();
      for (; at < order.length; at += 1) {
        const row = intAt(order, at);
        if (this.#address[row] !== address) break;
        sum.txCount += 1;
        sum.received += satsAt(this.#received, row);
        sum.sent += satsAt(this.#sent, row);
        span.add(this.#ledger.time[intAt(this.#tx, row)] ?? -1);
      }
      yield { ...sum, firstTime: span.first, lastTime: span.last };
    }
  }

  #order(): Int32Array {
    // Rows stand in chain order; the sort is stable.
    return countingOrder(this.#address.subarray(0, this.#length), 0, this.#ledger.addressSlots - 1);
  }

  #row(row: number): HistoryRow {
    const t = intAt(this.#tx, row);
    const { ord, txId } = this.#ledger;
    return { address: intAt(this.#address, row), ord: satsAt(ord, t), txId: intAt(txId, t), received: satsAt(this.#received, row), sent: satsAt(this.#sent, row) };
  }
}
