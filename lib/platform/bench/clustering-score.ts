/** Pairs of addresses: those of one owner, those put into one cluster, and those of both kinds. */
export interface PairScore {
  readonly owned: number;
  readonly clustered: number;
  readonly both: number;
}

/**
 * Compares a clustering with the truth, pair by pair, over the addresses that both know. Counts without going through the
 * pairs: n addresses of one group make n (n - 1) / 2.
 */
export function scorePairs(clusterOf: ReadonlyMap<string, string>, ownerOf: ReadonlyMap<string, string>): PairScore {
  const owners = new Map<string, number>();
  const clusters = new Map<string, number>();
  const cells = new Map<string, number>();
  const add = (counts: Map<string, number>, key: string): unknown => counts.set(key, (counts.get(key) ?? 0) + 1);
  for (const [address, owner] of ownerOf) {
    const cluster = clusterOf.get(address);
    if (cluster === undefined) continue;
    add(owners, owner);
    add(clusters, cluster);
    add(cells, JSON.stringify([owner, cluster]));
  }
  return { owned: pairs(owners), clustered: pairs(clusters), both: pairs(cells) };
}

const pairs = (counts: ReadonlyMap<string, number>): number => [...counts.values()].reduce((sum, n) => sum + (n * (n - 1)) / 2, 0);

/** The share of the pairs put together that belong together; 1 when none were put together. */
export const precision = ({ both, clustered }: PairScore): number => (clustered === 0 ? 1 : both / clustered);

/** The share of the pairs that belong together that were put together; 1 when there are none. */
export const recall = ({ both, owned }: PairScore): number => (owned === 0 ? 1 : both / owned);

export const sumOfScores = (scores: readonly PairScore[]): PairScore =>
  scores.reduce((sum, one) => ({ owned: sum.owned + one.owned, clustered: sum.clustered + one.clustered, both: sum.both + one.both }), { owned: 0, clustered: 0, both: 0 });
