import { readFileSync } from "node:fs";
import { addressOfScript } from "@/lib/core/bitcoin/addresses";
import { decodeBlock } from "@/lib/core/bitcoin/blocks";
import { TX_COINBASE, type TxColumns } from "@/lib/core/bitcoin/columns";
import { type ScriptType, scriptTypeId } from "@/lib/core/bitcoin/script-type";
import { classifyScript } from "@/lib/core/bitcoin/scripts";
import { type LedgerInput, type LedgerOutput, traitsOf } from "@/lib/core/change/traits";
import type { ChangeInput, ChangeOutput, ChangeView, Traits } from "@/lib/core/change/view";
import { UnionFind } from "@/lib/core/clustering/union-find";
import { judge } from "@/lib/core/coinjoin/guard";
import { hashToText, toHex } from "@/lib/core/hex";
import { type NetworkName, networkByName } from "@/lib/core/network";
import { nodeHasher } from "@/lib/platform/chain/hasher";

/** A transaction of a small chain in memory, with its neighbours. Scripts are numbered from 1 as they first appear. */
export interface MemoryTx {
  readonly txid: string;
  readonly order: number;
  readonly traits: Traits;
  readonly coinbase: boolean;
  readonly inputs: readonly { readonly prev: MemoryTx; readonly prevN: number }[];
  readonly outputs: readonly { readonly script: number | null; readonly type: ScriptType; readonly value: bigint; spender: MemoryTx | null }[];
}

export interface MemoryChain {
  readonly txs: readonly MemoryTx[];
  readonly addresses: ReadonlyMap<number, string | null>;
  readonly view: (tx: MemoryTx) => ChangeView;
}

/** The change views of a blk file whose blocks stand in chain order and spend only one another's outputs: no database, no SQL. */
export function memoryChain(file: string, network: NetworkName): MemoryChain {
  const bytes = readFileSync(file);
  const chain = new Chain(network);
  for (let at = 0; at + 8 <= bytes.length; ) {
    const length = bytes.readUInt32LE(at + 4);
    if (length === 0) break;
    const decoded = decodeBlock(bytes.subarray(at + 8, at + 8 + length), { network: networkByName(network), hasher: nodeHasher, file, position: `byte ${at}`, next: at + 8 + length });
    if (!decoded.ok) throw new Error(`${file}, byte ${at}: ${decoded.reason}`);
    chain.addBlock(decoded.record.txs);
    at += 8 + length;
  }
  return chain.finish();
}

class Chain {
  readonly #network: NetworkName;
  readonly #txs: MemoryTx[] = [];
  readonly #byTxid = new Map<string, { tx: MemoryTx; scripts: readonly Uint8Array[] }>();
  readonly #scripts = new Map<string, number>();
  readonly #addresses = new Map<number, string | null>();

  constructor(network: NetworkName) {
    this.#network = network;
  }

  addBlock(txs: TxColumns): void {
    for (let t = 0; t < txs.txCount; t += 1) this.#add(txs, t);
  }

  #add(txs: TxColumns, t: number): void {
    const coinbase = txs.coinbaseTx === t;
    const scripts = range(txs.outputStart, t).map((o) => txs.bytes.slice(txs.scriptStart[o], txs.scriptStart[o]! + txs.scriptLength[o]!));
    const outputs = range(txs.outputStart, t).map((o, n) => ({ ...this.#script(scripts[n]!), value: txs.value[o]!, spender: null }));
    const spends = coinbase ? [] : range(txs.inputStart, t).map((i) => ({ prev: this.#byTxid.get(hashToText(txs.prevTxid.subarray(32 * i, 32 * i + 32)))!.tx, prevN: txs.prevN[i]!, i }));
    const ledgerInputs = spends.map(({ prev, prevN, i }): LedgerInput => ({ prevTxid: txs.prevTxid.slice(32 * i, 32 * i + 32), prevN, sequence: txs.sequence[i]!, type: prev.outputs[prevN]!.type }));
    const ledgerOutputs = outputs.map(({ value }, n): LedgerOutput => ({ value, script: scripts[n]! }));
    const fee = coinbase ? null : sum(spends.map(({ prev, prevN }) => prev.outputs[prevN]!.value)) - sum(outputs.map(({ value }) => value));
    const facts = { flags: txs.txFlags[t]! | (coinbase ? TX_COINBASE : 0), version: txs.version[t]!, locktime: txs.locktime[t]!, fee, size: txs.size[t]!, weight: txs.weight[t]!, inputCount: spends.length, outputCount: outputs.length };
    const tx: MemoryTx = { txid: hashToText(txs.txid.subarray(32 * t, 32 * t + 32)), order: this.#txs.length, traits: traitsOf(facts, ledgerInputs, ledgerOutputs), coinbase, inputs: spends.map(({ prev, prevN }) => ({ prev, prevN })), outputs };
    for (const { prev, prevN } of tx.inputs) prev.outputs[prevN]!.spender = tx;
    this.#txs.push(tx);
    this.#byTxid.set(tx.txid, { tx, scripts });
  }

  #script(script: Uint8Array): { script: number | null; type: ScriptType } {
    const type = classifyScript(script);
    if (type === "op_return") return { script: null, type };
    const key = toHex(script);
    const id = this.#scripts.get(key) ?? this.#scripts.size + 1;
    if (!this.#scripts.has(key)) this.#addresses.set(id, addressOfScript(script, networkByName(this.#network), nodeHasher));
    this.#scripts.set(key, id);
    return { script: id, type };
  }

  finish(): MemoryChain {
    const bare = this.#txs.map((tx) => this.#bareView(tx));
    const wallets = new UnionFind(this.#scripts.size + 1);
    bare.forEach((view) => {
      const scripts = view.inputs.flatMap((input) => input.script ?? []);
      if (!view.mixes) scripts.forEach((script) => wallets.union(scripts[0]!, script));
    });
    const walletOf = wallets.smallest();
    const appearances = this.#appearances();
    const views = bare.map((view, t): ChangeView => ({
      ...view,
      inputs: view.inputs.map((input) => ({ ...input, wallet: input.script === null ? null : walletOf[input.script]! })),
      outputs: view.outputs.map((output) => (output.script === null ? output : { ...output, wallet: walletOf[output.script]!, ...appearances(output.script, t) })),
    }));
    return { txs: this.#txs, addresses: this.#addresses, view: (tx) => views[tx.order]! };
  }

  #bareView(tx: MemoryTx): ChangeView {
    const inputs = tx.inputs.map(({ prev, prevN }): ChangeInput => {
      const { script, type, value } = prev.outputs[prevN]!;
      return { script, type, value, wallet: null, parent: { inputCount: prev.traits.inputCount, outputCount: prev.traits.outputCount } };
    });
    const outputs = tx.outputs.map(({ script, type, value, spender }): ChangeOutput => ({ script, type, value, wallet: null, seenBefore: null, paidLater: null, spender: spender?.traits ?? null }));
    const verdict = judge({ coinbase: tx.coinbase, inputs: inputs.map((input) => ({ ...input, type: scriptTypeId(input.type!) })), outputs: outputs.map((output) => ({ ...output, type: output.script === null ? null : scriptTypeId(output.type) })) });
    return { coinbase: tx.coinbase, mixes: verdict?.mixes === true, traits: tx.traits, inputs, outputs };
  }

  /** Whether a script appears before transaction t, and is paid after it. */
  #appearances(): (script: number, t: number) => { seenBefore: boolean; paidLater: boolean } {
    const first = new Map<number, number>();
    const lastPaid = new Map<number, number>();
    for (const { order, outputs } of this.#txs) {
      for (const { script } of outputs) {
        if (script === null) continue;
        if (!first.has(script)) first.set(script, order);
        lastPaid.set(script, order);
      }
    }
    return (script, t) => ({ seenBefore: first.get(script)! < t, paidLater: lastPaid.get(script)! > t });
  }
}

const range = (starts: Uint32Array, t: number): number[] => Array.from({ length: starts[t + 1]! - starts[t]! }, (_, n) => starts[t]! + n);
const sum = (values: readonly bigint[]): bigint => values.reduce((total, value) => total + value, 0n);
