import { addressOfScript } from "@/lib/core/bitcoin/addresses";
import type { Hasher } from "@/lib/core/bitcoin/columns";
import { addAgents } from "@/lib/core/simulate/cast";
import { claimsText } from "@/lib/core/simulate/claims";
import { DAY, Economy, FIRST_HEIGHT, SIMULATED_NETWORK, START_TIME } from "@/lib/core/simulate/economy";
import { EsploraPrinter } from "@/lib/core/simulate/esplora";
import type { Key, SimulatedBlock } from "@/lib/core/simulate/model";
import { simulationOptions, type SimulationOptions } from "@/lib/core/simulate/options";
import { actorText, knownText, loopText, moveText, poolText, theftText, type Scribe, type Truth, type TruthHead } from "@/lib/core/simulate/truth";
import type { KnownAddress, LoopRecord } from "@/lib/core/simulate/truth-record";

const NOTICE = "SYNTHETIC. Made by Assay's simulator: no person, service or payment in it exists.";

/** Counts of a simulation so far. */
export interface SimulationCounts {
  readonly transactions: number;
  readonly blocks: number;
  readonly actors: number;
  /** Loops with at least one purchase, honest ones included. */
  readonly loops: number;
}

/**
 * A small economy with mining, an exchange, hash rental and laundering through it, block by block. Deterministic: the same
 * options give the same bytes on every machine. It keeps unspent coins and what happened, not the blocks.
 */
export class Simulation {
  private readonly economy: Economy;
  private readonly hasher: Hasher;
  private transactions = 0;
  private blockCount = 0;
  private readonly scribe: Scribe;
  private readonly printer: EsploraPrinter;

  /** @throws AppError invalid_input on options out of bounds. */
  constructor(options: Partial<SimulationOptions>, hasher: Hasher) {
    this.hasher = hasher;
    this.economy = new Economy(simulationOptions(options), hasher);
    this.scribe = { addressOf: (key) => (key.text ??= this.textOf(key)), addressById: (id) => this.textOf(this.economy.keys.derive(id)) };
    this.printer = new EsploraPrinter(this.scribe.addressOf);
    addAgents(this.economy);
  }

  /** Mines on to the end. To be run through once. */
  *blocks(): Generator<SimulatedBlock, void> {
    const { economy } = this;
    const random = economy.random("blocks");
    const end = START_TIME + economy.options.days * DAY;
    const pools = new Map(economy.truth.pools.map((pool) => [pool.actor, pool]));
    for (let time = START_TIME; time < end; time += random.wait(economy.options.blockSeconds)) {
      const block = economy.mine(time);
      pools.get(block.minedBy)?.blocks.push({ height: block.height, hash: block.hash });
      this.transactions += block.transactions.length;
      this.blockCount += 1;
      yield block;
    }
  }

  /** A block's transactions as lines of Esplora's JSON, each with its end. */
  lines(block: SimulatedBlock): string {
    return this.printer.block(block);
  }

  /** The address text of a key. */
  addressOf(key: Key): string {
    return this.scribe.addressOf(key);
  }

  get counts(): SimulationCounts {
    return { ...this.progress, actors: this.economy.actors.length, loops: this.loops().length };
  }

  /** How far it has come. */
  get progress(): Pick<SimulationCounts, "transactions" | "blocks"> {
    return { transactions: this.transactions, blocks: this.blockCount };
  }

  /** About how many blocks there will be. */
  get expectedBlocks(): number {
    const { days, blockSeconds } = this.economy.options;
    return Math.ceil((days * DAY) / blockSeconds);
  }

  /** What an analyst knows at the start, as a TagPack. */
  claims(): string {
    const day = new Date(START_TIME * 1_000).toISOString().slice(0, 10);
    return claimsText(this.known(), day, this.scribe.addressOf);
  }

  truth(): Truth {
    const { truth, actors } = this.economy;
    return {
      ...this.head(),
      loops: this.loops().map((loop) => loopText(loop, this.scribe)),
      thefts: truth.thefts.map((theft) => theftText(theft, this.scribe)),
      known: this.known().map((known) => knownText(known, this.scribe)),
      moves: truth.moves.map((move) => moveText(move, this.scribe)),
      pools: truth.pools.map(poolText),
      actors: actors.map((actor) => actorText(actor, this.scribe)),
    };
  }

  /** The same truth as JSON, in pieces, since the actors of a large economy do not fit into memory as text. */
  *truthText(): Generator<string, void> {
    const { truth, actors } = this.economy;
    const { scribe } = this;
    const head = JSON.stringify(this.head(), null, 1);
    yield head.slice(0, head.lastIndexOf("\n}"));
    yield* list("loops", this.loops(), (loop) => loopText(loop, scribe));
    yield* list("thefts", truth.thefts, (theft) => theftText(theft, scribe));
    yield* list("known", this.known(), (known) => knownText(known, scribe));
    yield* list("moves", truth.moves, (move) => moveText(move, scribe));
    yield* list("pools", truth.pools, poolText);
    yield* list("actors", actors, (actor) => actorText(actor, scribe));
    yield "\n}\n";
  }

  private head(): TruthHead {
    return {
      format: "assay-truth/1", synthetic: true, notice: NOTICE, options: this.economy.options, network: SIMULATED_NETWORK.name,
      firstHeight: FIRST_HEIGHT, lastHeight: FIRST_HEIGHT + this.blockCount - 1, transactions: this.transactions,
    };
  }

  /** What an analyst is told, as far as the chain has it. */
  private known(): KnownAddress[] {
    return this.economy.truth.known.filter(({ key }) => key.seen);
  }

  private loops(): LoopRecord[] {
    return this.economy.truth.loops.filter((loop) => loop.purchases.length > 0);
  }

  private textOf(key: Pick<Key, "script">): string {
    const text = addressOfScript(key.script, SIMULATED_NETWORK, this.hasher);
    if (text === null) throw new Error("a simulated script has no address");
    return text;
  }
}

/** A member of the JSON document: an array with one entry a line. */
function* list<T>(name: string, items: readonly T[], toText: (item: T) => unknown): Generator<string, void> {
  yield `,\n "${name}": [`;
  for (const [i, item] of items.entries()) yield `${i === 0 ? "" : ","}\n  ${JSON.stringify(toText(item))}`;
  yield items.length === 0 ? "]" : "\n ]";
}

/** An economy that fits into memory. */
export interface WholeEconomy {
  /** One transaction a line, as in txs.ndjson. */
  readonly transactions: string;
  readonly claims: string;
  readonly truth: Truth;
  readonly counts: SimulationCounts;
}

/** Runs a simulation to its end. @throws AppError invalid_input */
export function simulateWhole(options: Partial<SimulationOptions>, hasher: Hasher): WholeEconomy {
  const simulation = new Simulation(options, hasher);
  const lines: string[] = [];
  for (const block of simulation.blocks()) lines.push(simulation.lines(block));
  return { transactions: lines.join(""), claims: simulation.claims(), truth: simulation.truth(), counts: simulation.counts };
}
