import { byte, float, int } from "@/lib/core/ledger/at";
import { workOf, WORK_CARRY } from "@/lib/core/ledger/work";

/** Blocks as vertices 0 .. count-1 of a forest; -1 where there is no parent, no bits, no stated height. See BlockTree. */
export interface Forest {
  readonly count: number;
  /** Eight words a vertex, in wire order. */
  readonly hashes: Int32Array;
  readonly parent: Int32Array;
  readonly bits: Float64Array;
  readonly present: Uint8Array;
  readonly complete: Uint8Array;
  readonly stale: Uint8Array;
  readonly statedHeight: Int32Array;
  /** Rank of the statement's source; smaller is stronger. */
  readonly statedSource: Uint8Array;
}

export interface BestChains {
  /** -1 where nothing states it. */
  readonly height: Int32Array;
  readonly main: Uint8Array;
}

/** Parents before children; vertices on a circle (which only forged records can form) are in no order and never main. */
interface Order {
  readonly vertices: Int32Array;
  readonly root: Int32Array;
  readonly depth: Int32Array;
}

/**
 * Heights and the best chain, as a function of all blocks at once:
 * - Within a tree every height follows from the strongest statement in it (ties: the one that puts the root lowest).
 * - The best chain of a tree ends at the block with the most work since the root that no source calls stale (ties: a
 *   smaller hash), so a stale block is on it only when later blocks stand on it.
 * - Where trees whose link is unknown claim the same heights, the one that reaches higher has them (ties: the one whose tip
 *   is complete, then a smaller hash); the other ends below.
 */
export function settleChains(forest: Forest): BestChains {
  const order = orderOf(forest);
  const height = heightsOf(forest, order);
  const tips = bestTips(forest, order);
  const main = new Uint8Array(forest.count);
  for (const tip of tips) for (let v = tip; v >= 0 && forest.present[v] === 1; v = forest.parent[v] ?? -1) main[v] = 1;
  giveUpSharedHeights({ forest, order, height, main }, tips);
  return { height, main };
}

function orderOf({ count, parent }: Forest): Order {
  const firstChild = new Int32Array(count).fill(-1);
  const nextSibling = new Int32Array(count).fill(-1);
  const vertices = new Int32Array(count);
  const root = new Int32Array(count).fill(-1);
  const depth = new Int32Array(count);
  let length = 0;
  for (let v = 0; v < count; v += 1) {
    const above = parent[v] ?? -1;
    if (above < 0) {
      vertices[length] = v;
      root[v] = v;
      length += 1;
    } else {
      nextSibling[v] = firstChild[above] ?? -1;
      firstChild[above] = v;
    }
  }
  for (let i = 0; i < length; i += 1) {
    const v = vertices[i] ?? 0;
    for (let child = firstChild[v] ?? -1; child >= 0; child = nextSibling[child] ?? -1) {
      vertices[length] = child;
      root[child] = root[v] ?? -1;
      depth[child] = (depth[v] ?? 0) + 1;
      length += 1;
    }
  }
  return { vertices: vertices.subarray(0, length), root, depth };
}

function heightsOf(forest: Forest, { vertices, root, depth }: Order): Int32Array {
  const { count, statedHeight, statedSource } = forest;
  const base = new Int32Array(count).fill(-1);
  const strength = new Uint8Array(count).fill(UNSTATED);
  for (const v of vertices) {
    const rank = byte(statedSource, v);
    const rootHeight = int(statedHeight, v) - int(depth, v);
    if (rank === UNSTATED || rootHeight < 0) continue;
    const r = int(root, v);
    const stronger = rank < byte(strength, r) || (rank === byte(strength, r) && rootHeight < int(base, r));
    if (!stronger) continue;
    strength[r] = rank;
    base[r] = rootHeight;
  }
  const height = new Int32Array(count).fill(-1);
  for (const v of vertices) {
    const from = int(base, int(root, v));
    if (from >= 0) height[v] = from + int(depth, v);
  }
  return height;
}

/** Work since the root, in two parts. */
interface Sums {
  readonly high: Float64Array;
  readonly low: Float64Array;
}

function bestTips(forest: Forest, order: Order): number[] {
  const { present, stale, hashes } = forest;
  const sums = workSums(forest, order);
  const best = new Int32Array(forest.count).fill(-1);
  for (const v of order.vertices) {
    if (byte(present, v) === 0 || byte(stale, v) === 1) continue;
    const r = int(order.root, v);
    const rival = int(best, r);
    const more = rival < 0 ? 1 : compareWork(sums, v, rival);
    if (more > 0 || (more === 0 && compareHashes(hashes, v, rival) < 0)) best[r] = v;
  }
  return Array.from(best).filter((tip) => tip >= 0);
}

function workSums({ count, parent, bits, present }: Forest, { vertices }: Order): Sums {
  const high = new Float64Array(count);
  const low = new Float64Array(count);
  for (const v of vertices) {
    if (byte(present, v) === 0) continue;
    const above = int(parent, v);
    const work = workOf(float(bits, v));
    const sum = work.low + (above < 0 ? 0 : float(low, above));
    const carried = sum >= WORK_CARRY;
    low[v] = carried ? sum - WORK_CARRY : sum;
    high[v] = work.high + (above < 0 ? 0 : float(high, above)) + (carried ? 1 : 0);
  }
  return { high, low };
}

function compareWork({ high, low }: Sums, a: number, b: number): number {
  const difference = float(high, a) - float(high, b);
  return difference === 0 ? float(low, a) - float(low, b) : difference;
}

/** As numbers, as miners compare them: the last byte of the wire order weighs most. */
export function compareHashes(hashes: Int32Array, a: number, b: number): number {
  for (let k = 7; k >= 0; k -= 1) {
    const difference = ((hashes[8 * a + k] ?? 0) >>> 0) - ((hashes[8 * b + k] ?? 0) >>> 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

const UNSTATED = 255;

interface Contest {
  readonly forest: Forest;
  readonly order: Order;
  readonly height: Int32Array;
  readonly main: Uint8Array;
}

function giveUpSharedHeights(contest: Contest, tips: readonly number[]): void {
  const { forest, height, main } = contest;
  const { complete, hashes } = forest;
  const rank = (a: number, b: number): number => {
    const higher = int(height, b) - int(height, a);
    if (higher !== 0) return higher;
    const more = byte(complete, b) - byte(complete, a);
    return more === 0 ? compareHashes(hashes, a, b) : more;
  };
  const taken: [number, number][] = [];
  for (const tip of contenders(contest, tips).sort(rank)) {
    const path = pathTo(tip, forest);
    const lowest = height[path.at(-1) ?? tip] ?? 0;
    const highest = height[tip] ?? 0;
    const limit = taken.reduce((low, [from, to]) => (to >= lowest && from <= highest ? Math.min(low, Math.max(from, lowest)) : low), highest + 1);
    if (limit > lowest) taken.push([lowest, limit - 1]);
    for (const v of path) if ((height[v] ?? 0) >= limit) main[v] = 0;
  }
}

/** Tips of trees that share a height on the best chain with another tree. */
function contenders({ forest, order, height, main }: Contest, tips: readonly number[]): number[] {
  const holder = new Map<number, number>();
  const dense = new Int32Array(Math.min(forest.count * 4, DENSE_HEIGHTS)).fill(-1);
  const shared = new Set<number>();
  for (const v of order.vertices) {
    const h = height[v] ?? -1;
    if (main[v] !== 1 || h < 0) continue;
    const r = order.root[v] ?? 0;
    const other = (h < dense.length ? dense[h] : holder.get(h)) ?? -1;
    if (other < 0) {
      if (h < dense.length) dense[h] = r;
      else holder.set(h, r);
    } else if (other !== r) {
      shared.add(other).add(r);
    }
  }
  return shared.size === 0 ? [] : tips.filter((tip) => shared.has(order.root[tip] ?? -1));
}

const DENSE_HEIGHTS = 1 << 22;

/** From the tip down to the root. */
function pathTo(tip: number, { parent, present }: Forest): number[] {
  const path: number[] = [];
  for (let v = tip; v >= 0 && present[v] === 1; v = parent[v] ?? -1) path.push(v);
  return path;
}
