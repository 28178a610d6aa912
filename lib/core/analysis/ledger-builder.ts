import { linkOrder, risingOrder } from "@/lib/core/analysis/chain-order";
import type { LedgerColumns } from "@/lib/core/analysis/columns";
import { Int32List } from "@/lib/core/analysis/lists";
import { AppError } from "@/lib/core/errors";

/** How much room the columns need. */
export interface LedgerExtent {
  readonly transactions: number;
  readonly maxTxId: number;
  readonly maxAddressId: number;
}

export interface LedgerTx {
  readonly id: number;
  readonly ord: bigint;
  /** Unix seconds, -1 unknown. */
  readonly time: number;
  /** Sats, -1n unknown. */
  readonly fee: bigint;
  readonly coinbase: boolean;
  readonly synthetic: boolean;
  readonly inputCount: number;
  readonly outputCount: number;
}

export interface LedgerInput {
  readonly txId: number;
  readonly n: number;
  /** 0 unknown. */
  readonly parentTxId: number;
  /** 0 unknown. */
  readonly address: number;
  /** Sats, -1n unknown. */
  readonly value: bigint;
}

/** Ids index arrays: the importer hands out dense ones, and party codes of CoinJoins lie 1000 below the transaction's. */
const MAX_ID = 2 ** 31 - 2000;

type TxColumns = Pick<LedgerColumns, "txId" | "ord" | "fee" | "time" | "coinbase" | "synthetic"> & { readonly inputs: Int32Array; readonly outputs: Int32Array };

const txColumns = (n: number): TxColumns => ({
  txId: new Int32Array(n), ord: new BigInt64Array(n), fee: new BigInt64Array(n), time: new Float64Array(n),
  coinbase: new Uint8Array(n), synthetic: new Uint8Array(n), inputs: new Int32Array(n), outputs: new Int32Array(n),
});

/**
 * Puts the rows of a ledger into columns in one pass over each table, rows in any order: every transaction that counts first,
 * then `place`, which returns where the rest goes. Rows of transactions that were not added are left out.
 */
export class LedgerBuilder {
  readonly #extent: LedgerExtent;
  readonly #rows: TxColumns;
  #count = 0;

  /** @throws AppError too_large when the ids do not fit the arrays of one machine. */
  constructor(extent: LedgerExtent) {
    if (Math.max(extent.maxTxId, extent.maxAddressId) > MAX_ID) {
      throw new AppError("too_large", `The ledger has ids above ${MAX_ID}. An analysis on one machine ends there.`);
    }
    this.#extent = extent;
    this.#rows = txColumns(extent.transactions);
  }

  addTransaction(tx: LedgerTx): void {
    const at = this.#count;
    const rows = this.#rows;
    rows.txId[at] = tx.id;
    rows.ord[at] = tx.ord;
    rows.fee[at] = tx.fee;
    rows.time[at] = tx.time;
    rows.coinbase[at] = tx.coinbase ? 1 : 0;
    rows.synthetic[at] = tx.synthetic ? 1 : 0;
    rows.inputs[at] = tx.coinbase ? 0 : tx.inputCount;
    rows.outputs[at] = tx.outputCount;
    this.#count += 1;
  }

  /** Puts the transactions into chain order and makes room for their inputs and outputs. */
  place(): PlacedLedger {
    return new PlacedLedger(this.#extent, sorted(this.#rows, this.#count));
  }
}

function sorted(rows: TxColumns, count: number): TxColumns {
  const order = risingOrder(rows.ord.subarray(0, count));
  const placed = txColumns(count);
  for (let t = 0; t < count; t += 1) {
    const row = order[t] ?? 0;
    placed.txId[t] = rows.txId[row] ?? 0;
    placed.ord[t] = rows.ord[row] ?? 0n;
    placed.fee[t] = rows.fee[row] ?? -1n;
    placed.time[t] = rows.time[row] ?? -1;
    placed.coinbase[t] = rows.coinbase[row] ?? 0;
    placed.synthetic[t] = rows.synthetic[row] ?? 0;
    placed.inputs[t] = rows.inputs[row] ?? 0;
    placed.outputs[t] = rows.outputs[row] ?? 0;
  }
  return placed;
}

/** Transactions in chain order, with room for the rest. */
export class PlacedLedger {
  readonly #slotOf: Int32Array;
  readonly #txs: TxColumns;
  readonly #inputStart: Int32Array;
  readonly #outputStart: Int32Array;
  readonly #inputAddress: Int32Array;
  readonly #inputValue: BigInt64Array;
  readonly #inputParent: Int32Array;
  readonly #outputAddress: Int32Array;
  readonly #outputValue: BigInt64Array;
  readonly #addressNetwork: Uint8Array;
  readonly #addressType: Uint8Array;
  readonly #sameKey: number[] = [];
  readonly #unordered = new Int32List();

  constructor(extent: LedgerExtent, txs: TxColumns) {
    this.#txs = txs;
    this.#slotOf = new Int32Array(extent.maxTxId + 1).fill(-1);
    txs.txId.forEach((id, t) => {
      this.#slotOf[id] = t;
    });
    this.#inputStart = starts(txs.inputs);
    this.#outputStart = starts(txs.outputs);
    const inputs = this.#inputStart.at(-1) ?? 0;
    const outputs = this.#outputStart.at(-1) ?? 0;
    this.#inputAddress = new Int32Array(inputs);
    this.#inputValue = new BigInt64Array(inputs).fill(-1n);
    this.#inputParent = new Int32Array(inputs).fill(-1);
    this.#outputAddress = new Int32Array(outputs);
    this.#outputValue = new BigInt64Array(outputs);
    this.#addressNetwork = new Uint8Array(extent.maxAddressId + 1);
    this.#addressType = new Uint8Array(extent.maxAddressId + 1);
  }

  get inputCount(): number {
    return this.#inputAddress.length;
  }

  get outputCount(): number {
    return this.#outputAddress.length;
  }

  /** A transaction whose place in the chain several share, or nobody states. To be called in the order of their txids. */
  addUnordered(txId: number): void {
    const t = this.#slotOf[txId] ?? -1;
    if (t !== -1) this.#unordered.push(t);
  }

  addAddress(id: number, network: number, type: number): void {
    this.#addressNetwork[id] = network;
    this.#addressType[id] = type;
  }

  /** Two scripts that one key spends. */
  addSameKey(one: number, other: number): void {
    this.#sameKey.push(one, other);
  }

  addInput(input: LedgerInput): void {
    const at = this.#cell(this.#inputStart, input.txId, input.n);
    if (at === -1) return;
    this.#inputAddress[at] = input.address;
    this.#inputValue[at] = input.value;
    this.#inputParent[at] = this.#slotOf[input.parentTxId] ?? -1;
  }

  /** @param address 0 for OP_RETURN. */
  addOutput(txId: number, n: number, address: number, value: bigint): void {
    const at = this.#cell(this.#outputStart, txId, n);
    if (at === -1) return;
    this.#outputAddress[at] = address;
    this.#outputValue[at] = value;
  }

  #cell(start: Int32Array, txId: number, n: number): number {
    const t = this.#slotOf[txId] ?? -1;
    if (t === -1) return -1;
    const at = (start[t] ?? 0) + n;
    if (n < 0 || at >= (start[t + 1] ?? 0)) throw new Error(`Transaction row ${txId} has fewer inputs or outputs than its number ${n} says: the ledger is damaged.`);
    return at;
  }

  build(): LedgerColumns {
    return {
      ...this.#txs,
      txCount: this.#txs.txId.length,
      linkOrder: linkOrder(this.#txs.ord, this.#unordered.view()),
      inputStart: this.#inputStart,
      inputAddress: this.#inputAddress,
      inputValue: this.#inputValue,
      inputParent: this.#inputParent,
      outputStart: this.#outputStart,
      outputAddress: this.#outputAddress,
      outputValue: this.#outputValue,
      addressSlots: this.#addressNetwork.length,
      addressNetwork: this.#addressNetwork,
      addressType: this.#addressType,
      sameKey: Int32Array.from(this.#sameKey),
    };
  }
}

function starts(counts: Int32Array): Int32Array {
  const result = new Int32Array(counts.length + 1);
  for (let t = 0; t < counts.length; t += 1) result[t + 1] = (result[t] ?? 0) + (counts[t] ?? 0);
  return result;
}
