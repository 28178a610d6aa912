import { readFileSync } from "node:fs";
import path from "node:path";
import { chainOrder } from "@/lib/core/graph/order";
import type { LedgerRows } from "@/lib/testing/ledger-rows";

interface ChainTx {
  readonly txId: number;
  readonly blockId: number;
  readonly coinbase: boolean;
  readonly timestamp: number;
  readonly inputs: readonly { readonly address: readonly string[]; readonly value: number }[];
  readonly outputs: readonly { readonly address: readonly string[]; readonly value: number }[];
}

/** The rows of a file of JSON lines. */
export function jsonLines<Row>(file: string): Row[] {
  return readFileSync(file, "utf8").split("\n").filter((line) => line.trim() !== "").map((line) => JSON.parse(line) as Row);
}

/** The ledger of GraphSense's chain of four blocks. GraphSense has no id for a bare multisig script; Assay has one, as for every script. */
export function smallChain(folder: string): { ledger: LedgerRows; multisig: number } {
  const ids = new Map(jsonLines<{ addressId: number; address: string }>(path.join(folder, "reference/address_ids.json")).map((row) => [row.address, row.addressId]));
  const multisig = ids.size + 1;
  const id = (address: readonly string[]): number => (address.length > 1 ? multisig : (ids.get(address[0]!) ?? 0));
  const txs = jsonLines<ChainTx>(path.join(folder, "test_txs.json"));
  return {
    multisig,
    ledger: {
      addresses: [...ids.values(), multisig].map((one) => ({ id: one, network: 0, type: 2, text: `a${one}` })),
      txs: txs.map((tx, i) => ({
        id: tx.txId, ord: chainOrder(tx.blockId, i), time: tx.timestamp, fee: null, status: 0, coinbase: tx.coinbase, synthetic: false,
        inputs: tx.inputs.map((input, n) => ({ prevTxId: null, prevN: n, address: id(input.address), value: BigInt(input.value) })),
        outputs: tx.outputs.map((output) => ({ address: id(output.address), value: BigInt(output.value) })),
      })),
    },
  };
}
