import type { BlockFacts, ChainRecord, Decoded, Hasher } from "@/lib/core/bitcoin/columns";
import { ColumnsBuilder } from "@/lib/core/bitcoin/columns-builder";
import { readEsploraTx } from "@/lib/core/bitcoin/esplora-json";
import { FieldError, Fields } from "@/lib/core/bitcoin/fields";
import type { NetworkGuess } from "@/lib/core/bitcoin/network-guess";
import { type StatedTx, StatedTxAdder } from "@/lib/core/bitcoin/stated-tx";
import { hashToText } from "@/lib/core/hex";

/** Where one transaction stood: `position` for people, `next` the offset after it. */
export interface TxPlace {
  readonly position: string;
  readonly next: number;
}

interface Group {
  readonly block: BlockFacts | null;
  readonly builder: ColumnsBuilder;
  readonly position: string;
  readonly notes: { readonly subject: Uint8Array; readonly reason: string }[];
}

const BATCH = 2_000;
const BATCH_BYTES = 32_000_000;

/**
 * Collects transactions that come one by one into records: those of one block together, loose ones together. `add` returns nothing until a batch
 * is full. A record's `next` is an offset at which reading may begin again without losing any transaction.
 */
export class TxBatch {
  readonly #file: string;
  readonly #adder: StatedTxAdder;
  #groups = new Map<string, Group>();
  #closed: Group[] = [];
  #rejected: Decoded[] = [];
  #count = 0;
  #bytes = 0;
  /** Everything before this offset was handed out by an earlier `flush`. */
  #safe: number;
  #next: number;

  constructor(file: string, hasher: Hasher, startAt = 0) {
    this.#file = file;
    this.#adder = new StatedTxAdder(hasher);
    this.#safe = startAt;
    this.#next = startAt;
  }

  get isFull(): boolean {
    return this.#count >= BATCH || this.#bytes >= BATCH_BYTES;
  }

  /** Puts a transaction into the batch; what it tells of the network counts if it is good. What `read` throws as a FieldError, and what is wrong with the transaction, becomes a rejection. */
  add(place: TxPlace, network: NetworkGuess, read: (network: NetworkGuess) => { readonly tx: StatedTx; readonly block: BlockFacts | null; readonly note: string | null }): void {
    this.#next = place.next;
    this.#count += 1;
    const trial = network.fork();
    try {
      const { tx, block, note } = read(trial);
      this.#put(tx, block, { place, note });
      network.adopt(trial);
    } catch (error) {
      if (!(error instanceof FieldError)) throw error;
      this.reject(at(place.position, error.path), error.message);
    }
  }

  reject(position: string, reason: string): void {
    this.#count += 1;
    this.#rejected.push({ kind: "rejected", rejection: { file: this.#file, position, reason } });
  }

  #put(tx: StatedTx, block: BlockFacts | null, { place, note }: { place: TxPlace; note: string | null }): void {
    const group = this.#groupOf(block, tx.coinbase !== null, place);
    const odd = this.#adder.add(group.builder, tx);
    this.#bytes += 500 + 100 * (tx.inputs.length + tx.outputs.length) + tx.outputs.reduce((sum, output) => sum + output.script.length, 0);
    for (const reason of [note, odd]) if (reason !== null) group.notes.push({ subject: tx.txid, reason });
  }

  /** A record has one block and at most one coinbase, so a second coinbase begins another record. */
  #groupOf(block: BlockFacts | null, coinbase: boolean, place: TxPlace): Group {
    const key = block === null ? "" : `${hashToText(block.hash)} ${block.height ?? ""} ${block.time}`;
    const open = this.#groups.get(key);
    if (open !== undefined && !(coinbase && open.builder.coinbaseTx >= 0)) return open;
    if (open !== undefined) this.#closed.push(open);
    const group: Group = { block, builder: new ColumnsBuilder(), position: place.position, notes: [] };
    this.#groups.set(key, group);
    return group;
  }

  /** Hands out what was collected: the records in the order of their first transactions, then the rejections. */
  flush(): Decoded[] {
    const groups = [...this.#closed, ...this.#groups.values()].filter((group) => group.builder.txCount > 0);
    const records = groups.map((group, i): Decoded => ({ kind: "record", record: this.#record(group, i === groups.length - 1 ? this.#next : this.#safe) }));
    const all = [...records, ...this.#rejected];
    this.#groups = new Map();
    this.#closed = [];
    this.#rejected = [];
    this.#count = 0;
    this.#bytes = 0;
    this.#safe = this.#next;
    return all;
  }

  #record(group: Group, next: number): ChainRecord {
    const txs = group.builder.finish();
    const position = new Int32Array(txs.txCount).fill(-1);
    if (group.block !== null && txs.coinbaseTx >= 0) position[txs.coinbaseTx] = 0;
    return { block: group.block, position, txs, at: { file: this.#file, position: group.position, next }, notes: group.notes };
  }
}

/** `[3]` and `vout[0].value` are `[3].vout[0].value`; `line 7` and the same are `line 7, vout[0].value`. */
export function at(position: string, path: string): string {
  if (path === "") return position;
  if (path.startsWith("line ")) return path; // of one row, where a transaction has several
  return position.startsWith("[") ? `${position}.${path}` : `${position}, ${path}`;
}

/** Adds one parsed Esplora transaction to a batch, with the network watched. */
export function addEsploraTx(batch: TxBatch, value: unknown, place: TxPlace, network: NetworkGuess): void {
  batch.add(place, network, (trial) => {
    const read = readEsploraTx(Fields.of(value));
    const contradiction = trial.see(read.addresses);
    if (contradiction !== null) throw new FieldError("", contradiction);
    return read;
  });
}

/**
 * Transactions as an Esplora server answered them, already parsed from JSON.
 * @param place where transaction `i` stood, for messages and checkpoints
 */
export function decodeEsploraTxs(values: readonly unknown[], context: { file: string; hasher: Hasher; network: NetworkGuess; place: (i: number) => TxPlace }): Decoded[] {
  const batch = new TxBatch(context.file, context.hasher);
  const decoded: Decoded[] = [];
  for (const [i, value] of values.entries()) {
    addEsploraTx(batch, value, context.place(i), context.network);
    if (batch.isFull) decoded.push(...batch.flush());
  }
  return [...decoded, ...batch.flush()];
}
