import { big, float, int, uint } from "@/lib/core/ledger/at";
import { BlockTree } from "@/lib/core/ledger/block-tree";
import { KeyFilter } from "@/lib/core/ledger/key-filter";
import { KeyTable } from "@/lib/core/ledger/key-table";
import type { Network } from "@/lib/core/network";

/** Bounds of the memory: about 60 MB of transactions, 100 MB of scripts, and filters of at most 64 MB each. */
const TXS_A_GENERATION = 400_000;
const SCRIPTS_A_GENERATION = 800_000;
const KEYS_A_FILTER = 1 << 24;
/** Outputs of a transaction that is known by its id only. */
export const OUTPUTS_UNKNOWN = -1;
/** Handles of the older generation begin here. */
const OLDER = 2 ** 30;

/**
 * What an importer remembers between batches, so that it asks the database little: ids of recent scripts, ids and outputs of
 * recent transactions (rows of the ledger are never deleted and ids never change, so these stay true whoever else writes),
 * and filters that tell what is certainly new. A failed batch may have put in ids that were rolled back: then all is dropped.
 */
export interface LedgerMemory {
  readonly txs: TxMemory;
  readonly scripts: ScriptMemory;
  readonly txFilter: KeyFilter;
  readonly scriptFilter: KeyFilter;
  /** Parents that inputs wait for, or once waited for. */
  readonly pendingFilter: KeyFilter;
  /** The filters hold every key of rows with ids below these. An empty store has none, so both start at 1. */
  filteredTxs: number;
  filteredAddresses: number;
  /** Keys that were looked up in the database because the filters could not tell. */
  lookups: number;
  /** Of the network's blocks. */
  tree: BlockTree;
  /** The ledger's version that `tree` shows; -1n before it is loaded. */
  treeVersion: bigint;
  readonly sources: Map<string, number>;
  readonly seed: number;
}

export const newMemory = (network: Network, seed: number): LedgerMemory => ({
  txs: new TxMemory(seed),
  scripts: new ScriptMemory(seed),
  txFilter: new KeyFilter(KEYS_A_FILTER),
  scriptFilter: new KeyFilter(KEYS_A_FILTER),
  pendingFilter: new KeyFilter(KEYS_A_FILTER),
  filteredTxs: 1,
  filteredAddresses: 1,
  lookups: 0,
  tree: new BlockTree(network, seed),
  treeVersion: -1n,
  sources: new Map(),
  seed,
});

/** Ids by 32-byte key, the newest and those before them; when the newer generation is full the older one is dropped. */
export class ScriptMemory {
  readonly #seed: number;
  #newer: { table: KeyTable; ids: Float64Array };
  #older: { table: KeyTable; ids: Float64Array } | null = null;

  constructor(seed: number) {
    this.#seed = seed;
    this.#newer = { table: new KeyTable(seed), ids: new Float64Array(256) };
  }

  /** Between batches only, because handles change their meaning. */
  rotate(): void {
    if (this.#newer.table.size < SCRIPTS_A_GENERATION) return;
    this.#older = this.#newer;
    this.#newer = { table: new KeyTable(this.#seed, SCRIPTS_A_GENERATION), ids: new Float64Array(SCRIPTS_A_GENERATION) };
  }

  /** @returns 0 when the script is not remembered */
  find(words: Int32Array, at: number): number {
    const entry = this.#newer.table.find(words, at);
    if (entry >= 0) return float(this.#newer.ids, entry);
    const old = this.#older?.table.find(words, at) ?? -1;
    if (this.#older === null || old < 0) return 0;
    const id = float(this.#older.ids, old);
    this.add(words, at, id);
    return id;
  }

  add(words: Int32Array, at: number, id: number): void {
    const entry = this.#newer.table.add(words, at);
    if (entry >= this.#newer.ids.length) this.#newer.ids = widened(this.#newer.ids);
    this.#newer.ids[entry] = id;
  }
}

interface TxGeneration {
  table: KeyTable;
  ids: Float64Array;
  first: Uint32Array;
  count: Int32Array;
  addresses: Float64Array;
  values: BigInt64Array;
  outputs: number;
}

const newGeneration = (seed: number): TxGeneration => ({
  table: new KeyTable(seed),
  ids: new Float64Array(256),
  first: new Uint32Array(256),
  count: new Int32Array(256),
  addresses: new Float64Array(1024),
  values: new BigInt64Array(1024),
  outputs: 0,
});

/** Ids and outputs of recent transactions by txid. A handle stays good until the next `rotate`. */
export class TxMemory {
  readonly #seed: number;
  #newer: TxGeneration;
  #older: TxGeneration | null = null;

  constructor(seed: number) {
    this.#seed = seed;
    this.#newer = newGeneration(seed);
  }

  rotate(): void {
    if (this.#newer.table.size < TXS_A_GENERATION) return;
    this.#older = this.#newer;
    this.#newer = newGeneration(this.#seed);
  }

  /** @returns a handle, or -1 when the transaction is not remembered */
  find(words: Int32Array, at: number): number {
    const entry = this.#newer.table.find(words, at);
    if (entry >= 0 || this.#older === null) return entry;
    const old = this.#older.table.find(words, at);
    return old < 0 ? -1 : old + OLDER;
  }

  /** Remembers a transaction; its outputs follow by `addOutput`, unless they are not known. */
  add(words: Int32Array, at: number, { id, outputsKnown }: { readonly id: number; readonly outputsKnown: boolean }): number {
    const gen = this.#newer;
    const entry = gen.table.add(words, at);
    if (entry >= gen.ids.length) {
      gen.ids = widened(gen.ids);
      gen.first = widened(gen.first);
      gen.count = widened(gen.count);
    }
    gen.ids[entry] = id;
    gen.first[entry] = gen.outputs;
    gen.count[entry] = outputsKnown ? 0 : OUTPUTS_UNKNOWN;
    return entry;
  }

  /** The next output of the transaction that was added last. @param address 0 for none */
  addOutput(handle: number, address: number, value: bigint): void {
    const gen = this.#newer;
    if (gen.outputs >= gen.addresses.length) {
      gen.addresses = widened(gen.addresses);
      gen.values = widened(gen.values);
    }
    gen.addresses[gen.outputs] = address;
    gen.values[gen.outputs] = value;
    gen.outputs += 1;
    gen.count[handle] = int(gen.count, handle) + 1;
  }

  setId(handle: number, id: number): void {
    this.#of(handle).ids[entryOf(handle)] = id;
  }

  id(handle: number): number {
    return float(this.#of(handle).ids, entryOf(handle));
  }

  /** How many outputs it has, or OUTPUTS_UNKNOWN. */
  outputs(handle: number): number {
    return int(this.#of(handle).count, entryOf(handle));
  }

  address(handle: number, n: number): number {
    const gen = this.#of(handle);
    return float(gen.addresses, uint(gen.first, entryOf(handle)) + n);
  }

  value(handle: number, n: number): bigint {
    const gen = this.#of(handle);
    return big(gen.values, uint(gen.first, entryOf(handle)) + n);
  }

  #of(handle: number): TxGeneration {
    return handle >= OLDER && this.#older !== null ? this.#older : this.#newer;
  }
}

const entryOf = (handle: number): number => (handle >= OLDER ? handle - OLDER : handle);

function widened<T extends Float64Array | Uint32Array | Int32Array | BigInt64Array>(array: T): T {
  const wider = new (array.constructor as new (length: number) => T)(2 * array.length);
  (wider as { set: (from: unknown) => void }).set(array);
  return wider;
}
