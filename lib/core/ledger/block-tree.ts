import type { HeightSource } from "@/lib/core/bitcoin/columns";
import { type BestChains, settleChains } from "@/lib/core/ledger/best-chain";
import { followNode } from "@/lib/core/ledger/branches";
import { KeyTable, keyWords } from "@/lib/core/ledger/key-table";
import { textToHash } from "@/lib/core/hex";
import type { Network } from "@/lib/core/network";

/** What one source says of a block; null where it says nothing. */
export interface BlockStatement {
  readonly hash: Uint8Array;
  readonly prevHash: Uint8Array | null;
  readonly bits: number | null;
  readonly height: number | null;
  readonly heightSource: HeightSource | null;
  readonly complete: boolean;
  /** Null leaves the matter as it is. */
  readonly stale: boolean | null;
}

/** What follows for a block from all blocks together. */
export interface BlockStanding {
  readonly height: number | null;
  readonly heightSource: HeightSource | null;
  readonly main: boolean;
}

export interface BlockChange extends BlockStanding {
  readonly vertex: number;
  readonly hadHeight: number | null;
  readonly wasMain: boolean;
}

/** A height whose block on the best chain became another one. */
export interface Reorganised {
  readonly height: number;
  readonly from: Uint8Array;
  readonly to: Uint8Array;
}

export interface Settled {
  readonly changes: readonly BlockChange[];
  readonly reorganised: readonly Reorganised[];
  /** Blocks whose own statement of their height the chain contradicts. */
  readonly contradicted: readonly { readonly vertex: number; readonly stated: number; readonly height: number | null }[];
}

/** Strongest first. "chain" is never a statement: it follows from another block's. */
export const HEIGHT_SOURCES: readonly HeightSource[] = ["genesis", "source", "bip34", "file-name", "chain"];
const CHAIN = HEIGHT_SOURCES.indexOf("chain");
const NONE = 255;

/**
 * All blocks of a network that the store knows, as the vertices of a forest whose edges are the previous hashes; a hash that
 * only another block names is a vertex too, not yet present. Heights and the best chain are a function of the whole set, so
 * the order in which blocks arrived cannot show. About 80 bytes a block.
 */
export class BlockTree {
  readonly #table: KeyTable;
  #capacity = 64;
  #id = new Float64Array(64);
  #parent = new Int32Array(64).fill(-1);
  #bits = new Float64Array(64).fill(-1);
  #present = new Uint8Array(64);
  #complete = new Uint8Array(64);
  #stale = new Uint8Array(64);
  #statedHeight = new Int32Array(64).fill(-1);
  #statedSource = new Uint8Array(64).fill(NONE);
  #height = new Int32Array(64).fill(-1);
  #source = new Uint8Array(64).fill(NONE);
  #main = new Uint8Array(64);

  constructor(network: Network, seed: number) {
    this.#table = new KeyTable(seed);
    const genesis = this.#vertex(textToHash(network.genesis) ?? new Uint8Array(32));
    // Block 0 is at height 0 whether it is in the store or not.
    this.#statedHeight[genesis] = 0;
    this.#statedSource[genesis] = HEIGHT_SOURCES.indexOf("genesis");
  }

  /** -1 when no such block is present. */
  find(hash: Uint8Array): number {
    const vertex = this.#table.find(keyWords(hash), 0);
    return vertex >= 0 && this.#present[vertex] === 1 ? vertex : -1;
  }

  hash(vertex: number): Uint8Array {
    return this.#table.key(vertex);
  }

  id(vertex: number): number {
    return this.#id[vertex] ?? 0;
  }

  isComplete(vertex: number): boolean {
    return this.#complete[vertex] === 1;
  }

  isStale(vertex: number): boolean {
    return this.#stale[vertex] === 1;
  }

  standing(vertex: number): BlockStanding {
    return { height: orNull(this.#height[vertex]), heightSource: HEIGHT_SOURCES[this.#source[vertex] ?? NONE] ?? null, main: this.#main[vertex] === 1 };
  }

  /** A block as the store has it. */
  load(id: number, statement: BlockStatement, main: boolean): void {
    const vertex = this.state(statement);
    this.#id[vertex] = id;
    this.#height[vertex] = statement.height ?? -1;
    this.#source[vertex] = statement.heightSource === null ? NONE : HEIGHT_SOURCES.indexOf(statement.heightSource);
    this.#main[vertex] = main ? 1 : 0;
  }

  /** Adds a block or what is new about it. @returns its vertex; its id is 0 until `setId` */
  state(statement: BlockStatement): number {
    const vertex = this.#vertex(statement.hash);
    this.#present[vertex] = 1;
    if (statement.complete) this.#complete[vertex] = 1;
    if (statement.stale !== null) this.#stale[vertex] = statement.stale ? 1 : 0;
    if (statement.bits !== null && this.#bits[vertex] === -1) this.#bits[vertex] = statement.bits;
    if (statement.prevHash !== null && this.#parent[vertex] === -1 && statement.prevHash.some((byte) => byte !== 0)) {
      const parent = this.#vertex(statement.prevHash);
      this.#parent[vertex] = parent;
    }
    this.#stateHeight(vertex, statement);
    return vertex;
  }

  setId(vertex: number, id: number): void {
    this.#id[vertex] = id;
  }

  /** A node serves these blocks as part of its best chain. @returns the vertices that it thereby calls stale, or no longer stale */
  follow(vertices: readonly number[]): readonly number[] {
    return followNode({ count: this.#table.size, parent: this.#parent, present: this.#present, main: this.#main, stale: this.#stale }, vertices);
  }

  /** Works out every height and the best chain anew, and tells what differs from before. */
  settle(): Settled {
    const chains = settleChains({
      count: this.#table.size,
      hashes: this.#table.words(),
      parent: this.#parent,
      bits: this.#bits,
      present: this.#present,
      complete: this.#complete,
      stale: this.#stale,
      statedHeight: this.#statedHeight,
      statedSource: this.#statedSource,
    });
    const contradicted = this.#contradictions(chains);
    const changes = this.#differences(chains);
    return { changes, contradicted, reorganised: this.#reorganised(changes) };
  }

  #contradictions({ height }: BestChains): Settled["contradicted"] {
    const found: { vertex: number; stated: number; height: number | null }[] = [];
    for (let vertex = 0; vertex < this.#table.size; vertex += 1) {
      const stated = this.#statedHeight[vertex] ?? -1;
      if (stated < 0 || height[vertex] === stated) continue;
      found.push({ vertex, stated, height: orNull(height[vertex]) });
      this.#statedHeight[vertex] = -1;
      this.#statedSource[vertex] = NONE;
    }
    return found;
  }

  #differences({ height, main }: BestChains): BlockChange[] {
    const changes: BlockChange[] = [];
    for (let vertex = 0; vertex < this.#table.size; vertex += 1) {
      if (this.#present[vertex] === 0) continue;
      const newHeight = height[vertex] ?? -1;
      const stated = this.#statedSource[vertex] ?? NONE;
      const source = newHeight < 0 ? NONE : stated === NONE ? CHAIN : stated;
      if (this.#height[vertex] === newHeight && this.#source[vertex] === source && this.#main[vertex] === main[vertex]) continue;
      const hadHeight = orNull(this.#height[vertex]);
      const wasMain = this.#main[vertex] === 1;
      this.#height[vertex] = newHeight;
      this.#source[vertex] = source;
      this.#main[vertex] = main[vertex] ?? 0;
      changes.push({ vertex, hadHeight, wasMain, ...this.standing(vertex) });
    }
    return changes;
  }

  #reorganised(changes: readonly BlockChange[]): Reorganised[] {
    const nowMain = new Map<number, number>();
    for (const { vertex, height, main, wasMain, hadHeight } of changes) if (main && height !== null && (!wasMain || hadHeight !== height)) nowMain.set(height, vertex);
    const found: Reorganised[] = [];
    for (const { vertex, wasMain, hadHeight, main } of changes) {
      const successor = wasMain && !main && hadHeight !== null ? nowMain.get(hadHeight) : undefined;
      if (successor !== undefined && hadHeight !== null) found.push({ height: hadHeight, from: this.hash(vertex), to: this.hash(successor) });
    }
    return found.sort((a, b) => a.height - b.height);
  }

  #stateHeight(vertex: number, { height, heightSource }: BlockStatement): void {
    if (height === null || heightSource === null || heightSource === "chain" || height < 0) return;
    const rank = HEIGHT_SOURCES.indexOf(heightSource);
    if (rank >= (this.#statedSource[vertex] ?? NONE)) return;
    this.#statedHeight[vertex] = height;
    this.#statedSource[vertex] = rank;
  }

  #vertex(hash: Uint8Array): number {
    const vertex = this.#table.add(keyWords(hash), 0);
    if (vertex >= this.#capacity) this.#widen();
    return vertex;
  }

  #widen(): void {
    const capacity = 2 * this.#capacity;
    this.#capacity = capacity;
    this.#id = copyInto(new Float64Array(capacity), this.#id);
    this.#parent = copyInto(new Int32Array(capacity).fill(-1), this.#parent);
    this.#bits = copyInto(new Float64Array(capacity).fill(-1), this.#bits);
    this.#present = copyInto(new Uint8Array(capacity), this.#present);
    this.#complete = copyInto(new Uint8Array(capacity), this.#complete);
    this.#stale = copyInto(new Uint8Array(capacity), this.#stale);
    this.#statedHeight = copyInto(new Int32Array(capacity).fill(-1), this.#statedHeight);
    this.#statedSource = copyInto(new Uint8Array(capacity).fill(NONE), this.#statedSource);
    this.#height = copyInto(new Int32Array(capacity).fill(-1), this.#height);
    this.#source = copyInto(new Uint8Array(capacity).fill(NONE), this.#source);
    this.#main = copyInto(new Uint8Array(capacity), this.#main);
  }
}

const orNull = (height: number | undefined): number | null => (height === undefined || height < 0 ? null : height);

function copyInto<T extends Float64Array | Int32Array | Uint8Array>(wider: T, from: T): T {
  wider.set(from);
  return wider;
}
