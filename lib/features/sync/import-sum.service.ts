import type { ChainRecord, Hasher } from "@/lib/core/bitcoin/columns";
import { KeyTable, keyWords } from "@/lib/core/ledger/key-table";
import type { ImportResult } from "@/lib/features/ledger/ledger.ports";

const MOST_LISTED = 10_000;

export const NOTHING_IMPORTED: ImportResult = {
  files: 0, blocks: 0, transactions: 0, newTransactions: 0, inputs: 0, outputs: 0, unresolvedInputs: 0, addresses: 0,
  rejected: [], rejectedCount: 0, flagged: [], flaggedCount: 0, reorganised: [], filesWithoutRecords: [], seconds: 0,
};

/** Two imports, one after the other, as one. `addresses` are not added up, since both may name the same. */
export const addImports = (a: ImportResult, b: ImportResult): ImportResult => ({
  files: a.files + b.files,
  blocks: a.blocks + b.blocks,
  transactions: a.transactions + b.transactions,
  newTransactions: a.newTransactions + b.newTransactions,
  inputs: a.inputs + b.inputs,
  outputs: a.outputs + b.outputs,
  unresolvedInputs: a.unresolvedInputs + b.unresolvedInputs,
  addresses: a.addresses,
  rejected: [...a.rejected, ...b.rejected].slice(0, MOST_LISTED),
  rejectedCount: a.rejectedCount + b.rejectedCount,
  flagged: [...a.flagged, ...b.flagged].slice(0, MOST_LISTED),
  flaggedCount: a.flaggedCount + b.flaggedCount,
  reorganised: [...a.reorganised, ...b.reorganised].slice(0, MOST_LISTED),
  filesWithoutRecords: [...a.filesWithoutRecords, ...b.filesWithoutRecords],
  seconds: a.seconds + b.seconds,
});

const OP_RETURN = 0x6a;

/** Counts distinct scripts that records pay to or spend from, OP_RETURN not counted: 48 bytes each. */
export class ScriptCount {
  readonly #scripts: KeyTable;
  readonly #hasher: Hasher;
  readonly #key = new Uint8Array(32);
  readonly #words = keyWords(this.#key);

  constructor(hasher: Hasher, seed: number) {
    this.#hasher = hasher;
    this.#scripts = new KeyTable(seed);
  }

  get size(): number {
    return this.#scripts.size;
  }

  take({ txs }: ChainRecord): void {
    for (let o = 0; o < txs.outputCount; o += 1) this.#add(txs.bytes, txs.scriptStart[o] ?? 0, txs.scriptLength[o] ?? 0);
    for (let i = 0; i < txs.inputCount; i += 1) this.#add(txs.bytes, txs.prevScriptStart[i] ?? 0, txs.prevScriptLength[i] ?? -1);
  }

  #add(bytes: Uint8Array, start: number, length: number): void {
    if (length < 0 || bytes[start] === OP_RETURN) return;
    this.#key.set(this.#hasher.sha256(bytes.subarray(start, start + length)));
    this.#scripts.add(this.#words, 0);
  }
}
