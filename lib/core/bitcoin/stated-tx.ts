import { sameBytes } from "@/lib/core/bitcoin/bytes";
import { type Hasher, TX_COINBASE, TX_SIGNALS_RBF, TX_SYNTHETIC, TX_WITNESS } from "@/lib/core/bitcoin/columns";
import type { ColumnsBuilder } from "@/lib/core/bitcoin/columns-builder";
import { FieldError } from "@/lib/core/bitcoin/fields";
import { rawTxid } from "@/lib/core/bitcoin/raw-tx";
import { TxWriter } from "@/lib/core/bitcoin/tx-writer";
import { hashToText } from "@/lib/core/hex";
import { MAX_SATS } from "@/lib/core/money";

export interface StatedInput {
  /** Wire order. */
  readonly prevTxid: Uint8Array;
  readonly prevN: number;
  /** -1 where the source does not say. */
  readonly sequence: number;
  readonly scriptSig: Uint8Array | null;
  /** The value of the output spent, or -1n; and its script, or null. */
  readonly value: bigint;
  readonly script: Uint8Array | null;
}

/** A transaction as JSON or CSV states it, each field checked by itself; -1, -1n and null where the source does not say. */
export interface StatedTx {
  readonly txid: Uint8Array;
  /** As uint32. */
  readonly version: number;
  readonly locktime: number;
  readonly size: number;
  readonly weight: number;
  readonly fee: bigint;
  readonly witness: boolean;
  readonly synthetic: boolean;
  /** Of a coinbase: its scriptSig (null: not said) and sequence. */
  readonly coinbase: { readonly script: Uint8Array | null; readonly sequence: number } | null;
  /** Empty for a coinbase. */
  readonly inputs: readonly StatedInput[];
  readonly outputs: readonly { readonly value: bigint; readonly script: Uint8Array }[];
}

/** What of a transaction was odd, but no reason to refuse it. */
export type TxNote = string | null;

const NOTHING = new Uint8Array(0);

/** Checks stated transactions and puts them into columns. */
export class StatedTxAdder {
  readonly #writer = new TxWriter();
  readonly #hasher: Hasher;

  constructor(hasher: Hasher) {
    this.#hasher = hasher;
  }

  /**
   * Adds the transaction, or throws a FieldError and leaves the builder as it was. Where the source states all that a txid is made of
   * (version, inputs with scriptSig and sequence, outputs, locktime), the txid is recomputed and must be the stated one.
   */
  add(builder: ColumnsBuilder, tx: StatedTx): TxNote {
    checkShape(tx);
    this.#checkTxid(tx);
    addRows(builder, tx);
    const known = knownFee(tx);
    const disputed = known !== null && tx.fee >= 0n && known !== tx.fee;
    builder.endTx({ ...tx, flags: flagsOf(tx), fee: disputed ? -1n : tx.fee });
    if (known !== null && known < 0n) return `its outputs are worth ${-known} sats more than its inputs as the source states them`;
    return disputed ? `its stated fee of ${tx.fee} sats is not inputs minus outputs, ${known} sats` : null;
  }

  /** Whether these bytes are a transaction with this txid. */
  isTxidOf(raw: Uint8Array, txid: Uint8Array): boolean {
    const computed = rawTxid(raw, this.#hasher.sha256d);
    return computed !== null && sameBytes(computed, txid);
  }

  #checkTxid(tx: StatedTx): void {
    if (!isComplete(tx)) return;
    const computed = this.#hasher.sha256d(this.#serialise(tx));
    if (!sameBytes(computed, tx.txid)) throw new FieldError("txid", `does not belong to these inputs and outputs, whose txid is ${hashToText(computed)}`);
  }

  #serialise(tx: StatedTx): Uint8Array {
    const writer = this.#writer;
    writer.clear();
    writer.uint32(tx.version);
    writer.compactSize(tx.coinbase === null ? tx.inputs.length : 1);
    if (tx.coinbase !== null) this.#input(NULL_TXID, 0xffffffff, tx.coinbase.script, tx.coinbase.sequence);
    for (const input of tx.inputs) this.#input(input.prevTxid, input.prevN, input.scriptSig, input.sequence);
    writer.compactSize(tx.outputs.length);
    for (const output of tx.outputs) {
      writer.int64(output.value);
      writer.withLength(output.script);
    }
    writer.uint32(tx.locktime);
    return writer.written();
  }

  #input(prevTxid: Uint8Array, prevN: number, scriptSig: Uint8Array | null, sequence: number): void {
    this.#writer.raw(prevTxid);
    this.#writer.uint32(prevN);
    this.#writer.withLength(scriptSig ?? NOTHING);
    this.#writer.uint32(sequence);
  }
}

const NULL_TXID = new Uint8Array(32);

function checkShape(tx: StatedTx): void {
  if (tx.coinbase === null && tx.inputs.length === 0) throw new FieldError("vin", "is empty: a transaction has inputs");
  if (tx.outputs.length === 0) throw new FieldError("vout", "is empty: a transaction has outputs");
  const total = tx.outputs.reduce((sum, output) => sum + output.value, 0n);
  if (total > MAX_SATS) throw new FieldError("vout", "is worth more than there can be");
}

function addRows(builder: ColumnsBuilder, tx: StatedTx): void {
  if (tx.coinbase !== null) builder.markCoinbase(tx.coinbase.script ?? NOTHING);
  for (const input of tx.inputs) {
    builder.addInput(input.prevTxid, 0, input.prevN, input.sequence);
    builder.describePrevious(input.value, input.script);
  }
  if (builder.repeatsAnInput()) {
    builder.abandonTx();
    throw new FieldError("vin", "two inputs spend the same output");
  }
  for (const output of tx.outputs) builder.addOutput(output.value, builder.keepScript(output.script), output.script.length);
}

function isComplete(tx: StatedTx): boolean {
  if (tx.version < 0 || tx.locktime < 0) return false;
  if (tx.coinbase !== null) return tx.coinbase.script !== null && tx.coinbase.sequence >= 0;
  return tx.inputs.every((input) => input.scriptSig !== null && input.sequence >= 0);
}

function flagsOf(tx: StatedTx): number {
  const signals = tx.inputs.some((input) => input.sequence >= 0 && input.sequence < 0xfffffffe);
  return (tx.coinbase === null ? 0 : TX_COINBASE) | (tx.witness ? TX_WITNESS : 0) | (tx.synthetic ? TX_SYNTHETIC : 0) | (signals ? TX_SIGNALS_RBF : 0);
}

/** Inputs minus outputs, where the source states the value of every output spent. */
function knownFee(tx: StatedTx): bigint | null {
  if (tx.coinbase !== null || tx.inputs.some((input) => input.value < 0n)) return null;
  const spent = tx.inputs.reduce((sum, input) => sum + input.value, 0n);
  return tx.outputs.reduce((rest, output) => rest - output.value, spent);
}
