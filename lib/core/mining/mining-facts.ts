import type { LedgerColumns } from "@/lib/core/analysis/columns";
import { intAt } from "@/lib/core/analysis/lists";
import type { Category, Role } from "@/lib/core/casework/claims";
import { nameKey } from "@/lib/core/casework/entities";
import { NOBODY } from "@/lib/core/mining/mining-ledger";
import type { Payout } from "@/lib/core/mining/payout";
import { payoutsOf } from "@/lib/core/mining/payouts";
import { POOL_MARKERS } from "@/lib/core/mining/pool-markers";
import { type BlockPool, makePoolOfBlock, type PoolAddress } from "@/lib/core/mining/pool-of-block";

/** A claim that counts, on a script or on the wallet it is in. */
export interface MiningClaim {
  /** Id of the script. */
  readonly address: number;
  /** The entity's name, or the label where there is none. */
  readonly name: string;
  readonly category: Category;
  readonly role: Role | null;
}

/** A known pool, and what else it is called. */
export interface PoolEntity {
  readonly id: string;
  readonly name: string;
  readonly aliases: readonly string[];
  /** What lists say it writes into its coinbases, beside the markers that Assay ships. */
  readonly markers: readonly string[];
}

export interface MiningSources {
  readonly ledger: LedgerColumns;
  /** The wallet of every script id. */
  readonly walletOf: Int32Array;
  /** Row ids of CoinJoins. */
  readonly mixing: ReadonlySet<number>;
  /** Coinbases by row id. */
  readonly coinbases: ReadonlyMap<number, { readonly height: number | null; readonly script: Uint8Array }>;
  readonly claims: readonly MiningClaim[];
  readonly entities: readonly PoolEntity[];
}

export interface NamedPool {
  readonly name: string;
  readonly entityId: string | null;
}

export interface MinedBlock extends Omit<BlockPool, "name"> {
  /** Row id of the coinbase. */
  readonly txId: number;
  readonly pool: NamedPool;
}

export interface NamedPayout extends Omit<Payout, "t" | "pool"> {
  readonly txId: number;
  readonly pool: NamedPool;
}

export interface MiningFacts {
  readonly blocks: readonly MinedBlock[];
  readonly payouts: readonly NamedPayout[];
}

const SHORTEST_MARKER = 4;

/** Of these, a claim says what somebody did, not whose wallet it is: they keep no wallet from being a pool's. */
const NO_OWNER: readonly Category[] = ["sanction", "scam", "donation", "organisation", "individual", "miner", "other"];

/** Who mined which block, and which transactions are payouts, in chain order, from the ledger and the claims that count. In steps. */
export function* miningFactsOf(sources: MiningSources): Generator<void, MiningFacts> {
  const { ledger, walletOf, mixing, claims } = sources;
  const registry = new Registry(sources.entities);
  const own = claims.filter(isPoolsOwn);
  const blocks = blocksOf(sources, own, registry);
  const minedBy = new Int16Array(ledger.txCount);
  for (const [t, { name }] of blocks) minedBy[t] = registry.number(name);
  const input = {
    ledger, walletOf, minedBy,
    mixes: Uint8Array.from(ledger.txId, (id) => (mixing.has(id) ? 1 : 0)),
    claimed: new Map(own.map(({ address, name }) => [address, registry.number(name)])),
    foreign: new Set(claims.filter(isSomebodyElses).map(({ address }) => intAt(walletOf, address))),
  };
  yield;
  const payouts = yield* payoutsOf(input, registry.names);
  return {
    blocks: [...blocks].map(([t, { name, method, disagreement }]) => ({ txId: intAt(ledger.txId, t), pool: registry.pool(registry.number(name)), method, disagreement })),
    payouts: payouts.map(({ t, pool, ...payout }) => ({ txId: intAt(ledger.txId, t), pool: registry.pool(pool), ...payout })),
  };
}

/** By position of the coinbase. */
function blocksOf({ ledger, coinbases, entities }: MiningSources, own: readonly MiningClaim[], registry: Registry): Map<number, BlockPool> {
  const byAddress = new Map<number, PoolAddress[]>();
  for (const { address, name } of own) byAddress.set(address, [...(byAddress.get(address) ?? []), { pool: registry.nameOf(name), from: null, to: null }]);
  const markers = [...POOL_MARKERS, ...entities.map(({ name, markers: tags }) => ({ pool: name, tags: tags.filter(isTelling) }))];
  const poolOf = makePoolOfBlock<number>((script) => byAddress.get(script) ?? [], markers.map(({ pool, tags }) => ({ pool: registry.nameOf(pool), tags })));
  const blocks = new Map<number, BlockPool>();
  for (let t = 0; t < ledger.txCount; t += 1) {
    const coinbase = ledger.coinbase[t] === 1 ? coinbases.get(intAt(ledger.txId, t)) : undefined;
    if (coinbase === undefined) continue;
    const outputs = [];
    for (let o = intAt(ledger.outputStart, t), end = intAt(ledger.outputStart, t + 1); o < end; o += 1) {
      const script = intAt(ledger.outputAddress, o);
      outputs.push({ script: script === 0 ? null : script, value: ledger.outputValue[o] ?? 0n });
    }
    const pool = poolOf({ ...coinbase, outputs });
    if (pool !== null) blocks.set(t, pool);
  }
  return blocks;
}

/** Shorter texts stand in scripts by chance. */
const isTelling = (marker: string): boolean => new TextEncoder().encode(marker).length >= SHORTEST_MARKER;

const KEPT_BY_POOL: readonly (Role | null)[] = ["pool-paying", "service-own", null];

/** “Pool payout” means two opposite ends: only with its role does it name the pool's. */
function isPoolsOwn({ category, role }: MiningClaim): boolean {
  return category === "mining-pool" ? KEPT_BY_POOL.includes(role) : role === "pool-paying";
}

const isSomebodyElses = (claim: MiningClaim): boolean =>
  !isPoolsOwn(claim) && !NO_OWNER.includes(claim.category) && !(claim.category === "pool-payout" && claim.role === null);

/** One number and one name a pool, however sources spell it. */
class Registry {
  /** By number, from 1. */
  readonly names: string[] = [""];
  readonly #entities = new Map<string, PoolEntity>();
  readonly #numbers = new Map<string, number>();

  constructor(entities: readonly PoolEntity[]) {
    for (const entity of entities) for (const name of entity.aliases) this.#entities.set(nameKey(name), entity);
    // A pool's own name is never another's alias.
    for (const entity of entities) this.#entities.set(nameKey(entity.name), entity);
  }

  nameOf(name: string): string {
    return this.#entities.get(nameKey(name))?.name ?? name;
  }

  number(name: string): number {
    const key = nameKey(this.nameOf(name));
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    this.#numbers.set(key, this.names.push(this.nameOf(name)) - 1);
    return this.names.length - 1;
  }

  pool(number: number): NamedPool {
    if (number === NOBODY) throw new Error("Nobody is no pool.");
    const name = this.names[number] ?? "";
    return { name, entityId: this.#entities.get(nameKey(name))?.id ?? null };
  }
}
