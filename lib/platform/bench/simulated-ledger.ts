import { analysisOf, type AnalysisRows } from "@/lib/core/analysis/analysis";
import type { LedgerColumns } from "@/lib/core/analysis/columns";
import { LedgerBuilder, type LedgerTx } from "@/lib/core/analysis/ledger-builder";
import { scriptTypeId } from "@/lib/core/bitcoin/script-type";
import { classifyScript } from "@/lib/core/bitcoin/scripts";
import { chainOrder } from "@/lib/core/graph/order";
import { hashToText, toHex } from "@/lib/core/hex";
import type { Tx } from "@/lib/core/simulate/model";
import type { SimulationOptions } from "@/lib/core/simulate/options";
import { Simulation } from "@/lib/core/simulate/simulate";
import type { Truth } from "@/lib/core/simulate/truth";
import { nodeHasher } from "@/lib/platform/chain/hasher";

/** A simulated economy as an analysis would read it from the store, without a store. */
export interface SimulatedLedger {
  readonly ledger: LedgerColumns;
  readonly rows: AnalysisRows;
  readonly truth: Truth;
  /** By position, as people write them. */
  readonly txids: readonly string[];
  /** By position: 0 but for coinbases. */
  readonly heightOf: Int32Array;
  /** Ids of scripts by address. */
  readonly scripts: ReadonlyMap<string, number>;
}

interface Placed {
  readonly tx: Tx;
  readonly row: LedgerTx;
}

export function simulatedLedger(options: Partial<SimulationOptions>): SimulatedLedger {
  const simulation = new Simulation(options, nodeHasher);
  const placed: Placed[] = [];
  const heights: number[] = [];
  for (const block of simulation.blocks()) {
    for (const [position, tx] of block.transactions.entries()) {
      const coinbase = tx.coinbase !== null;
      heights.push(coinbase ? block.height : 0);
      placed.push({ tx, row: { id: placed.length + 1, ord: chainOrder(block.height, position), time: block.time, fee: tx.fee, coinbase, synthetic: true, inputCount: tx.inputs.length, outputCount: tx.outputs.length } });
    }
  }
  const scriptIds = new Map<string, number>();
  const scripts = new Map<string, number>();
  for (const { script, payment } of placed.flatMap(({ tx }) => tx.outputs)) {
    const hex = toHex(script);
    if (payment === null || scriptIds.has(hex)) continue;
    scriptIds.set(hex, scriptIds.size + 1);
    scripts.set(simulation.addressOf(payment.key), scriptIds.size);
  }
  const ledger = columnsOf(placed, scriptIds);
  return { ledger, rows: finished(analysisOf(ledger)), truth: simulation.truth(), txids: placed.map(({ tx }) => hashToText(tx.txid)), heightOf: Int32Array.from(heights), scripts };
}

function columnsOf(placed: readonly Placed[], scriptIds: ReadonlyMap<string, number>): LedgerColumns {
  const builder = new LedgerBuilder({ transactions: placed.length, maxTxId: placed.length, maxAddressId: scriptIds.size });
  for (const { row } of placed) builder.addTransaction(row);
  const columns = builder.place();
  const idOf = (script: Uint8Array): number => scriptIds.get(toHex(script)) ?? 0;
  for (const [hex, id] of scriptIds) columns.addAddress(id, 1, scriptTypeId(classifyScript(Buffer.from(hex, "hex"))));
  const txIds = new Map(placed.map(({ tx, row }) => [toHex(tx.txid), row.id]));
  for (const { tx, row } of placed) {
    columns.addUnordered(row.id);
    tx.inputs.forEach((coin, n) => { columns.addInput({ txId: row.id, n, parentTxId: txIds.get(toHex(coin.txid)) ?? 0, address: idOf(coin.key.script), value: coin.value }); });
    tx.outputs.forEach(({ script, value }, n) => { columns.addOutput(row.id, n, idOf(script), value); });
  }
  return columns.build();
}

/** Runs a stepwise computation to its end. */
export function finished<Result>(steps: Generator<unknown, Result>): Result {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}
