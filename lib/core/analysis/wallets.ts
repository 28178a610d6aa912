import type { LedgerColumns } from "@/lib/core/analysis/columns";
import { intAt, satsAt } from "@/lib/core/analysis/lists";

/**
 * What a wallet received and sent, in sats: the money that came from outside it and the money that left it, fees included, as
 * its flows say (lib/core/graph/flows.ts). Change to itself is neither, so moving coins about within a wallet does not swell its
 * totals, and `received - sent` is the sum of its addresses' balances. What passes through a CoinJoin counts both ways, since
 * nobody can tell which outputs came back; what unresolved inputs of its own transactions must have held counts as received.
 */
export interface WalletSum {
  /** The smallest address id in it. */
  readonly id: number;
  readonly network: number;
  readonly addressCount: number;
  /** Distinct transactions in which any of its addresses received or spent. */
  readonly txCount: number;
  readonly received: bigint;
  readonly sent: bigint;
  /** Unix seconds; null where no transaction has a time. */
  readonly firstTime: number | null;
  readonly lastTime: number | null;
  /** Some transaction of it is generated data. */
  readonly synthetic: boolean;
}

/** Sums up wallets; `walletOf` names the wallet of every script id. */
export class WalletSums {
  readonly #ledger: LedgerColumns;
  readonly #walletOf: Int32Array;
  readonly #txCount: Int32Array;
  readonly #lastTx: Int32Array;
  readonly #received: BigInt64Array;
  readonly #sent: BigInt64Array;
  /** -1 unknown. */
  readonly #firstTime: Float64Array;
  readonly #lastTime: Float64Array;
  readonly #synthetic: Uint8Array;

  constructor(ledger: LedgerColumns, walletOf: Int32Array) {
    const slots = ledger.addressSlots;
    this.#ledger = ledger;
    this.#walletOf = walletOf;
    this.#txCount = new Int32Array(slots);
    this.#lastTx = new Int32Array(slots).fill(-1);
    this.#received = new BigInt64Array(slots);
    this.#sent = new BigInt64Array(slots);
    this.#firstTime = new Float64Array(slots).fill(-1);
    this.#lastTime = new Float64Array(slots).fill(-1);
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
    this.#see(wallet, this.#ledger.time[t] ?? -1);
  }

  #see(wallet: number, time: number): void {
    if (time < 0) return;
    const first = this.#firstTime[wallet] ?? -1;
    if (first < 0 || time < first) this.#firstTime[wallet] = time;
    if (time > (this.#lastTime[wallet] ?? -1)) this.#lastTime[wallet] = time;
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
  *rows(sizes: Int32Array): Generator<WalletSum> {
    const known = (time: number): number | null => (time < 0 ? null : time);
    for (let id = 0; id < sizes.length; id += 1) {
      const addressCount = intAt(sizes, id);
      if (addressCount === 0) continue;
      yield {
        id,
        network: this.#ledger.addressNetwork[id] ?? 0,
        addressCount,
        txCount: intAt(this.#txCount, id),
        received: satsAt(this.#received, id),
        sent: satsAt(this.#sent, id),
        firstTime: known(this.#firstTime[id] ?? -1),
        lastTime: known(this.#lastTime[id] ?? -1),
        synthetic: this.#synthetic[id] === 1,
      };
    }
  }
}
