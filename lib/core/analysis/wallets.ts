import type { LedgerColumns } from "@/lib/core/analysis/columns";
import { BATCH_ROWS, intAt, satsAt, unknownTimes } from "@/lib/core/analysis/lists";
import { type PartyCounts, widen } from "@/lib/core/graph/flows-sum";

/**
 * What wallets received and sent, in sats: the money that came from outside it and the money that left it, fees included, as
 * its flows say (lib/core/graph/flows.ts). Change to itself is neither, so moving coins about within a wallet does not swell its
 * totals, and `received - sent` is the sum of its addresses' balances. What passes through a CoinJoin counts both ways, since
 * nobody can tell which outputs came back; what unresolved inputs of its own transactions must have held counts as received.
 */
export interface WalletBatch {
  readonly count: number;
  /** The smallest address id in it. */
  readonly id: Int32Array;
  readonly network: Uint8Array;
  readonly addressCount: Int32Array;
  /** Distinct transactions in which any of its addresses received or spent. */
  readonly txCount: Int32Array;
  readonly received: BigInt64Array;
  readonly sent: BigInt64Array;
  /** Unix seconds; -1 where no transaction has a time. */
  readonly firstTime: Float64Array;
  readonly lastTime: Float64Array;
  /** Parties it received from and paid, fees and unspendable outputs not counted. */
  readonly inParties: Int32Array;
  readonly outParties: Int32Array;
  /** 1 where some transaction of it is generated data. */
  readonly synthetic: Uint8Array;
}

/** Sums up wallets; `walletOf` names the wallet of every script id. */
export class WalletSums {
  readonly #ledger: LedgerColumns;
  readonly #walletOf: Int32Array;
  readonly #txCount: Int32Array;
  readonly #lastTx: Int32Array;
  readonly #received: BigInt64Array;
  readonly #sent: BigInt64Array;
  readonly #span: { readonly firstTime: Float64Array; readonly lastTime: Float64Array };
  readonly #synthetic: Uint8Array;

  constructor(ledger: LedgerColumns, walletOf: Int32Array) {
    const slots = ledger.addressSlots;
    this.#ledger = ledger;
    this.#walletOf = walletOf;
    this.#txCount = new Int32Array(slots);
    this.#lastTx = new Int32Array(slots).fill(-1);
    this.#received = new BigInt64Array(slots);
    this.#sent = new BigInt64Array(slots);
    this.#span = { firstTime: unknownTimes(slots), lastTime: unknownTimes(slots) };
    this.#synthetic = new Uint8Array(slots);
  }

  /** Money that came to or left the wallets; parties that are no wallet are passed over. */
  flow(src: number, dst: number, value: bigint): void {
    if (src > 0) this.#sent[src] = satsAt(this.#sent, src) + value;
    if (dst > 0) this.#received[dst] = satsAt(this.#received, dst) + value;
  }

  /** Counts transaction t for each wallet that takes part in it. */
  visit(t: number): void {
    const { inputStart, inputAddress, outputStart, outputAddress } = this.#ledger;
    for (let i = intAt(inputStart, t), end = intAt(inputStart, t + 1); i < end; i += 1) this.#touch(intAt(inputAddress, i), t);
    for (let o = intAt(outputStart, t), end = intAt(outputStart, t + 1); o < end; o += 1) this.#touch(intAt(outputAddress, o), t);
  }

  #touch(address: number, t: number): void {
    if (address === 0) return;
    const wallet = intAt(this.#walletOf, address);
    if (this.#lastTx[wallet] === t) return;
    this.#lastTx[wallet] = t;
    this.#txCount[wallet] = intAt(this.#txCount, wallet) + 1;
    if (this.#ledger.synthetic[t] === 1) this.#synthetic[wallet] = 1;
    widen(this.#span, wallet, this.#ledger.time[t] ?? -1);
  }

  /** Addresses of every wallet. */
  sizes(active: Uint8Array): Int32Array {
    const sizes = new Int32Array(this.#walletOf.length);
    for (let address = 0; address < active.length; address += 1) {
      const wallet = intAt(this.#walletOf, address);
      if (active[address] === 1) sizes[wallet] = intAt(sizes, wallet) + 1;
    }
    return sizes;
  }

  /** Rising by id. */
  *batches(sizes: Int32Array, parties: PartyCounts): Generator<WalletBatch> {
    let next = 0;
    while (next < sizes.length) {
      const ids = new Int32Array(BATCH_ROWS);
      let count = 0;
      for (; next < sizes.length && count < BATCH_ROWS; next += 1) {
        if (intAt(sizes, next) === 0) continue;
        ids[count] = next;
        count += 1;
      }
      yield this.#batch(ids.subarray(0, count), sizes, parties);
    }
  }

  #batch(id: Int32Array, sizes: Int32Array, parties: PartyCounts): WalletBatch {
    const ints = (values: Int32Array): Int32Array => id.map((wallet) => intAt(values, wallet));
    const bytes = (values: Uint8Array): Uint8Array => Uint8Array.from(id, (wallet) => values[wallet] ?? 0);
    const times = (values: Float64Array): Float64Array => Float64Array.from(id, (wallet) => values[wallet] ?? -1);
    const sums = (values: BigInt64Array): BigInt64Array => BigInt64Array.from(id, (wallet) => satsAt(values, wallet));
    return {
      count: id.length,
      id,
      network: bytes(this.#ledger.addressNetwork),
      addressCount: ints(sizes),
      txCount: ints(this.#txCount),
      received: sums(this.#received),
      sent: sums(this.#sent),
      firstTime: times(this.#span.firstTime),
      lastTime: times(this.#span.lastTime),
      inParties: ints(parties.in),
      outParties: ints(parties.out),
      synthetic: bytes(this.#synthetic),
    };
  }
}
