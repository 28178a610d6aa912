import type { LedgerColumns } from "@/lib/core/analysis/columns";
import { intAt, satsAt } from "@/lib/core/analysis/lists";

/** Which output each input spends, and which transaction spends each output: positions in the ledger's columns, -1 unknown. */
export interface Spends {
  readonly source: Int32Array;
  readonly spender: Int32Array;
}

/**
 * The ledger says which transaction an input spends from; of its outputs the one with the script and value of the input is
 * meant. Outputs alike in both are taken in turn: no rule below tells them apart.
 */
export function spendsOf(ledger: LedgerColumns): Spends {
  const { txCount, inputStart, inputParent, inputAddress, inputValue, outputStart, outputAddress, outputValue } = ledger;
  const source = new Int32Array(inputParent.length).fill(-1);
  const spender = new Int32Array(outputAddress.length).fill(-1);
  for (let t = 0; t < txCount; t += 1) {
    for (let i = intAt(inputStart, t), end = intAt(inputStart, t + 1); i < end; i += 1) {
      const parent = inputParent[i] ?? -1;
      if (parent === -1) continue;
      const address = intAt(inputAddress, i);
      const value = satsAt(inputValue, i);
      for (let o = intAt(outputStart, parent), last = intAt(outputStart, parent + 1); o < last; o += 1) {
        if (spender[o] !== -1 || outputAddress[o] !== address || outputValue[o] !== value) continue;
        source[i] = o;
        spender[o] = t;
        break;
      }
    }
  }
  return { source, spender };
}

/** The transaction of an output: the last one that begins at or before it. */
export function transactionOf({ outputStart, txCount }: LedgerColumns, output: number): number {
  let [low, high] = [0, txCount - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (intAt(outputStart, middle) <= output) low = middle;
    else high = middle - 1;
  }
  return low;
}
