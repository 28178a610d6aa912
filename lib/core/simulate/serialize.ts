import type { Hasher } from "@/lib/core/bitcoin/columns";
import { TxWriter } from "@/lib/core/bitcoin/tx-writer";
import type { Coin, CoinbaseInput, Tx, TxOutput } from "@/lib/core/simulate/model";
import { hasWitness, scriptSigOf, WITNESS_ITEMS } from "@/lib/core/simulate/transaction";

/** Everything of a transaction that stands in its bytes. */
export type TxBody = Pick<Tx, "version" | "locktime" | "sequence" | "inputs" | "coinbase" | "outputs">;

const SEGWIT_MARKER = new Uint8Array([0, 1]);
const NO_TXID = new Uint8Array(32);

/** Writes transactions as they go over the wire, to hash and to measure them. Keeps one buffer for all. */
export class TxSerializer {
  private readonly writer = new TxWriter();
  private readonly hasher: Hasher;

  constructor(hasher: Hasher) {
    this.hasher = hasher;
  }

  /** The bytes with witness (BIP 144), or without, as the txid hashes them. Valid until the next call. */
  write(tx: TxBody, withWitness: boolean): Uint8Array {
    const { writer } = this;
    writer.clear();
    writer.uint32(tx.version);
    if (withWitness) writer.raw(SEGWIT_MARKER);
    writer.compactSize(tx.coinbase === null ? tx.inputs.length : 1);
    if (tx.coinbase !== null) this.coinbase(tx.coinbase, tx.sequence);
    for (const input of tx.inputs) this.input(input, tx.sequence);
    writer.compactSize(tx.outputs.length);
    for (const output of tx.outputs) this.output(output);
    if (withWitness) this.witnesses(tx);
    writer.uint32(tx.locktime);
    return writer.written();
  }

  /** Completes a transaction with its ids and sizes. */
  identify(body: TxBody): Pick<Tx, "txid" | "wtxid" | "size" | "weight"> {
    const base = this.write(body, false);
    const txid = this.hasher.sha256d(base);
    const baseSize = base.length;
    const segwit = body.coinbase !== null || body.inputs.some((input) => hasWitness(input.key.type));
    if (!segwit) return { txid, wtxid: txid, size: baseSize, weight: 4 * baseSize };
    const whole = this.write(body, true);
    return { txid, wtxid: this.hasher.sha256d(whole), size: whole.length, weight: 3 * baseSize + whole.length };
  }

  private input(coin: Coin, sequence: number): void {
    this.writer.raw(coin.txid);
    this.writer.uint32(coin.n);
    this.writer.withLength(scriptSigOf(coin.key));
    this.writer.uint32(sequence);
  }

  private coinbase(input: CoinbaseInput, sequence: number): void {
    this.writer.raw(NO_TXID);
    this.writer.uint32(0xffffffff);
    this.writer.withLength(input.script);
    this.writer.uint32(sequence);
  }

  private output(output: TxOutput): void {
    this.writer.int64(output.value);
    this.writer.withLength(output.script);
  }

  private witnesses(tx: TxBody): void {
    if (tx.coinbase !== null) {
      this.writer.compactSize(1);
      this.writer.withLength(tx.coinbase.witness);
    }
    for (const input of tx.inputs) {
      const items = WITNESS_ITEMS[input.key.type];
      this.writer.compactSize(items.length);
      for (const item of items) this.writer.withLength(item);
    }
  }
}
