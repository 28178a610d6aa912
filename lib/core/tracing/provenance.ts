import type { Sats } from "@/lib/core/money";
import type { Stop, StopReason } from "@/lib/core/tracing/trace";

/** Where coins came from. `cut`: a limit of the search was reached first, so that nobody knows. */
export const ORIGIN_KINDS = ["coinbase", "pool-payout", "claimed", "coinjoin", "unresolved", "cut"] as const;
export type OriginKind = (typeof ORIGIN_KINDS)[number];

/** Who is said to stand at an origin; null where nobody is. */
export interface OriginParty {
  readonly entity: string | null;
  readonly category: string | null;
}

export interface Origin<Coin extends Stop = Stop> extends OriginParty {
  readonly kind: OriginKind;
  readonly value: Sats;
  /** Of the whole, from 0 to 1, to a millionth. */
  readonly share: number;
  /** The stops that it is made of, largest first. */
  readonly coins: readonly Coin[];
}

export interface Composition {
  readonly total: Sats;
  /** Largest first. They add up to the total. */
  readonly origins: readonly Origin[];
  /** The least number of transactions between these coins and a coinbase; 0 where one of them is newly mined itself, null where none is reached. */
  readonly hopsToCoinbase: number | null;
}

const KIND_OF: Readonly<Partial<Record<StopReason, OriginKind>>> = { coinbase: "coinbase", payout: "pool-payout", service: "claimed", coinjoin: "coinjoin", unresolved: "unresolved" };

/** What coins are made of, from the stops of a trace backward through everything (TracePlan.throughSeeds). */
export function compositionOf(stops: readonly Stop[], total: Sats, partyOf: (stop: Stop) => OriginParty): Composition {
  const groups = new Map<string, { kind: OriginKind; party: OriginParty; value: Sats; coins: Stop[] }>();
  let hops: number | null = null;
  for (const stop of stops) {
    const kind = KIND_OF[stop.reason] ?? "cut";
    const party = partyOf(stop);
    const key = `${kind}\n${party.entity ?? ""}\n${party.category ?? ""}`;
    const group = groups.get(key) ?? { kind, party, value: 0n, coins: [] };
    groups.set(key, group);
    group.value += stop.tainted;
    group.coins.push(stop);
    if (kind === "coinbase") hops = Math.min(hops ?? stop.hops, stop.hops);
  }
  const origins = [...groups].map(([key, { kind, party, value, coins }]) => ({ key, origin: { kind, ...party, value, share: shareOf(value, total), coins: coins.sort((a, b) => descending(a.tainted, b.tainted)) } }));
  origins.sort((a, b) => (a.origin.value === b.origin.value ? (a.key < b.key ? -1 : 1) : descending(a.origin.value, b.origin.value)));
  return { total, origins: origins.map(({ origin }) => origin), hopsToCoinbase: hops };
}

const descending = (a: Sats, b: Sats): number => (a > b ? -1 : a < b ? 1 : 0);
const MILLION = 1_000_000;
const shareOf = (value: Sats, total: Sats): number => (total === 0n ? 0 : parseInt(((value * BigInt(MILLION)) / total).toString(), 10) / MILLION);
