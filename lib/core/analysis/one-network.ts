import type { LedgerColumns } from "@/lib/core/analysis/columns";
import { intAt } from "@/lib/core/analysis/lists";

/**
 * The transactions of one network (by its id), in the same order; ids of scripts stay what they are. What happens on one chain
 * explains nothing on another, so that whoever matches amounts and times must not see both. A transaction that names no script at
 * all is kept in each. The ledger itself where there is nothing to leave out.
 */
export function ofNetwork(ledger: LedgerColumns, network: number): LedgerColumns {
  const kept = positionsOf(ledger, network);
  if (kept.length === ledger.txCount) return ledger;
  const place = new Int32Array(ledger.txCount).fill(-1);
  kept.forEach((t, i) => { place[t] = i; });
  const inputs = spansOf(kept, ledger.inputStart);
  const outputs = spansOf(kept, ledger.outputStart);
  return {
    ...ledger,
    txCount: kept.length,
    txId: kept.map((t) => intAt(ledger.txId, t)),
    ord: BigInt64Array.from(kept, (t) => ledger.ord[t] ?? 0n),
    linkOrder: ledger.linkOrder.filter((t) => intAt(place, t) !== -1).map((t) => intAt(place, t)),
    time: Float64Array.from(kept, (t) => ledger.time[t] ?? -1),
    fee: BigInt64Array.from(kept, (t) => ledger.fee[t] ?? -1n),
    coinbase: Uint8Array.from(kept, (t) => ledger.coinbase[t] ?? 0),
    synthetic: Uint8Array.from(kept, (t) => ledger.synthetic[t] ?? 0),
    inputStart: inputs.starts,
    inputAddress: inputs.rows.map((i) => intAt(ledger.inputAddress, i)),
    inputValue: BigInt64Array.from(inputs.rows, (i) => ledger.inputValue[i] ?? -1n),
    inputParent: inputs.rows.map((i) => place[intAt(ledger.inputParent, i)] ?? -1),
    outputStart: outputs.starts,
    outputAddress: outputs.rows.map((o) => intAt(ledger.outputAddress, o)),
    outputValue: BigInt64Array.from(outputs.rows, (o) => ledger.outputValue[o] ?? 0n),
  };
}

function positionsOf(ledger: LedgerColumns, network: number): Int32Array {
  const kept: number[] = [];
  for (let t = 0; t < ledger.txCount; t += 1) {
    const script = scriptOf(ledger, t);
    if (script === 0 || ledger.addressNetwork[script] === network) kept.push(t);
  }
  return Int32Array.from(kept);
}

/** Any script that it pays or spends from; 0 where it names none. */
function scriptOf({ inputStart, inputAddress, outputStart, outputAddress }: LedgerColumns, t: number): number {
  for (let o = intAt(outputStart, t), end = intAt(outputStart, t + 1); o < end; o += 1) if (outputAddress[o] !== 0) return intAt(outputAddress, o);
  for (let i = intAt(inputStart, t), end = intAt(inputStart, t + 1); i < end; i += 1) if (inputAddress[i] !== 0) return intAt(inputAddress, i);
  return 0;
}

/** Where the rows of the transactions kept begin now, and which rows they were. */
function spansOf(kept: Int32Array, start: Int32Array): { readonly starts: Int32Array; readonly rows: Int32Array } {
  const starts = new Int32Array(kept.length + 1);
  kept.forEach((t, i) => { starts[i + 1] = intAt(starts, i) + intAt(start, t + 1) - intAt(start, t); });
  const rows = new Int32Array(intAt(starts, kept.length));
  kept.forEach((t, i) => {
    for (let at = intAt(starts, i), from = intAt(start, t); at < intAt(starts, i + 1); at += 1, from += 1) rows[at] = from;
  });
  return { starts, rows };
}
