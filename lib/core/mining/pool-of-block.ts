import { nameKey } from "@/lib/core/casework/entities";
import { POOL_MARKERS, type PoolMarkers } from "@/lib/core/mining/pool-markers";
import { tagsIn, type MarkerIndex, markerIndex } from "@/lib/core/mining/tags";
import type { PoolMethod } from "@/lib/core/mining/words";

/** An address that is said to be a pool's, and from which height to which (both included); null where nobody says. */
export interface PoolAddress {
  readonly pool: string;
  readonly from: number | null;
  readonly to: number | null;
}

/** An output of a coinbase. */
export interface CoinbaseOutput<Script> {
  /** Null for OP_RETURN. */
  readonly script: Script | null;
  /** Sats. */
  readonly value: bigint;
}

export interface CoinbaseFacts<Script> {
  readonly height: number | null;
  /** The scriptSig. */
  readonly script: Uint8Array;
  readonly outputs: readonly CoinbaseOutput<Script>[];
}

export interface BlockPool {
  readonly name: string;
  readonly method: PoolMethod;
  /** Other pools that an address or a marker of the same coinbase names. */
  readonly disagreement: readonly { readonly name: string; readonly by: "address" | "tag" }[];
}

/**
 * Who mined a block (METHODS 3.1): a listed address among the outputs, the largest output first, since markers are easier to
 * fake; else a marker in the script; else nobody we know. Whoever else is named is shown, not hidden.
 */
export function makePoolOfBlock<Script>(addressesOf: (script: Script) => readonly PoolAddress[], markers: readonly PoolMarkers[] = POOL_MARKERS): (coinbase: CoinbaseFacts<Script>) => BlockPool | null {
  const index: MarkerIndex = markerIndex(markers);
  return (coinbase) => {
    const byAddress = distinct(byValue(coinbase.outputs).flatMap(({ script }) => (script === null ? [] : addressesOf(script).filter((address) => holdsAt(address, coinbase.height)).map(({ pool }) => pool))));
    const byTag = distinct(tagsIn(coinbase.script, index));
    const name = byAddress[0] ?? byTag[0];
    if (name === undefined) return null;
    const agrees = byTag.some((tag) => nameKey(tag) === nameKey(name));
    const others = (names: readonly string[], by: "address" | "tag"): BlockPool["disagreement"] => names.filter((other) => nameKey(other) !== nameKey(name)).map((other) => ({ name: other, by }));
    return { name, method: methodOf(byAddress.length > 0, agrees), disagreement: [...others(byAddress, "address"), ...others(byTag, "tag")] };
  };
}

function methodOf(address: boolean, tag: boolean): PoolMethod {
  if (!address) return "tag";
  return tag ? "both" : "address";
}

const byValue = <Script>(outputs: readonly CoinbaseOutput<Script>[]): CoinbaseOutput<Script>[] => outputs.toSorted((a, b) => (a.value === b.value ? 0 : a.value > b.value ? -1 : 1));

/** A claim with a period says nothing of a block whose height nobody knows. */
function holdsAt({ from, to }: PoolAddress, height: number | null): boolean {
  if (from === null && to === null) return true;
  return height !== null && (from === null || height >= from) && (to === null || height <= to);
}

/** In the order in which they are named, each pool once however it is spelt. */
function distinct(names: readonly string[]): string[] {
  const first = new Map<string, string>();
  for (const name of names) if (!first.has(nameKey(name))) first.set(nameKey(name), name);
  return [...first.values()];
}
