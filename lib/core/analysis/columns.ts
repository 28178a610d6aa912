import type { TxView } from "@/lib/core/coinjoin/view";

/**
 * What an analysis reads of the ledger, in columns: the transactions that count (not those reorganised out), in chain order.
 * Transaction t has inputs inputStart[t] .. inputStart[t+1] and outputs outputStart[t] .. outputStart[t+1]; both starts have
 * txCount + 1 entries. Arrays by address are indexed by the id of the script. Amounts in sats, times in Unix seconds.
 */
export interface LedgerColumns {
  readonly txCount: number;
  readonly txId: Int32Array;
  readonly ord: BigInt64Array;
  /**
   * Positions of the transactions in the order in which they link addresses: chain order, and by txid where nobody states the
   * place of several (`ord` is then by arrival), so that the links kept are the same in any order of import.
   */
  readonly linkOrder: Int32Array;
  /** -1 where no block is known. */
  readonly time: Float64Array;
  /** -1n where not known. */
  readonly fee: BigInt64Array;
  /** 1 for coinbases. */
  readonly coinbase: Uint8Array;
  /** 1 for generated data. */
  readonly synthetic: Uint8Array;
  readonly inputStart: Int32Array;
  /** 0 where the previous output is not known. */
  readonly inputAddress: Int32Array;
  /** -1n where not known. */
  readonly inputValue: BigInt64Array;
  /** Position of the transaction that made the output spent, -1 where it is not in the store. */
  readonly inputParent: Int32Array;
  readonly outputStart: Int32Array;
  /** 0 for OP_RETURN. */
  readonly outputAddress: Int32Array;
  readonly outputValue: BigInt64Array;
  /** One more than the largest script id. */
  readonly addressSlots: number;
  readonly addressNetwork: Uint8Array;
  readonly addressType: Uint8Array;
  /** Pairs of scripts that one key spends. */
  readonly sameKey: Int32Array;
}

/** What the CoinJoin guard sees of transaction t. */
export function viewAt(ledger: LedgerColumns, t: number): TxView {
  const { inputAddress, inputValue, outputAddress, outputValue, addressType } = ledger;
  const script = (address: number): number | null => (address === 0 ? null : address);
  const type = (address: number): number | null => (address === 0 ? null : (addressType[address] ?? 0));
  const inputs = [];
  for (let i = ledger.inputStart[t] ?? 0, end = ledger.inputStart[t + 1] ?? 0; i < end; i += 1) {
    const address = inputAddress[i] ?? 0;
    const value = inputValue[i] ?? -1n;
    inputs.push({ script: script(address), value: value < 0n ? null : value, type: type(address) });
  }
  const outputs = [];
  for (let o = ledger.outputStart[t] ?? 0, end = ledger.outputStart[t + 1] ?? 0; o < end; o += 1) {
    const address = outputAddress[o] ?? 0;
    outputs.push({ script: script(address), value: outputValue[o] ?? 0n, type: type(address) });
  }
  return { coinbase: ledger.coinbase[t] === 1, inputs, outputs };
}
