import type { TxColumns } from "@/lib/core/bitcoin/columns";
import { OutpointSet } from "@/lib/core/bitcoin/outpoints";

/** What is known of a transaction besides its inputs and outputs; -1 (fee: -1n) where the source does not say. */
export interface TxFacts {
  /** 32 bytes, wire order; null where they were written to the column itself (`txidRoom`). */
  readonly txid: Uint8Array | null;
  readonly flags: number;
  readonly version: number;
  readonly locktime: number;
  readonly size: number;
  readonly weight: number;
  readonly fee: bigint;
}

type Column = Uint8Array | Uint32Array | Int32Array | Float64Array | BigInt64Array;

/**
 * Fills `TxColumns` row by row: inputs and outputs of a transaction, then `endTx`. A transaction that turns out to be bad half-way
 * is taken back with `abandonTx`, so that its good neighbours stay. Scripts are slices of `source` where one is given (a raw block),
 * else copies in an arena (`keepScript`).
 */
export class ColumnsBuilder {
  txCount = 0;
  inputCount = 0;
  outputCount = 0;
  coinbaseTx = -1;

  #txid: Uint8Array;
  #txFlags: Uint8Array;
  #version: Float64Array;
  #locktime: Float64Array;
  #size: Int32Array;
  #weight: Int32Array;
  #fee: BigInt64Array;
  #inputStart: Uint32Array;
  #outputStart: Uint32Array;

  #prevTxid: Uint8Array;
  #prevN: Int32Array;
  #sequence: Float64Array;
  #prevValue: BigInt64Array;
  #prevScriptStart: Uint32Array;
  #prevScriptLength: Int32Array;

  #value: BigInt64Array;
  #scriptStart: Uint32Array;
  #scriptLength: Uint32Array;

  readonly #outpoints = new OutpointSet();
  #coinbaseScript: Uint8Array = new Uint8Array(0);
  #arena = new Uint8Array(0);
  #arenaLength = 0;
  #arenaAtTx = 0;
  readonly #source: Uint8Array | null;

  /** @param expectedTxs how many transactions will come, as far as one knows; the columns grow anyway */
  constructor(source: Uint8Array | null = null, expectedTxs = 16) {
    const txs = Math.max(16, expectedTxs);
    const parts = 2 * txs;
    this.#source = source;
    this.#txid = new Uint8Array(32 * txs);
    this.#txFlags = new Uint8Array(txs);
    this.#version = new Float64Array(txs);
    this.#locktime = new Float64Array(txs);
    this.#size = new Int32Array(txs);
    this.#weight = new Int32Array(txs);
    this.#fee = new BigInt64Array(txs);
    this.#inputStart = new Uint32Array(txs + 1);
    this.#outputStart = new Uint32Array(txs + 1);
    this.#prevTxid = new Uint8Array(32 * parts);
    this.#prevN = new Int32Array(parts);
    this.#sequence = new Float64Array(parts);
    this.#prevValue = new BigInt64Array(parts);
    this.#prevScriptStart = new Uint32Array(parts);
    this.#prevScriptLength = new Int32Array(parts);
    this.#value = new BigInt64Array(parts);
    this.#scriptStart = new Uint32Array(parts);
    this.#scriptLength = new Uint32Array(parts);
  }

  /** Adds an input of the current transaction; the outpoint's 32 txid bytes stand at `at` in `bytes`. */
  addInput(bytes: Uint8Array, at: number, prevN: number, sequence: number): void {
    const i = this.inputCount;
    if (i >= this.#prevN.length) this.#widenInputs();
    const to = 32 * i;
    for (let k = 0; k < 32; k += 1) this.#prevTxid[to + k] = bytes[at + k] ?? 0;
    this.#prevN[i] = prevN;
    this.#sequence[i] = sequence;
    this.#prevValue[i] = -1n;
    this.#prevScriptLength[i] = -1;
    this.inputCount = i + 1;
  }

  /** What the source says of the output that the last added input spends. */
  describePrevious(value: bigint, script: Uint8Array | null): void {
    const i = this.inputCount - 1;
    this.#prevValue[i] = value;
    if (script === null) return;
    this.#prevScriptStart[i] = this.keepScript(script);
    this.#prevScriptLength[i] = script.length;
  }

  /** Adds an output of the current transaction; `start` is where its script lies in the source, or what `keepScript` returned. */
  addOutput(value: bigint, start: number, length: number): void {
    const i = this.outputCount;
    if (i >= this.#value.length) this.#widenOutputs();
    this.#value[i] = value;
    this.#scriptStart[i] = start;
    this.#scriptLength[i] = length;
    this.outputCount = i + 1;
  }

  /** Copies a script into the arena. */
  keepScript(script: Uint8Array): number {
    const start = this.#arenaLength;
    this.#arena = widened(this.#arena, start + script.length);
    this.#arena.set(script, start);
    this.#arenaLength = start + script.length;
    return start;
  }

  /** The column of txids, with room for that of the current transaction at 32 · `txCount`. */
  txidRoom(): Uint8Array {
    if (this.txCount >= this.#txFlags.length) this.#widenTxs();
    return this.#txid;
  }

  endTx(facts: TxFacts): void {
    const t = this.txCount;
    const txids = this.txidRoom();
    if (facts.txid !== null) txids.set(facts.txid, 32 * t);
    this.#txFlags[t] = facts.flags;
    this.#version[t] = facts.version;
    this.#locktime[t] = facts.locktime;
    this.#size[t] = facts.size;
    this.#weight[t] = facts.weight;
    this.#fee[t] = facts.fee;
    this.#inputStart[t + 1] = this.inputCount;
    this.#outputStart[t + 1] = this.outputCount;
    this.#arenaAtTx = this.#arenaLength;
    this.txCount = t + 1;
  }

  /** Whether two inputs of the current transaction spend the same output. */
  repeatsAnInput(): boolean {
    return this.#outpoints.firstRepeat(this.#prevTxid, this.#prevN, this.#inputStart[this.txCount] ?? 0, this.inputCount) >= 0;
  }

  /** The transaction that `endTx` ends next is the coinbase with this scriptSig. */
  markCoinbase(script: Uint8Array): void {
    this.coinbaseTx = this.txCount;
    this.#coinbaseScript = new Uint8Array(script);
  }

  /** Forgets everything added since the last `endTx`. */
  abandonTx(): void {
    this.inputCount = this.#inputStart[this.txCount] ?? 0;
    this.outputCount = this.#outputStart[this.txCount] ?? 0;
    this.#arenaLength = this.#arenaAtTx;
    if (this.coinbaseTx === this.txCount) this.coinbaseTx = -1;
  }

  /** The txids so far, 32 bytes each: a view, valid until the next `endTx`. */
  txids(): Uint8Array {
    return this.#txid.subarray(0, 32 * this.txCount);
  }

  /** The columns, cut to their length. The builder is used up: where a column is full already, it is handed out as it is. */
  finish(): TxColumns {
    const { txCount, inputCount, outputCount } = this;
    return {
      txCount,
      inputCount,
      outputCount,
      txid: cut(this.#txid, 32 * txCount),
      txFlags: cut(this.#txFlags, txCount),
      version: cut(this.#version, txCount),
      locktime: cut(this.#locktime, txCount),
      size: cut(this.#size, txCount),
      weight: cut(this.#weight, txCount),
      fee: cut(this.#fee, txCount),
      inputStart: cut(this.#inputStart, txCount + 1),
      prevTxid: cut(this.#prevTxid, 32 * inputCount),
      prevN: cut(this.#prevN, inputCount),
      sequence: cut(this.#sequence, inputCount),
      prevValue: cut(this.#prevValue, inputCount),
      prevScriptStart: cut(this.#prevScriptStart, inputCount),
      prevScriptLength: cut(this.#prevScriptLength, inputCount),
      outputStart: cut(this.#outputStart, txCount + 1),
      value: cut(this.#value, outputCount),
      scriptStart: cut(this.#scriptStart, outputCount),
      scriptLength: cut(this.#scriptLength, outputCount),
      coinbaseTx: this.coinbaseTx,
      coinbaseScript: this.#coinbaseScript,
      bytes: this.#source ?? this.#arena.slice(0, this.#arenaLength),
    };
  }

  #widenTxs(): void {
    const rows = this.txCount + 1;
    this.#txid = widened(this.#txid, 32 * rows);
    this.#txFlags = widened(this.#txFlags, rows);
    this.#version = widened(this.#version, rows);
    this.#locktime = widened(this.#locktime, rows);
    this.#size = widened(this.#size, rows);
    this.#weight = widened(this.#weight, rows);
    this.#fee = widened(this.#fee, rows);
    // One entry more than rows, whatever the widening made of them.
    this.#inputStart = widened(this.#inputStart, this.#txFlags.length + 1);
    this.#outputStart = widened(this.#outputStart, this.#txFlags.length + 1);
  }

  #widenInputs(): void {
    const rows = this.inputCount + 1;
    this.#prevTxid = widened(this.#prevTxid, 32 * rows);
    this.#prevN = widened(this.#prevN, rows);
    this.#sequence = widened(this.#sequence, rows);
    this.#prevValue = widened(this.#prevValue, rows);
    this.#prevScriptStart = widened(this.#prevScriptStart, rows);
    this.#prevScriptLength = widened(this.#prevScriptLength, rows);
  }

  #widenOutputs(): void {
    const rows = this.outputCount + 1;
    this.#value = widened(this.#value, rows);
    this.#scriptStart = widened(this.#scriptStart, rows);
    this.#scriptLength = widened(this.#scriptLength, rows);
  }
}

function cut<T extends Column>(column: T, length: number): T {
  return column.length === length ? column : (column.slice(0, length) as T);
}

/** The column itself when it is long enough, else a copy of at least twice its length. */
function widened<T extends Column>(column: T, needed: number): T {
  if (needed <= column.length) return column;
  const wider = new (column.constructor as new (length: number) => T)(Math.max(needed, 2 * column.length));
  (wider as { set: (from: unknown) => void }).set(column);
  return wider;
}
