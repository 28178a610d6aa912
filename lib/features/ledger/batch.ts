import { byte, uint } from "@/lib/core/ledger/at";
import type { ChainRecord, Hasher } from "@/lib/core/bitcoin/columns";
import { TX_COINBASE, TX_SYNTHETIC } from "@/lib/core/bitcoin/columns";
import { KeyTable, keyWords } from "@/lib/core/ledger/key-table";
import type { LedgerBatch, SourcedRecord } from "@/lib/features/ledger/ledger.ports";

/**
 * The transactions of a batch in one run of columns, whichever records they came in: transaction t has inputs
 * inputStart[t] .. inputStart[t + 1] and outputs outputStart[t] .. outputStart[t + 1]. Meaning of the fields and of -1 as in TxColumns.
 */
export interface BatchColumns {
  readonly records: readonly SourcedRecord[];
  readonly txCount: number;
  readonly inputCount: number;
  readonly outputCount: number;
  /** Eight words a txid. */
  readonly txids: Int32Array;
  /** Index into `records`. */
  readonly recordOf: Int32Array;
  readonly position: Int32Array;
  readonly flags: Uint8Array;
  readonly version: Float64Array;
  readonly locktime: Float64Array;
  readonly size: Int32Array;
  readonly weight: Int32Array;
  readonly fee: BigInt64Array;
  readonly inputStart: Uint32Array;
  readonly outputStart: Uint32Array;
  readonly prevTxids: Int32Array;
  readonly prevN: Int32Array;
  readonly sequence: Float64Array;
  readonly prevValue: BigInt64Array;
  /** Index into `scripts`, or -1 where the source does not say. */
  readonly prevScript: Int32Array;
  readonly value: BigInt64Array;
  /** Index into `scripts`, or -1 for OP_RETURN, whose script is in `data`. */
  readonly script: Int32Array;
  readonly data: ReadonlyMap<number, Uint8Array>;
  readonly scripts: BatchScripts;
}

/** Distinct scripts, by their SHA-256. */
export interface BatchScripts {
  readonly table: KeyTable;
  readonly list: readonly Uint8Array[];
}

const OP_RETURN = 0x6a;

export const txidBytes = (batch: BatchColumns, tx: number): Uint8Array => new Uint8Array(batch.txids.buffer, 32 * tx, 32);

/** A coinbase has one, though none of its columns. */
export const inputCount = (batch: BatchColumns, tx: number): number => ((byte(batch.flags, tx) & TX_COINBASE) === 0 ? uint(batch.inputStart, tx + 1) - uint(batch.inputStart, tx) : 1);

/** @param breathe is awaited now and then, so that other work of this process gets its turn */
export async function toColumns(batch: LedgerBatch, hasher: Hasher, seed: number, breathe: () => Promise<void>): Promise<BatchColumns> {
  const columns = emptyColumns(batch.records, seed);
  const at: Place = { tx: 0, input: 0, output: 0 };
  const known = new ScriptLister(columns, hasher);
  for (let r = 0; r < batch.records.length; r += 1) {
    const sourced = batch.records[r];
    if (sourced === undefined) continue;
    appendTxs(columns, sourced, r, at);
    listScripts(known, sourced.record, at);
    at.tx += sourced.record.txs.txCount;
    at.input += sourced.record.txs.inputCount;
    at.output += sourced.record.txs.outputCount;
    await breathe();
  }
  return columns;
}

/** Where the current record's rows begin. */
interface Place {
  tx: number;
  input: number;
  output: number;
}

interface Filling extends BatchColumns {
  readonly data: Map<number, Uint8Array>;
  readonly scripts: { readonly table: KeyTable; readonly list: Uint8Array[] };
}

function emptyColumns(records: readonly SourcedRecord[], seed: number): Filling {
  const sum = (of: (record: ChainRecord) => number): number => records.reduce((total, { record }) => total + of(record), 0);
  const txCount = sum((record) => record.txs.txCount);
  const inputCount = sum((record) => record.txs.inputCount);
  const outputCount = sum((record) => record.txs.outputCount);
  return {
    records, txCount, inputCount, outputCount,
    txids: new Int32Array(8 * txCount),
    recordOf: new Int32Array(txCount),
    position: new Int32Array(txCount),
    flags: new Uint8Array(txCount),
    version: new Float64Array(txCount),
    locktime: new Float64Array(txCount),
    size: new Int32Array(txCount),
    weight: new Int32Array(txCount),
    fee: new BigInt64Array(txCount),
    inputStart: new Uint32Array(txCount + 1),
    outputStart: new Uint32Array(txCount + 1),
    prevTxids: new Int32Array(8 * inputCount),
    prevN: new Int32Array(inputCount),
    sequence: new Float64Array(inputCount),
    prevValue: new BigInt64Array(inputCount),
    prevScript: new Int32Array(inputCount).fill(-1),
    value: new BigInt64Array(outputCount),
    script: new Int32Array(outputCount).fill(-1),
    data: new Map(),
    scripts: { table: new KeyTable(seed, 1024), list: [] },
  };
}

function appendTxs(to: Filling, { record, source }: SourcedRecord, r: number, at: Place): void {
  const { txs } = record;
  const { txCount, inputCount, outputCount } = txs;
  to.recordOf.fill(r, at.tx, at.tx + txCount);
  to.position.set(record.position.subarray(0, txCount), at.tx);
  const synthetic = source.synthetic ? TX_SYNTHETIC : 0;
  for (let t = 0; t < txCount; t += 1) {
    to.flags[at.tx + t] = byte(txs.txFlags, t) | synthetic;
    to.inputStart[at.tx + t + 1] = at.input + uint(txs.inputStart, t + 1);
    to.outputStart[at.tx + t + 1] = at.output + uint(txs.outputStart, t + 1);
  }
  to.version.set(txs.version.subarray(0, txCount), at.tx);
  to.locktime.set(txs.locktime.subarray(0, txCount), at.tx);
  to.size.set(txs.size.subarray(0, txCount), at.tx);
  to.weight.set(txs.weight.subarray(0, txCount), at.tx);
  to.fee.set(txs.fee.subarray(0, txCount), at.tx);
  new Uint8Array(to.txids.buffer).set(txs.txid.subarray(0, 32 * txCount), 32 * at.tx);
  new Uint8Array(to.prevTxids.buffer).set(txs.prevTxid.subarray(0, 32 * inputCount), 32 * at.input);
  to.prevN.set(txs.prevN.subarray(0, inputCount), at.input);
  to.sequence.set(txs.sequence.subarray(0, inputCount), at.input);
  to.prevValue.set(txs.prevValue.subarray(0, inputCount), at.input);
  to.value.set(txs.value.subarray(0, outputCount), at.output);
}

function listScripts(lister: ScriptLister, { txs }: ChainRecord, at: Place): void {
  for (let o = 0; o < txs.outputCount; o += 1) lister.output(at.output + o, txs.bytes, uint(txs.scriptStart, o), uint(txs.scriptLength, o));
  for (let i = 0; i < txs.inputCount; i += 1) {
    const length = txs.prevScriptLength[i] ?? -1;
    if (length >= 0) lister.previous(at.input + i, txs.bytes, uint(txs.prevScriptStart, i), length);
  }
}

class ScriptLister {
  readonly #to: Filling;
  readonly #hasher: Hasher;
  readonly #key = new Uint8Array(32);
  readonly #words = keyWords(this.#key);

  constructor(to: Filling, hasher: Hasher) {
    this.#to = to;
    this.#hasher = hasher;
  }

  output(o: number, bytes: Uint8Array, start: number, length: number): void {
    const script = bytes.subarray(start, start + length);
    if (script[0] === OP_RETURN) this.#to.data.set(o, script);
    else this.#to.script[o] = this.#list(script);
  }

  previous(i: number, bytes: Uint8Array, start: number, length: number): void {
    const script = bytes.subarray(start, start + length);
    if (script[0] !== OP_RETURN) this.#to.prevScript[i] = this.#list(script);
  }

  #list(script: Uint8Array): number {
    const { table, list } = this.#to.scripts;
    this.#key.set(this.#hasher.sha256(script));
    const index = table.add(this.#words, 0);
    if (index === list.length) list.push(script);
    return index;
  }
}
