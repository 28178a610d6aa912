import { groupBy } from "@/lib/core/group-by";
import { Exposure, type ExposureDirection, type FlowEnd, type FlowTx, NEWLY_MINED, OPEN } from "@/lib/core/screening/exposure";
import { SCREENING } from "@/lib/core/screening/parameters";
import type { ClaimedHolders } from "@/lib/features/screening/holders.service";
import type { EndRow, ScreeningStore, StopRow } from "@/lib/features/screening/screening.ports";

const BATCH = 20_000;
const NOT_MEASURABLE: FlowTx = { ends: [], stop: OPEN };

interface Search {
  readonly generation: number;
  readonly direction: ExposureDirection;
  readonly holders: ClaimedHolders;
  readonly signal: AbortSignal;
}

/** Reads level by level what lies between some transactions and claimed wallets, as far as the bounds allow. */
export async function waysFrom(store: ScreeningStore, txIds: readonly number[], search: Search): Promise<{ readonly exposure: Exposure; readonly bounded: boolean }> {
  const txs = new Map<number, FlowTx>();
  let frontier = [...new Set(txIds)];
  for (let hop = 0; hop < SCREENING.hops && frontier.length > 0; hop += 1) {
    if (txs.size + frontier.length > SCREENING.transactions) return { exposure: new Exposure(search.direction, txs), bounded: true };
    const read = await readWays(store, frontier, search);
    for (const [id, tx] of read) txs.set(id, tx);
    const beyond = new Set([...read.values()].flatMap(onward));
    frontier = [...beyond].filter((id) => !txs.has(id));
  }
  return { exposure: new Exposure(search.direction, txs), bounded: false };
}

/** Where its money goes on to: not past a claimed holder. */
const onward = ({ stop, ends }: FlowTx): readonly number[] => (stop === null ? ends.flatMap(({ holder, next }) => (holder === null && next !== null ? [next] : [])) : []);

async function readWays(store: ScreeningStore, txIds: readonly number[], search: Search): Promise<ReadonlyMap<number, FlowTx>> {
  const ways = new Map<number, FlowTx>();
  for (let from = 0; from < txIds.length; from += BATCH) {
    search.signal.throwIfAborted();
    await readBatch(store, txIds.slice(from, from + BATCH), search, ways);
  }
  return ways;
}

async function readBatch(store: ScreeningStore, txIds: readonly number[], { generation, direction, holders }: Search, ways: Map<number, FlowTx>): Promise<void> {
  const [ends, stops] = await Promise.all([store.ends(generation, direction, txIds), store.stops(generation, txIds)]);
  const stopAt = new Map(stops.map((stop) => [stop.txId, stopOf(stop, direction, holders)]));
  const toEnd = (row: EndRow): FlowEnd => ({ value: row.value, holder: holders.at(row), next: row.next === 0 ? null : row.next });
  const byTx = groupBy(ends, ({ txId }) => txId);
  for (const id of txIds) {
    const rows = byTx.get(id);
    const stop = stopAt.get(id) ?? null;
    ways.set(id, stop === null && rows === undefined ? NOT_MEASURABLE : { ends: (rows ?? []).map(toEnd), stop });
  }
}

/** A payout is a pool's as to where it came from; whoever spends in it is the pool itself. */
function stopOf(stop: StopRow, direction: ExposureDirection, holders: ClaimedHolders): number | null {
  if (stop.kind === "coinjoin") return holders.number({ category: "coinjoin", entity: null });
  if (direction === "to") return null;
  return stop.kind === "coinbase" ? NEWLY_MINED : holders.number({ category: "mining-pool", entity: stop.pool });
}
