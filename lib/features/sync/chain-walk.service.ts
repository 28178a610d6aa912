import { sameBytes } from "@/lib/core/bitcoin/bytes";
import type { Decoded } from "@/lib/core/bitcoin/columns";
import { AppError } from "@/lib/core/errors";
import { hashToText } from "@/lib/core/hex";
import type { Network } from "@/lib/core/network";
import { HashTrail } from "@/lib/core/sync/hash-trail";
import { findFork, hashKnownAt, type Known } from "@/lib/features/sync/fork.service";
import type { ChainStore, CoverageStore } from "@/lib/features/ledger/ledger.ports";
import type { BlockRef, CoreNode, HeightRange, NodeState } from "@/lib/features/sync/sync.ports";

export interface WalkOptions {
  readonly node: CoreNode;
  readonly network: Network;
  readonly chain: Pick<ChainStore, "hashesAt">;
  readonly coverage: Pick<CoverageStore, "ranges">;
  /** Null: after the highest block that ledger and node have in common, or at 0. */
  readonly from: number | null;
  /** Null: the tip. */
  readonly to: number | null;
  readonly signal: AbortSignal;
  /** Blocks given so far, and how many there will be as far as is known. */
  readonly onProgress: (done: number, total: number) => void;
}

export interface Walk extends WalkOptions, Known {
  /** The node's tip when it was last asked. */
  tip: BlockRef | null;
  /** Blocks that the node has given up without others in their place, as they were given; by hash. */
  readonly withdrawn: Map<string, BlockRef>;
  /** Blocks below this height were already said to be missing at a pruned node. */
  prunedSaid: number;
  given: number;
  refused: number;
}

const HASHES_AT_ONCE = 500;
const MOST_FRUITLESS_PLANS = 20;
/** So many blocks in a row that the node names and does not give: then it is the node, not the blocks. */
const MOST_REFUSALS = 50;

export const makeWalk = (options: WalkOptions): Walk => ({ ...options, trail: new HashTrail(), covered: [], tip: null, withdrawn: new Map(), prunedSaid: 0, given: 0, refused: 0 });

/**
 * Gives the blocks that the ledger lacks of the node's best chain, in order of height. The chain may change at any moment: every block is
 * checked to follow the one before, and when it does not, the walk goes back to the fork and gives the other branch from there.
 */
export async function* walkChain(walk: Walk): AsyncGenerator<Decoded> {
  for (let fruitless = 0; ; fruitless += 1) {
    const state = await walk.node.state(walk.signal);
    walk.tip = state.tip;
    const { planned, lost } = await plan(walk, state);
    yield* withdraw(walk, lost);
    yield* prunedGap(walk, planned[0], state);
    const ranges = planned.map(({ from, to }) => ({ from: Math.max(from, state.prunedBelow), to })).filter(({ from, to }) => from <= to);
    if (ranges.length === 0) return;
    if (fruitless > MOST_FRUITLESS_PLANS) throw new AppError("source_unavailable", `Source “${walk.node.name}” changes its chain faster than it can be read. Try again later.`);
    const before = walk.given;
    yield* giveRanges(walk, ranges);
    if (walk.given > before) fruitless = 0;
  }
}

/** The heights to fetch, after a look at where the node's chain and what we know of it part. */
async function plan(walk: Walk, state: NodeState): Promise<{ readonly planned: readonly HeightRange[]; readonly lost: readonly BlockRef[] }> {
  walk.covered = (await walk.coverage.ranges()).filter(({ network }) => network === walk.network.name).sort((a, b) => a.from - b.from);
  const to = Math.min(walk.to ?? state.tip.height, state.tip.height);
  const { agreed, replaced, lost } = await findFork(walk, state);
  walk.trail.cutAbove(agreed ?? -1);
  const inReach = replaced !== null && replaced.height <= (walk.to ?? Infinity);
  const common = agreed ?? (inReach ? replaced.height - 1 : -1);
  const from = walk.from ?? common + 1;
  const below = missing(walk, { from, to: Math.min(common, to) });
  // The other branch whole: only from the fork on can it take the place of the one that is stored.
  const above = { from: inReach ? common + 1 : Math.max(from, common + 1), to };
  return { planned: [...below, above].filter((range) => range.from <= range.to), lost: replaced === null && walk.to === null ? lost : [] };
}

/** Blocks that the node gave up and put nothing in their place: only their own record can say so. */
async function* withdraw(walk: Walk, lost: readonly BlockRef[]): AsyncGenerator<Decoded> {
  const fresh = lost.filter(({ hash }) => !walk.withdrawn.has(hashToText(hash)));
  for await (const { ref, decoded } of walk.node.blocks(fresh, walk.signal)) {
    walk.withdrawn.set(hashToText(ref.hash), ref);
    const block = decoded.kind === "record" ? decoded.record.block : null;
    yield decoded.kind === "record" && block !== null ? { kind: "record", record: { ...decoded.record, block: { ...block, stale: true } } } : decoded;
  }
}

/** What the ledger lacks of a range on which it does not contradict the node, less what this run gave already. */
function missing({ covered, trail }: Walk, { from, to }: HeightRange): readonly HeightRange[] {
  const ranges: { from: number; to: number }[] = [];
  for (let height = from; height <= to; height += 1) {
    const stored = covered.find((range) => range.from <= height && height <= range.to);
    if (stored !== undefined) height = stored.to;
    else if (trail.get(height) === null) extend(ranges, height);
  }
  return ranges;
}

function extend(ranges: { from: number; to: number }[], height: number): void {
  const last = ranges.at(-1);
  if (last !== undefined && last.to === height - 1) last.to = height;
  else ranges.push({ from: height, to: height });
}

/** Ends early when the node's chain turns out to have changed: then a new plan is due. */
async function* giveRanges(walk: Walk, ranges: readonly HeightRange[]): AsyncGenerator<Decoded> {
  const total = walk.given + ranges.reduce((sum, { from, to }) => sum + to - from + 1, 0);
  for (const range of ranges) {
    for (let from = range.from; from <= range.to; from += HASHES_AT_ONCE) {
      const chunk = { from, to: Math.min(range.to, from + HASHES_AT_ONCE - 1) };
      for await (const decoded of giveChunk(walk, chunk)) {
        if (decoded === "changed") return;
        yield decoded;
        walk.onProgress(walk.given, total);
      }
    }
  }
}

async function* giveChunk(walk: Walk, { from, to }: HeightRange): AsyncGenerator<Decoded | "changed"> {
  const hashes = await walk.node.hashes(from, to - from + 1, walk.signal);
  const refs = hashes.map((hash, i) => ({ height: from + i, hash }));
  let previous = await hashKnownAt(walk, from - 1);
  for await (const { ref, decoded } of walk.node.blocks(refs, walk.signal)) {
    if (!follows(decoded, previous)) {
      yield "changed";
      return;
    }
    walk.trail.set(ref.height, ref.hash);
    previous = ref.hash;
    walk.given += 1;
    refuseTooMany(walk, decoded);
    yield decoded;
  }
  if (hashes.length < to - from + 1) yield "changed";
}

function follows(decoded: Decoded, previous: Uint8Array | null): boolean {
  const claimed = decoded.kind === "record" ? (decoded.record.block?.prevHash ?? null) : null;
  return previous === null || claimed === null || sameBytes(previous, claimed);
}

/** The blocks that a pruned node has deleted, as one gap, said once. */
function* prunedGap(walk: Walk, first: HeightRange | undefined, { prunedBelow }: NodeState): Generator<Decoded> {
  if (first === undefined || first.from >= prunedBelow || walk.prunedSaid >= prunedBelow) return;
  walk.prunedSaid = prunedBelow;
  const position = `blocks ${first.from} to ${prunedBelow - 1}`;
  yield { kind: "rejected", rejection: { file: walk.node.name, position, reason: "the node has deleted them (it is pruned); fetch them from another node or from blk files" } };
}

function refuseTooMany(walk: Walk, decoded: Decoded): void {
  walk.refused = decoded.kind === "rejected" ? walk.refused + 1 : 0;
  if (decoded.kind === "record" || walk.refused < MOST_REFUSALS) return;
  throw new AppError("source_unavailable", `Source “${walk.node.name}” named ${walk.refused} blocks in a row that could not be used; the last, ${decoded.rejection.position}: ${decoded.rejection.reason}.`);
}
