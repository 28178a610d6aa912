import type { PoolMarkers } from "@/lib/core/mining/pool-markers";

interface Marker {
  readonly pool: string;
  readonly bytes: Uint8Array;
}

/** Markers by their first two bytes: a script is read once, whatever the number of markers. */
export type MarkerIndex = ReadonlyMap<number, readonly Marker[]>;

/** @throws Error on a marker of fewer than two bytes, which would match by chance. */
export function markerIndex(pools: readonly PoolMarkers[]): MarkerIndex {
  const index = new Map<number, Marker[]>();
  for (const { pool, tags } of pools) {
    for (const tag of tags) {
      const bytes = folded(new TextEncoder().encode(tag));
      if (bytes.length < 2) throw new Error(`The marker “${tag}” of ${pool} is too short.`);
      const key = pair(bytes, 0);
      index.set(key, [...(index.get(key) ?? []), { pool, bytes }]);
    }
  }
  return index;
}

interface Hit extends Marker {
  readonly at: number;
}

/**
 * Pools whose markers stand in a coinbase's script, most telling first: the longest marker, then the one that stands first,
 * since users of a pool may write after its own marker. A marker inside a longer one says nothing of its own.
 */
export function tagsIn(script: Uint8Array, index: MarkerIndex): string[] {
  const text = folded(script);
  const hits: Hit[] = [];
  for (let at = 0; at + 1 < text.length; at += 1) {
    for (const marker of index.get(pair(text, at)) ?? []) if (standsAt(marker.bytes, text, at)) hits.push({ ...marker, at });
  }
  return hits
    .filter((hit) => !hits.some((other) => other.bytes.length > hit.bytes.length && other.at <= hit.at && other.at + other.bytes.length >= hit.at + hit.bytes.length))
    .sort((a, b) => (a.bytes.length === b.bytes.length ? a.at - b.at : b.bytes.length - a.bytes.length))
    .map(({ pool }) => pool);
}

const pair = (bytes: Uint8Array, at: number): number => ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);

function standsAt(marker: Uint8Array, text: Uint8Array, at: number): boolean {
  return at + marker.length <= text.length && marker.every((byte, i) => byte === text[at + i]);
}

/** ASCII letters in lower case; other bytes, those of UTF-8 among them, as they are. */
const folded = (bytes: Uint8Array): Uint8Array => bytes.map((byte) => (byte >= 0x41 && byte <= 0x5a ? byte + 32 : byte));
