import type { Sats } from "@/lib/core/money";
import type { StopReason } from "@/lib/core/tracing/trace";

/** A stop of a trace forward, with who is claimed to hold it. */
export interface WhereStop {
  readonly reason: StopReason;
  readonly address: string | null;
  readonly tainted: Sats;
  /** ISO 8601, UTC; null where nobody states it. */
  readonly time: string | null;
  readonly entity: string | null;
  readonly category: string | null;
}

/** What lies in one place: at an address, with a custodian, or ended for one reason. */
export interface Held {
  readonly key: string;
  readonly reason: StopReason;
  readonly entity: string | null;
  readonly category: string | null;
  /** Where it arrived, in the order of the stops. */
  readonly addresses: readonly string[];
  readonly stops: number;
  readonly tainted: Sats;
  /** Earliest and latest known arrival. */
  readonly first: string | null;
  readonly last: string | null;
}

/** Where money is now, largest first: unspent by address, in custody by custodian, and the rest by reason. Together they are all stops. */
export function whereabouts(stops: readonly WhereStop[]): { readonly unspent: readonly Held[]; readonly custodians: readonly Held[]; readonly elsewhere: readonly Held[] } {
  const part = (admit: (stop: WhereStop) => boolean, keyOf: (stop: WhereStop) => string): readonly Held[] => gathered(stops.filter(admit), keyOf);
  return {
    unspent: part(({ reason }) => reason === "unspent", ({ address }) => address ?? ""),
    custodians: part(({ reason }) => reason === "service", ({ entity, category }) => `${entity ?? ""}\n${category ?? ""}`),
    elsewhere: part(({ reason }) => reason !== "unspent" && reason !== "service", ({ reason }) => reason),
  };
}

function gathered(stops: readonly WhereStop[], keyOf: (stop: WhereStop) => string): readonly Held[] {
  const groups = new Map<string, { readonly of: WhereStop; readonly addresses: Set<string>; stops: number; tainted: Sats; first: string | null; last: string | null }>();
  for (const stop of stops) {
    const key = keyOf(stop);
    const group = groups.get(key) ?? { of: stop, addresses: new Set(), stops: 0, tainted: 0n, first: null, last: null };
    groups.set(key, group);
    if (stop.address !== null) group.addresses.add(stop.address);
    group.stops += 1;
    group.tainted += stop.tainted;
    // ISO times in UTC sort as text.
    if (stop.time !== null && (group.first === null || stop.time < group.first)) group.first = stop.time;
    if (stop.time !== null && (group.last === null || stop.time > group.last)) group.last = stop.time;
  }
  const held = [...groups].map(([key, { of: { reason, entity, category }, addresses, ...sums }]): Held => ({ key, reason, entity, category, addresses: [...addresses], ...sums }));
  return held.sort((a, b) => (a.tainted > b.tainted ? -1 : a.tainted < b.tainted ? 1 : a.key < b.key ? -1 : 1));
}
