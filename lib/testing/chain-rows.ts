import { readFileSync } from "node:fs";
import { addressOfScript } from "@/lib/core/bitcoin/addresses";
import { decodeBlock } from "@/lib/core/bitcoin/blocks";
import type { TxColumns } from "@/lib/core/bitcoin/columns";
import { classifyScript } from "@/lib/core/bitcoin/scripts";
import { scriptTypeId } from "@/lib/core/bitcoin/script-type";
import { chainOrder } from "@/lib/core/graph/order";
import { hashToText, toHex } from "@/lib/core/hex";
import { networkByName, type NetworkName } from "@/lib/core/network";
import { nodeHasher } from "@/lib/platform/chain/hasher";
import type { LedgerRows, RowAddress, RowTx } from "@/lib/testing/ledger-rows";

export interface ChainRows {
  readonly ledger: LedgerRows;
  /** Txids as people write them; row id of each is its index + 1. */
  readonly txids: readonly string[];
  /** Distinct scripts without an address row. */
  readonly opReturns: number;
}

/** The rows of a blk file whose blocks stand in chain order and spend only one another's outputs: an importer without a database. */
export function chainRows(file: string, network: NetworkName): ChainRows {
  const bytes = readFileSync(file);
  const rows = new Rows(network);
  for (let at = 0; at + 8 <= bytes.length; ) {
    const length = bytes.readUInt32LE(at + 4);
    if (length === 0) break;
    const decoded = decodeBlock(bytes.subarray(at + 8, at + 8 + length), { network: networkByName(network), hasher: nodeHasher, file, position: `byte ${at}`, next: at + 8 + length });
    if (!decoded.ok) throw new Error(`${file}, byte ${at}: ${decoded.reason}`);
    rows.addBlock(decoded.record.txs, decoded.record.block?.time ?? 0);
    at += 8 + length;
  }
  return { ledger: { txs: rows.txs, addresses: [...rows.addresses.values()] }, txids: rows.txids, opReturns: rows.opReturns.size };
}

class Rows {
  readonly #network: NetworkName;
  readonly txs: RowTx[] = [];
  readonly txids: string[] = [];
  readonly addresses = new Map<string, RowAddress>();
  readonly opReturns = new Set<string>();
  readonly #outputs = new Map<string, { txId: number; address: number | null; value: bigint }>();
  #height = 0;

  constructor(network: NetworkName) {
    this.#network = network;
  }

  addBlock(txs: TxColumns, time: number): void {
    const first = this.txids.length + 1;
    const txidOf = (t: number): string => hashToText(txs.txid.subarray(32 * t, 32 * t + 32));
    const outputs = Array.from({ length: txs.txCount }, (_, t) => this.#outputsOf(txs, t));
    outputs.forEach((of, t) => of.forEach((output, n) => this.#outputs.set(`${txidOf(t)}:${n}`, { txId: first + t, ...output })));
    outputs.forEach((of, t) => {
      const coinbase = txs.coinbaseTx === t;
      this.txids.push(txidOf(t));
      this.txs.push({ id: first + t, ord: chainOrder(this.#height, t), time, fee: null, status: 0, coinbase, synthetic: false, inputs: coinbase ? [] : this.#inputsOf(txs, t), outputs: of });
    });
    this.#height += 1;
  }

  #outputsOf(txs: TxColumns, t: number): { address: number | null; value: bigint }[] {
    return Array.from({ length: txs.outputStart[t + 1]! - txs.outputStart[t]! }, (_, n) => {
      const o = txs.outputStart[t]! + n;
      return { address: this.#addressOf(txs.bytes.subarray(txs.scriptStart[o], txs.scriptStart[o]! + txs.scriptLength[o]!)), value: txs.value[o]! };
    });
  }

  #inputsOf(txs: TxColumns, t: number): RowTx["inputs"] {
    return Array.from({ length: txs.inputStart[t + 1]! - txs.inputStart[t]! }, (_, n) => {
      const i = txs.inputStart[t]! + n;
      const spent = this.#outputs.get(`${hashToText(txs.prevTxid.subarray(32 * i, 32 * i + 32))}:${txs.prevN[i] ?? -1}`);
      if (spent === undefined) throw new Error(`Input ${n} of ${this.txids.at(-1) ?? "?"} spends what is not in the file.`);
      return { prevTxId: spent.txId, prevN: txs.prevN[i] ?? -1, address: spent.address, value: spent.value };
    });
  }

  #addressOf(script: Uint8Array): number | null {
    const type = classifyScript(script);
    const key = toHex(script);
    if (type === "op_return") this.opReturns.add(key);
    if (type === "op_return") return null;
    const known = this.addresses.get(key)?.id;
    if (known !== undefined) return known;
    const id = this.addresses.size + 1;
    this.addresses.set(key, { id, network: networkByName(this.#network).id, type: scriptTypeId(type), text: addressOfScript(script, networkByName(this.#network), nodeHasher) });
    return id;
  }
}
