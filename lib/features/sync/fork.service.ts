import { sameBytes } from "@/lib/core/bitcoin/bytes";
import type { HashTrail } from "@/lib/core/sync/hash-trail";
import type { BlockRef, CoreNode, HeightRange, LedgerChain, NodeState } from "@/lib/features/sync/sync.ports";

/** What is known of the chain (by the ledger, and by this run on top of it), and the node to compare it with. */
export interface Known {
  readonly node: CoreNode;
  readonly ledger: LedgerChain;
  readonly trail: HashTrail;
  readonly signal: AbortSignal;
}

export interface Fork {
  /** The highest block known that the node has, too; null when there is none. */
  readonly agreed: number | null;
  /** The lowest block known that the node's chain has not (any more), with what it has there instead. */
  readonly replaced: { readonly known: BlockRef; readonly node: Uint8Array | null } | null;
}

const LARGEST_WINDOW = 500;
const ANY_HEIGHT = 0x7fff_ffff;

/** Walks down from the top of what is known to the first block on which both agree; one request when nothing changed. */
export async function findFork(known: Known, state: NodeState): Promise<Fork> {
  const top = (await highestKnown(known, state, ANY_HEIGHT)) ?? -1;
  let replaced: Fork["replaced"] = null;
  let agreed: number | null = null;
  let high = Math.min(top, state.tip.height);
  for (let window = 1; high >= 0 && agreed === null; window = Math.min(LARGEST_WINDOW, 4 * window)) {
    const range = { from: Math.max(0, high - window + 1), to: high };
    const part = await compare(known, state, range);
    agreed = part.agreed;
    replaced = part.replaced ?? replaced;
    high = range.from === 0 ? -1 : ((await highestKnown(known, state, range.from - 1)) ?? -1);
  }
  return { agreed, replaced: replaced ?? (await lostAbove(known, state, top)) };
}

/** The same question within a range of heights. */
async function compare(known: Known, state: NodeState, range: HeightRange): Promise<Fork> {
  const blocks = await knownBetween(known, state, range);
  const theirs = blocks.length === 0 ? [] : await known.node.hashes(range.from, range.to - range.from + 1, known.signal);
  let replaced: Fork["replaced"] = null;
  for (const block of blocks.reverse()) {
    const node = theirs[block.height - range.from] ?? null;
    if (node !== null && sameBytes(node, block.hash)) return { agreed: block.height, replaced };
    replaced = { known: block, node };
  }
  return { agreed: null, replaced };
}

/** The node's chain ends below what is known: it lags behind, unless it says itself that it gave those blocks up. */
async function lostAbove(known: Known, state: NodeState, top: number): Promise<Fork["replaced"]> {
  for (let from = state.tip.height + 1; from <= top; from += LARGEST_WINDOW) {
    const [lowest] = await knownBetween(known, state, { from, to: Math.min(top, from + LARGEST_WINDOW - 1) });
    if (lowest !== undefined) return (await known.node.standing(lowest.hash, known.signal)) === "stale" ? { known: lowest, node: null } : null;
  }
  return null;
}

async function highestKnown({ ledger, trail }: Known, { network }: NodeState, upTo: number): Promise<number | null> {
  const stored = await ledger.highest(network, upTo);
  const met = trail.highestUpTo(upTo);
  return stored === null || met === null ? (stored?.height ?? met) : Math.max(stored.height, met);
}

/** Lowest first. What this run has met counts before what the ledger holds, which may not have caught up. */
async function knownBetween({ ledger, trail }: Known, { network }: NodeState, range: HeightRange): Promise<BlockRef[]> {
  const byHeight = new Map((await ledger.between(network, range)).map((block) => [block.height, block.hash]));
  const blocks: BlockRef[] = [];
  for (let height = range.from; height <= range.to; height += 1) {
    const hash = trail.get(height) ?? byHeight.get(height);
    if (hash !== undefined) blocks.push({ height, hash });
  }
  return blocks;
}

/** The hash of the best chain at a height as far as it is known. */
export async function hashKnownAt(known: Known, state: NodeState, height: number): Promise<Uint8Array | null> {
  return height < 0 ? null : ((await knownBetween(known, state, { from: height, to: height }))[0]?.hash ?? null);
}
