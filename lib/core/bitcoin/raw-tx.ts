import { type Sha256d, TX_COINBASE, TX_SIGNALS_RBF, TX_WITNESS } from "@/lib/core/bitcoin/columns";
import { ColumnsBuilder } from "@/lib/core/bitcoin/columns-builder";
import { ByteReader, Damage, orDamage } from "@/lib/core/bitcoin/reader";
import { MAX_SATS } from "@/lib/core/money";

/** The least bytes that a transaction, an input, an output and a witness item take. */
export const LEAST_TX = 60;
const LEAST_INPUT = 41;
const LEAST_OUTPUT = 9;

const FLAG_WITNESS = 1;
/** Litecoin: a MimbleWimble part follows (LIP 3); in a block only the last transaction, the "HogEx", has one, and it is empty there. */
const FLAG_MWEB = 8;

/** No output may have more than this in its upper 32 bits. */
const MAX_HIGH = 1_955_778;
const MAX_VALUE = 8_400_000_000_000_000;
if (BigInt(MAX_VALUE) !== MAX_SATS) throw new Error("MAX_VALUE is MAX_SATS as a number.");

export interface RawTxOptions {
  readonly sha256d: Sha256d;
  /** Litecoin's extension flag is legal here. */
  readonly mweb: boolean;
}

/** Reads transactions from one buffer into columns, hashing each without its witness. */
export class RawTxReader {
  /** Whether the last transaction read had Litecoin's extension flag. */
  hogEx = false;
  readonly #reader: ByteReader;
  readonly #builder: ColumnsBuilder;
  readonly #options: RawTxOptions;
  #scratch = new Uint8Array(0);
  #sequencesSignal = false;

  constructor(reader: ByteReader, builder: ColumnsBuilder, options: RawTxOptions) {
    this.#reader = reader;
    this.#builder = builder;
    this.#options = options;
  }

  /**
   * Reads one transaction (BIP 144) and ends it in the builder.
   * @throws Damage where the bytes are no transaction that a block may hold.
   */
  read(): void {
    const reader = this.#reader;
    const start = reader.skip(4, "the transaction's version");
    const flags = this.#flags();
    const body = reader.at;
    const inputs = reader.count(LEAST_INPUT, "the number of inputs");
    if (inputs === 0) throw new Damage("a transaction has no inputs", body);
    const coinbase = this.#inputs(inputs);
    this.#outputs();
    const bodyEnd = reader.at;
    if ((flags & FLAG_WITNESS) !== 0) this.#skipWitness(inputs);
    if ((flags & FLAG_MWEB) !== 0) this.#skipMweb();
    const locktime = reader.uint32("the locktime");
    const size = reader.at - start;
    const base = bodyEnd - body + 8;
    this.hogEx = (flags & FLAG_MWEB) !== 0;
    const hashed = flags === 0 ? reader.bytes.subarray(start, reader.at) : this.#withoutWitness(start, body, bodyEnd);
    this.#options.sha256d(hashed, this.#builder.txidRoom(), 32 * this.#builder.txCount);
    this.#builder.endTx({
      txid: null,
      flags: (coinbase ? TX_COINBASE : 0) | ((flags & FLAG_WITNESS) !== 0 ? TX_WITNESS : 0) | (this.#sequencesSignal && !coinbase ? TX_SIGNALS_RBF : 0),
      version: reader.view.getUint32(start, true),
      locktime,
      size,
      weight: 3 * base + size,
      fee: -1n,
    });
  }

  /** After the version: nothing, or a zero where the number of inputs would be and the flags. */
  #flags(): number {
    const { bytes, at } = this.#reader;
    if (bytes[at] !== 0) return 0;
    this.#reader.skip(2, "the transaction's flags");
    const flags = bytes[at + 1] ?? 0;
    const known = this.#options.mweb ? FLAG_WITNESS | FLAG_MWEB : FLAG_WITNESS;
    if (flags === 0 || (flags & ~known) !== 0) throw new Damage(flags === 0 ? "a transaction has no inputs" : `a transaction has flags ${flags} that this network does not know`, at);
    return flags;
  }

  /** @returns whether it is a coinbase: its only input spends the null outpoint. */
  #inputs(count: number): boolean {
    const reader = this.#reader;
    this.#sequencesSignal = false;
    for (let i = 0; i < count; i += 1) {
      const at = reader.skip(36, "an input's outpoint");
      const scriptLength = reader.compactSize("an input's script length");
      const script = reader.skip(scriptLength, "an input's script");
      const sequence = reader.uint32("an input's sequence");
      if (sequence < 0xfffffffe) this.#sequencesSignal = true;
      const n = reader.view.getUint32(at + 32, true);
      if (n === 0xffffffff && isNull(reader.bytes, at)) {
        if (count > 1) throw new Damage("a transaction with several inputs spends the null outpoint", at);
        this.#builder.markCoinbase(reader.bytes.subarray(script, script + scriptLength));
        return true;
      }
      if (n > 0x7fffffff) throw new Damage(`an input spends output ${n}, and no transaction has so many`, at + 32);
      this.#builder.addInput(reader.bytes, at, n, sequence);
    }
    return false;
  }

  #outputs(): void {
    const reader = this.#reader;
    const count = reader.count(LEAST_OUTPUT, "the number of outputs");
    if (count === 0) throw new Damage("a transaction has no outputs", reader.at - 1);
    let total = 0;
    for (let i = 0; i < count; i += 1) {
      const at = reader.skip(8, "an output's value");
      const high = reader.view.getUint32(at + 4, true);
      total += high * 0x1_0000_0000 + reader.view.getUint32(at, true);
      if (high > MAX_HIGH || total > MAX_VALUE) throw new Damage("outputs are worth more than there can be", at);
      const length = reader.compactSize("an output's script length");
      this.#builder.addOutput(reader.view.getBigInt64(at, true), reader.skip(length, "an output's script"), length);
    }
  }

  #skipWitness(inputs: number): void {
    const reader = this.#reader;
    for (let i = 0; i < inputs; i += 1) {
      const items = reader.count(1, "the number of witness items");
      for (let k = 0; k < items; k += 1) reader.skip(reader.compactSize("a witness item's length"), "a witness item");
    }
  }

  #skipMweb(): void {
    if (this.#reader.uint8("the MimbleWimble part") !== 0) throw new Damage("a MimbleWimble transaction outside its extension block is not supported", this.#reader.at - 1);
  }

  #withoutWitness(start: number, body: number, bodyEnd: number): Uint8Array {
    const { bytes, at } = this.#reader;
    const length = bodyEnd - body;
    if (this.#scratch.length < length + 8) this.#scratch = new Uint8Array(2 * length + 8);
    this.#scratch.set(bytes.subarray(start, start + 4), 0);
    this.#scratch.set(bytes.subarray(body, bodyEnd), 4);
    this.#scratch.set(bytes.subarray(at - 4, at), 4 + length);
    return this.#scratch.subarray(0, length + 8);
  }
}

/** The txid of one raw transaction, or null when the bytes are none. Litecoin's extension flag is read too. */
export function rawTxid(raw: Uint8Array, sha256d: Sha256d): Uint8Array | null {
  const reader = new ByteReader(raw);
  const builder = new ColumnsBuilder(raw);
  const damage = orDamage(() => {
    new RawTxReader(reader, builder, { sha256d, mweb: true }).read();
  });
  return damage instanceof Damage || reader.remaining > 0 ? null : builder.txids().slice();
}

function isNull(bytes: Uint8Array, at: number): boolean {
  for (let k = 0; k < 32; k += 1) if (bytes[at + k] !== 0) return false;
  return true;
}
