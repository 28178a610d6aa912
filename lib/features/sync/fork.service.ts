import { sameBytes } from "@/lib/core/bitcoin/bytes";
import type { HashTrail } from "@/lib/core/sync/hash-trail";
import type { Network } from "@/lib/core/network";
import type { ChainStore } from "@/lib/features/ledger/ledger.ports";
import type { BlockRef, CoreNode, HeightRange, NodeState } from "@/lib/features/sync/sync.ports";

/** What is known of the chain (by the ledger, and by this run on top of it), and the node to compare it with. */
export interface Known {
  readonly node: CoreNode;
  readonly network: Network;
  readonly chain: Pick<ChainStore, "hashesAt">;
  /** Heights of which the ledger has the whole block, lowest first; taken anew before each look. */
  covered: readonly HeightRange[];
  readonly trail: HashTrail;
  readonly signal: AbortSignal;
}

export interface Fork {
  /** The highest block known that the node has, too; null when there is none. */
  readonly agreed: number | null;
  /** The lowest block known that the node's chain has no more. */
  readonly replaced: BlockRef | null;
  /** Blocks known above the node's tip that the node itself has given up, lowest first. */
  readonly lost: readonly BlockRef[];
}

const LARGEST_WINDOW = 500;
const ANY_HEIGHT = 0x7fff_ffff;

type Part = Pick<Fork, "agreed" | "replaced">;

/** Walks down from the top of what is known to the first block on which both agree; one request when nothing changed. */
export async function findFork(known: Known, state: NodeState): Promise<Fork> {
  const top = highestKnown(known, ANY_HEIGHT) ?? -1;
  let replaced: Fork["replaced"] = null;
  let agreed: number | null = null;
  let high = Math.min(top, state.tip.height);
  for (let window = 1; high >= 0 && agreed === null; window = Math.min(LARGEST_WINDOW, 4 * window)) {
    const range = { from: Math.max(0, high - window + 1), to: high };
    const part = await compare(known, range);
    agreed = part.agreed;
    replaced = part.replaced ?? replaced;
    high = highestKnown(known, range.from - 1) ?? -1;
  }
  return { agreed, replaced, lost: await lostAbove(known, state, top) };
}

/** The same question within a range of heights. */
async function compare(known: Known, range: HeightRange): Promise<Part> {
  const blocks = await knownBetween(known, range);
  const theirs = blocks.length === 0 ? [] : await known.node.hashes(range.from, range.to - range.from + 1, known.signal);
  let replaced: Fork["replaced"] = null;
  for (const block of blocks.reverse()) {
    const node = theirs[block.height - range.from] ?? null;
    if (node !== null && sameBytes(node, block.hash)) return { agreed: block.height, replaced };
    replaced = block;
  }
  return { agreed: null, replaced };
}

/** The node's chain ends below what is known: it lags behind, unless it says itself that it gave those blocks up. */
async function lostAbove(known: Known, state: NodeState, top: number): Promise<readonly BlockRef[]> {
  const lost: BlockRef[] = [];
  for (let from = state.tip.height + 1; from <= top; from += LARGEST_WINDOW) lost.push(...(await knownBetween(known, { from, to: Math.min(top, from + LARGEST_WINDOW - 1) })));
  const [lowest] = lost;
  return lowest !== undefined && (await known.node.standing(lowest.hash, known.signal)) === "stale" ? lost : [];
}

function highestKnown({ covered, trail }: Known, upTo: number): number | null {
  const stored = covered.findLast(({ from }) => from <= upTo);
  const met = trail.highestUpTo(upTo);
  return stored === undefined ? met : Math.max(Math.min(stored.to, upTo), met ?? -1);
}

/** Lowest first. What this run has met counts before what the ledger holds, which may not have caught up. */
async function knownBetween({ chain, covered, network, trail }: Known, { from, to }: HeightRange): Promise<BlockRef[]> {
  const heights = Array.from({ length: to - from + 1 }, (_, i) => from + i).filter((height) => trail.get(height) !== null || covered.some((range) => range.from <= height && height <= range.to));
  const asked = heights.filter((height) => trail.get(height) === null);
  const stored = new Map(asked.length === 0 ? [] : (await chain.hashesAt(network, asked)).map((hash, i) => [asked[i], hash]));
  return heights.flatMap((height) => {
    const hash = trail.get(height) ?? stored.get(height) ?? null;
    return hash === null ? [] : [{ height, hash }];
  });
}

/** The hash of the best chain at a height as far as it is known. */
export async function hashKnownAt(known: Known, height: number): Promise<Uint8Array | null> {
  return height < 0 ? null : ((await knownBetween(known, { from: height, to: height }))[0]?.hash ?? null);
}
